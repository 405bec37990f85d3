import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

/** Programs of others that tests talk to, and the Debian packages they come in. */
export const debianPackages = {
  radclient: 'freeradius-utils',
  eapol_test: 'eapoltest',
  'mariadb-install-db': 'mariadb-server-core',
  my_print_defaults: 'mariadb-client-core',
} as const;

export type DebianTool = keyof typeof debianPackages;

/** For `test.skipIf`. */
export function hasTool(tool: DebianTool): boolean {
  return (process.env['PATH'] ?? '').split(delimiter).some((folder) => {
    try {
      accessSync(join(folder, tool), constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}
