import type { Config } from '../config/config.ts';
import { lockDataDir, prepareDataDir } from './dataDirLock.ts';
import { requireDiskSpace } from './diskSpace.ts';
import { requireFreeAddresses } from './listenGuard.ts';

/** Where this run keeps its files, and the lock on it. */
export interface PreparedStart extends AsyncDisposable {
  /** Absolute, without links. */
  readonly dataDir: string;
}

/** Checks everything that can be checked before anything is touched, and locks the data directory. Throws StartRefusal. */
export async function prepareStart(config: Config): Promise<PreparedStart> {
  await requireFreeAddresses([
    { ...config.http, setting: 'LASTMILE_HTTP_PORT', purpose: 'console and API' },
    ...(config.https ? [{ ...config.https, setting: 'LASTMILE_HTTPS_PORT', purpose: 'console and API over TLS' }] : []),
    { ...config.syslog, setting: 'LASTMILE_SYSLOG_PORT', purpose: 'alarms by syslog' },
    ...(config.lab.on
      ? [{ host: '127.0.0.1', port: config.lab.port, setting: 'LASTMILE_LAB_PORT', purpose: 'control of the lab' }]
      : []),
  ]);
  const dataDir = prepareDataDir(config.dataDir);
  const lock = await lockDataDir(dataDir);
  requireDiskSpace(dataDir);
  return { dataDir, [Symbol.asyncDispose]: () => lock[Symbol.asyncDispose]() };
}
