import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { EapServer } from './eapServer.ts';

export interface EapolRun {
  readonly succeeded: boolean;
  /** What the program wrote about it. */
  readonly log: string;
}

export interface EapolOptions {
  readonly server: Pick<EapServer, 'port'>;
  readonly secret: string;
  readonly folder: string;
  /** Lines of a network of wpa_supplicant. */
  readonly network: Readonly<Record<string, string>>;
  /** EAP-MD5 makes none. */
  readonly withoutKeys?: boolean;
  readonly attributes?: readonly string[];
}

/** wpa_supplicant and an access point in one program. It succeeds when the keys of the Accept are those it came to. */
export async function eapolTest(options: EapolOptions): Promise<EapolRun> {
  const { server, secret, folder, network, withoutKeys = false, attributes = [] } = options;
  const file = join(folder, 'network.conf');
  const lines = Object.entries(network).map(([key, value]) => `  ${key}=${value}`);
  await writeFile(file, ['network={', '  ssid="isp"', '  key_mgmt=IEEE8021X', ...lines, '}', ''].join('\n'));
  const words = ['-c', file, '-a', '127.0.0.1', '-p', String(server.port), '-s', secret, '-t', '10'];
  const more = [...(withoutKeys ? ['-n'] : []), ...attributes.map((attribute) => `-N${attribute}`)];
  return await new Promise((resolve) => {
    execFile('eapol_test', [...words, ...more], { maxBuffer: 16 * 1_024 * 1_024 }, (error, log) =>
      resolve({ succeeded: !error, log }),
    );
  });
}
