import { spawnSync } from 'node:child_process';
import { readFileSync, statSync } from 'node:fs';
import { userInfo } from 'node:os';
import { StartRefusal } from '../process/startRefusal.ts';

/** Whom the database processes run as. */
export interface OsAccount {
  readonly name: string;
  /** Absent: as whoever runs Lastmile. */
  readonly ids?: { readonly uid: number; readonly gid: number };
}

/**
 * PostgreSQL refuses to run as root. Started by root, it runs as the owner of `cluster` when there is one already, else
 * as `postgres`, else as `nobody`; no account is created. Started by anybody else, it runs as that person.
 */
export function databaseAccount(cluster: string): OsAccount {
  if (process.getuid?.() !== 0) return { name: ownName() };
  const owner = statSync(cluster, { throwIfNoEntry: false });
  if (owner !== undefined && owner.uid !== 0)
    return { name: nameOf(owner.uid), ids: { uid: owner.uid, gid: owner.gid } };
  for (const name of ['postgres', 'nobody']) {
    const ids = idsOf(name);
    if (ids !== undefined) return { name, ids };
  }
  throw new StartRefusal(
    'PostgreSQL does not run as root, and this machine has neither a user "postgres" nor "nobody".',
    ['Start Lastmile as an ordinary user.', 'Create the user: useradd --system postgres'],
  );
}

/** initdb wants a name for whoever runs it. */
function ownName(): string {
  try {
    return userInfo().username;
  } catch (error) {
    throw new StartRefusal(
      `PostgreSQL needs to know this user by name, and user ${process.getuid?.()} is not in /etc/passwd.`,
      [
        'Start as a user that exists (in a container: an image with the user, or as root).',
        'Run PostgreSQL 15 or newer elsewhere and set DATABASE_URL.',
      ],
      { cause: error },
    );
  }
}

/** Whether `account` can enter `directory`; judged by trying, since modes alone don't say (mounts, access lists). */
export function canEnter(account: OsAccount, directory: string): boolean {
  const tried = spawnSync('/bin/sh', ['-c', 'cd -- "$1"', 'sh', directory], {
    ...account.ids,
    cwd: '/',
    stdio: 'ignore',
  });
  return tried.status === 0;
}

interface PasswdEntry {
  readonly name: string;
  readonly uid: number;
  readonly gid: number;
}

function passwd(): readonly PasswdEntry[] {
  return readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .map((line) => line.split(':'))
    .filter((columns) => columns.length >= 4)
    .map((columns) => ({ name: columns[0] ?? '', uid: Number(columns[2]), gid: Number(columns[3]) }));
}

function idsOf(name: string): { uid: number; gid: number } | undefined {
  const entry = passwd().find((candidate) => candidate.name === name);
  return entry && { uid: entry.uid, gid: entry.gid };
}

function nameOf(uid: number): string {
  return passwd().find((candidate) => candidate.uid === uid)?.name ?? `user ${uid}`;
}
