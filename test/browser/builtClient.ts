import { join } from 'node:path';
import { build } from 'vite';

const root = join(import.meta.dirname, '../..');

/** Builds the console into dist/client, so that a browser test shows the present source. */
export async function buildClient(): Promise<void> {
  await build({ configFile: join(root, 'client/vite.config.ts'), logLevel: 'warn' });
}
