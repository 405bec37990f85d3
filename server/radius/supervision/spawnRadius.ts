import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync } from 'node:fs';
import type { Config } from '../../platform/config/config.ts';
import { runtimeEnvironment } from '../../platform/config/runtimeEnvironment.ts';
import type { ProcessLog } from './processLog.ts';

/** Of a Config: what the process is told. It reads its keys as main does. */
export type RadiusConfig = Pick<Config, 'dataDir' | 'radius' | 'routers' | 'secretKeys' | 'log'>;

/** Its records are in buffers and what it makes is short-lived: helpers of a collection are waited for longer than they save. */
const runtimeFlags = ['--no-parallel-scavenge'];

/**
 * Starts it in a session of its own, which neither a Ctrl-C at the terminal nor the end of this process reaches, and
 * with output that nobody has to read.
 */
export function spawnRadius(config: RadiusConfig, entry: string, build: string, log: ProcessLog): ChildProcess {
  const output = log.open();
  try {
    const child = spawn(process.execPath, [...runtimeFlags, entry, '--build', build], {
      env: { ...runtimeEnvironment(), ...settingsOf(config) },
      stdio: ['ignore', output, output],
      cwd: '/',
      detached: true,
    });
    child.unref();
    return child;
  } finally {
    closeSync(output);
  }
}

function settingsOf({ dataDir, radius, routers, secretKeys, log }: RadiusConfig): Record<string, string> {
  return {
    LASTMILE_LAB: '0',
    LASTMILE_DATA_DIR: dataDir,
    LASTMILE_RADIUS_ADDRESSES: radius.addresses.join(','),
    LASTMILE_RADIUS_AUTH_PORT: String(routers.authenticationPort),
    LASTMILE_RADIUS_ACCT_PORT: String(routers.accountingPort),
    LASTMILE_RADIUS_COA_PORT: String(routers.incomingPort),
    LASTMILE_LOG_LEVEL: log.level,
    LASTMILE_LOG_FORMAT: 'json',
    ...(secretKeys === undefined ? {} : { LASTMILE_SECRET_KEYS: secretKeys.join(',') }),
  };
}
