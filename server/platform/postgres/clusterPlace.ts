import { createHash } from 'node:crypto';
import {
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  chmodSync,
  readlinkSync,
  realpathSync,
  symlinkSync,
  existsSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { StartRefusal } from '../process/startRefusal.ts';
import { type OsAccount, canEnter, databaseAccount } from './osAccount.ts';

export interface ClusterPlace {
  /** The directory with PG_VERSION, symbolic links resolved; may not exist yet, its parent does. */
  readonly cluster: string;
  readonly account: OsAccount;
}

const systemFolder = '/var/lib/lastmile';

/**
 * The cluster lies in `<dataDir>/pg`. Started by root from a place that lets only root in (a checkout under /root), the
 * database account couldn't enter it there: then it lies under /var/lib/lastmile and `<dataDir>/pg` is a link to it.
 * The link alone says which cluster belongs to the data directory; without it a new cluster is made.
 */
export function clusterPlace(dataDir: string): ClusterPlace {
  const inside = join(dataDir, 'pg');
  const link = lstatSync(inside, { throwIfNoEntry: false })?.isSymbolicLink() === true;
  if (link && !existsSync(inside)) refuseDangling(inside);
  const account = databaseAccount(inside);
  const cluster = link ? realpathSync(inside) : join(realpathSync(dataDir), 'pg');
  if (canEnter(account, dirname(cluster)) || openedForPassing(dataDir, account)) return { cluster, account };
  if (existsSync(cluster)) refuseUnreachable(cluster, account);
  return { cluster: outside(inside, account), account };
}

/** A data directory that is still empty is ours alone, so passing through it can be allowed; looking in still isn't. */
function openedForPassing(dataDir: string, account: OsAccount): boolean {
  if (readdirSync(dataDir).length > 0) return false;
  chmodSync(dataDir, 0o711);
  return canEnter(account, dataDir);
}

function outside(inside: string, account: OsAccount): string {
  const hash = createHash('sha256').update(inside).digest('hex').slice(0, 12);
  try {
    mkdirSync(systemFolder, { recursive: true, mode: 0o755 });
    const folder = mkdtempSync(join(systemFolder, `${hash}-`));
    chmodSync(folder, 0o711);
    const cluster = join(folder, 'pg');
    mkdirSync(cluster, { mode: 0o700 });
    symlinkSync(cluster, inside);
    return cluster;
  } catch (error) {
    throw new StartRefusal(
      `PostgreSQL runs as ${account.name}, who can't enter ${dirname(inside)}, and no other place could be made under ${systemFolder}.`,
      [
        'Set LASTMILE_DATA_DIR to a folder outside private ones, for example /srv/lastmile.',
        'Start Lastmile as an ordinary user.',
      ],
      { cause: error },
    );
  }
}

function refuseDangling(inside: string): never {
  throw new StartRefusal(
    `${inside} is a link to ${readlinkSync(inside)}, which is not there: the database is missing.`,
    [
      'Bring that folder back (a backup, a disk that is not mounted).',
      `To begin with an empty database: remove the link (rm ${inside}).`,
    ],
  );
}

function refuseUnreachable(cluster: string, account: OsAccount): never {
  throw new StartRefusal(`PostgreSQL runs as ${account.name}, who can't enter ${dirname(cluster)}.`, [
    'Let others pass through the folders above it: chmod a+x on each of them.',
    'Move the data directory elsewhere and set LASTMILE_DATA_DIR.',
  ]);
}
