import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Remembers, beside the process's memory on the disk, by which code that memory was worked out. */
export function feedRevision(
  folder: string,
  present: string,
): { loaded(): string | undefined; present: string; keep(): void } {
  const path = join(folder, 'feed.revision');
  return {
    present,
    loaded() {
      try {
        return readFileSync(path, 'utf8').trim();
      } catch {
        return undefined;
      }
    },
    keep: () => writeFileSync(path, `${present}\n`, { mode: 0o600 }),
  };
}
