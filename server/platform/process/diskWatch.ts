import type { Logger } from '../log/logger.ts';
import { freeMb } from './diskSpace.ts';
import type { Service } from './service.ts';

export interface DiskWatchOptions {
  readonly folder: string;
  readonly log: Logger;
  /** Free space in MB; replaceable for tests. */
  readonly free?: (folder: string) => number | undefined;
  readonly everyMs?: number;
}

export interface DiskWatch extends Service {
  /** For the readiness of the process: the reason why not, while space is short. */
  check(): string | undefined;
}

/** Below this the database may stop at any moment: it needs whole segments of 16 MB. */
const shortMb = 64;

/** Says before and while the disk is full, once each way, instead of leaving it to what breaks first. */
export function createDiskWatch(options: DiskWatchOptions): DiskWatch {
  const { folder, log, free = freeMb, everyMs = 10_000 } = options;
  let timer: NodeJS.Timeout | undefined;
  let short = false;
  const shortage = (): number | undefined => {
    const left = free(folder);
    return left !== undefined && left < shortMb ? left : undefined;
  };
  const look = (): void => {
    const left = shortage();
    if (left !== undefined && !short)
      log.error({ folder, freeMb: left }, 'the disk is full: free some space; everything goes on by itself then');
    if (left === undefined && short) log.info({ folder }, 'the disk has space again');
    short = left !== undefined;
  };
  return {
    name: 'disk watch',
    check() {
      const left = shortage();
      return left === undefined ? undefined : `the disk of ${folder} is full: ${left} MB are free`;
    },
    start() {
      look();
      timer = setInterval(look, everyMs);
    },
    stop() {
      clearInterval(timer);
    },
  };
}
