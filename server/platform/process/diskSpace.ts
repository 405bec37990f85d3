import { statfsSync } from 'node:fs';
import { StartRefusal } from './startRefusal.ts';

/** Below this a start is refused: a new cluster alone takes about 70 MB, its first write-ahead log 64 more. */
export const leastFreeMb = 256;

/** Free space for ordinary users on the disk of `folder`, in MB; undefined where the file system doesn't say. */
export function freeMb(folder: string): number | undefined {
  const found = statfsSync(folder);
  return found.blocks === 0 ? undefined : Math.floor((found.bavail * found.bsize) / 2 ** 20);
}

/** Better refused now than stopped in the middle of a day. Throws StartRefusal. */
export function requireDiskSpace(folder: string): void {
  const free = freeMb(folder);
  if (free === undefined || free >= leastFreeMb) return;
  throw new StartRefusal(`The disk of ${folder} is full: ${free} MB are free, at least ${leastFreeMb} MB are needed.`, [
    'Free some space and start again. Nothing was changed.',
    'Set LASTMILE_DATA_DIR to a folder on another disk (an existing data directory has to be moved there first).',
  ]);
}
