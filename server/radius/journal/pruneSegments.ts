import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { listSegments } from './listSegments.ts';
import { segmentName } from './segmentFormat.ts';

/** Deletes the segments before one; answers how many there were. */
export async function pruneSegments(directory: string, before: number): Promise<number> {
  const old = (await listSegments(directory)).filter((ordinal) => ordinal < before);
  for (const ordinal of old) await rm(join(directory, segmentName(ordinal)), { force: true });
  return old.length;
}
