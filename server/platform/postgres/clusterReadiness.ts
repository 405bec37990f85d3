import { realpathSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import type { Logger } from '../log/logger.ts';
import { dataDirectoryBehind } from './clusterBootstrapStore.ts';
import type { Postmaster, PostmasterExit } from './postmaster.ts';

export interface ReadinessInput {
  readonly postmaster: Postmaster;
  readonly superuserUrl: string;
  readonly cluster: string;
  readonly log: Logger;
}

const sayEveryMs = 10_000;

/**
 * Waits until the server answers, however long its crash recovery takes; readiness is an answered query, never a line
 * of its log. Answers how the process ended if it did. Throws when somebody else answers on its port.
 */
export async function awaitReady(input: ReadinessInput): Promise<PostmasterExit | undefined> {
  const startedAt = performance.now();
  let saidAt = startedAt;
  while (input.postmaster.running()) {
    try {
      refuseStranger(input, await dataDirectoryBehind(input.superuserUrl, 2_000));
      return undefined;
    } catch (error) {
      if (!isNotYet(error)) {
        await input.postmaster.stop();
        throw error;
      }
    }
    const now = performance.now();
    if (now - saidAt > sayEveryMs) {
      saidAt = now;
      input.log.info({ waitedMs: Math.round(now - startedAt) }, 'the database is recovering from an unclean end');
    }
    await delay(now - startedAt < 2_000 ? 10 : 200);
  }
  return await input.postmaster.exited;
}

/** Whether the server answers that it can't be used yet (57P03). */
export async function isRecovering(superuserUrl: string): Promise<boolean> {
  try {
    await dataDirectoryBehind(superuserUrl, 1_000);
    return false;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === '57P03';
  }
}

function refuseStranger(input: ReadinessInput, directory: string): void {
  if (realpathSync(directory) === realpathSync(input.cluster)) return;
  throw new Error(`another PostgreSQL (data in ${directory}) answers on the port of the embedded one`);
}

/** Not listening yet, or listening and still recovering (57P03), or a connection that was cut while it started. */
function isNotYet(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const code = 'code' in error ? String(error.code) : '';
  return (
    ['ECONNREFUSED', 'ECONNRESET', 'EPIPE', '57P03', '57P02', '57P01'].includes(code) ||
    /timeout|terminated/i.test(error.message)
  );
}
