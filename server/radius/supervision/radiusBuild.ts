import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** What the process is made of; what only main runs is left out, so that changing it does not replace the process. */
const folders = [
  ...[
    'address',
    'control',
    'credential',
    'dictionaries',
    'eap',
    'journal',
    'memory',
    'policy',
    'process',
    'session',
  ].map((name) => `radius/${name}`),
  'platform/transport/radius',
];

/** What main works the process's memory out by. */
const feedFolders = ['radius/feed', 'radius/reply', 'nas/radius', 'subscription', 'voucher'];

/** Names the code of the RADIUS process as it lies on the disk now: a running process of another is replaced. */
export function radiusBuild(): string {
  return hashOf(folders);
}

/** Names the code that feeds it: what was fed by another is fed anew. */
export function feedBuild(): string {
  return hashOf(feedFolders);
}

function hashOf(folders: readonly string[], server = join(import.meta.dirname, '../..')): string {
  const hash = createHash('sha256').update(process.version);
  for (const folder of folders) {
    for (const path of filesOf(join(server, folder))) hash.update(path.slice(server.length)).update(readFileSync(path));
  }
  return hash.digest('hex').slice(0, 16);
}

function filesOf(folder: string): readonly string[] {
  try {
    return readdirSync(folder, { withFileTypes: true, recursive: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name))
      .toSorted();
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [];
    throw error;
  }
}
