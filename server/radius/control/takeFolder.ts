import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Clock } from '#actors/system/clock.ts';
import { lockDataDir } from '../../platform/process/dataDirLock.ts';
import { StartRefusal } from '../../platform/process/startRefusal.ts';
import { openControlLink } from './controlLink.ts';

export interface TakeFolderOptions {
  /** All of prepareControlPlace. */
  readonly folder: string;
  readonly socket: string;
  readonly token: string;
  readonly build: string;
  readonly clock: Clock;
  onTrouble(what: string, error: unknown): void;
}

/** Part of the command line of every RADIUS process. */
export const RADIUS_ENTRY = 'radiusMain.ts';

const RETRY_MS = 10;
const ENDS_WITHIN_MS = 5_000;
const DIES_WITHIN_MS = 2_000;

/**
 * Makes the folder of the RADIUS process this one's alone, until it ends. Another one that runs there is asked to stop
 * when it answers on the socket, and killed when it does not stop. Called when everything is ready that does not need
 * the folder, so that the time without a RADIUS server is short. Throws StartRefusal.
 */
export async function takeFolder(options: TakeFolderOptions): Promise<AsyncDisposable> {
  const lock =
    (await tryLock(options)) ??
    ((await askToStop(options)) ? await lockWithin(options, ENDS_WITHIN_MS) : undefined) ??
    (kill(options), await lockWithin(options, DIES_WITHIN_MS));
  if (lock === undefined) {
    throw new StartRefusal(`Another RADIUS process holds ${options.folder} and does not end.`, [
      `End it (its number is in ${pidFile(options.folder)}).`,
    ]);
  }
  writeFileSync(pidFile(options.folder), `${process.pid}\n`, { mode: 0o600 });
  return lock;
}

async function tryLock({ folder }: TakeFolderOptions): Promise<AsyncDisposable | undefined> {
  try {
    return await lockDataDir(folder);
  } catch (error) {
    if (error instanceof StartRefusal) return undefined;
    throw error;
  }
}

/** False: it does not even answer. */
async function askToStop(options: TakeFolderOptions): Promise<boolean> {
  try {
    const { channel } = await openControlLink({
      ...{ ...options, onlyToStop: true },
      ...{ onMessage: () => undefined, onClosed: () => undefined },
    });
    channel.send({ say: 'stop' });
    return true;
  } catch (error) {
    options.onTrouble('the RADIUS process that runs does not answer', error);
    return false;
  }
}

async function lockWithin(options: TakeFolderOptions, ms: number): Promise<AsyncDisposable | undefined> {
  const giveUpAt = options.clock.now() + ms;
  while (options.clock.now() < giveUpAt) {
    const lock = await tryLock(options);
    if (lock) return lock;
    await new Promise<void>((resolve) => void options.clock.setTimeout(resolve, RETRY_MS));
  }
  return undefined;
}

function kill({ folder, onTrouble }: TakeFolderOptions): void {
  try {
    const pid = Number(readFileSync(pidFile(folder), 'utf8'));
    // The number may be another program's by now.
    if (!readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(RADIUS_ENTRY)) return;
    process.kill(pid, 'SIGKILL');
    onTrouble('the RADIUS process that ran did not stop, and was killed', undefined);
  } catch (error) {
    onTrouble('the RADIUS process that runs can not be ended', error);
  }
}

/** Whether a RADIUS process has the folder, answering or not. */
export function isFolderTaken(folder: string): boolean {
  try {
    const pid = Number(readFileSync(pidFile(folder), 'utf8'));
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(RADIUS_ENTRY);
  } catch {
    return false;
  }
}

function pidFile(folder: string): string {
  return join(folder, 'radius.pid');
}
