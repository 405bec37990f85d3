import { readdir } from 'node:fs/promises';
import { ordinalOf } from './segmentFormat.ts';

/** Ordinals of the segments in a folder, rising; empty as well when there is no such folder. */
export async function listSegments(directory: string): Promise<readonly number[]> {
  const names = await readdir(directory).catch((error: unknown) => {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [];
    throw error;
  });
  return names
    .map(ordinalOf)
    .filter((ordinal) => ordinal !== undefined)
    .toSorted((a, b) => a - b);
}
