import { spawn } from 'node:child_process';
import {
  chownSync,
  existsSync,
  fsyncSync,
  openSync,
  closeSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  rmdirSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { StartRefusal } from '../process/startRefusal.ts';
import { credentialsFile, newCredentials } from './clusterCredentials.ts';
import type { ClusterPlace } from './clusterPlace.ts';
import type { PostgresBinaries } from './postgresBinaries.ts';

/**
 * Makes the cluster when there is none. It grows beside its place and is moved there when it is complete, so being
 * killed in the middle leaves a remnant that the next start removes, never half a cluster.
 */
export async function initializeCluster(
  place: ClusterPlace,
  binaries: PostgresBinaries,
  fsync: boolean,
): Promise<void> {
  const { cluster } = place;
  if (existsSync(join(cluster, 'PG_VERSION'))) return refuseOtherMajor(cluster, binaries);
  refuseForeignContent(cluster);
  const growing = `${cluster}.initializing`;
  rmSync(growing, { recursive: true, force: true });
  mkdirSync(growing, { mode: 0o700 });
  giveTo(place, growing);
  const credentials = newCredentials();
  const passwordFile = `${growing}.password`;
  rmSync(passwordFile, { force: true });
  writeFileSync(passwordFile, credentials.superuser, { mode: 0o600, flag: 'wx' });
  giveTo(place, passwordFile);
  try {
    await runInitdb(place, binaries, [
      `--pgdata=${growing}`,
      `--pwfile=${passwordFile}`,
      ...(fsync ? [] : ['--no-sync']),
    ]);
  } finally {
    rmSync(passwordFile, { force: true });
  }
  const kept = join(growing, credentialsFile);
  writeFileSync(kept, JSON.stringify(credentials), { mode: 0o600, flush: true });
  giveTo(place, kept);
  if (existsSync(cluster)) rmdirSync(cluster);
  renameSync(growing, cluster);
  if (fsync) flushFolder(dirname(cluster));
}

async function runInitdb(place: ClusterPlace, binaries: PostgresBinaries, args: readonly string[]): Promise<void> {
  const child = spawn(
    binaries.initdb,
    [
      ...args,
      '--username=postgres',
      '--auth=scram-sha-256',
      '--encoding=UTF8',
      '--locale=C',
      '--locale-provider=builtin',
      '--builtin-locale=C.UTF-8',
    ],
    { ...place.account.ids, cwd: '/', stdio: ['ignore', 'ignore', 'pipe'], env: { LC_ALL: 'C', TZ: 'UTC' } },
  );
  let said = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (said = (said + text).slice(-4_000)));
  const code = await new Promise<number | string>((done, failed) => {
    child.once('error', failed);
    child.once('close', (exit, signal) => done(exit ?? signal ?? 'killed'));
  });
  if (code === 0) return;
  if (/No space left on device/.test(said)) {
    throw new StartRefusal(`The disk of ${dirname(place.cluster)} is full: the database could not be made.`, [
      'Free some space (the database needs about 500 MB to begin with) and start again.',
    ]);
  }
  throw new Error(`initdb ended with ${code}: ${said.trim()}`);
}

function refuseOtherMajor(cluster: string, binaries: PostgresBinaries): void {
  const major = readFileSync(join(cluster, 'PG_VERSION'), 'utf8').trim();
  if (major === binaries.major) return;
  throw new StartRefusal(
    `The database in ${cluster} was made by PostgreSQL ${major}; this release brings PostgreSQL ${binaries.major}.`,
    [`Start the release of Lastmile that brings PostgreSQL ${major}, and move the data with pg_dump and pg_restore.`],
  );
}

/** Never delete what somebody else may have put there. */
function refuseForeignContent(cluster: string): void {
  if (!existsSync(cluster) || readdirSync(cluster).length === 0) return;
  throw new StartRefusal(`${cluster} holds files, but no database (PG_VERSION is missing).`, [
    'Bring back the missing files from a backup.',
    'If nothing in it is needed: move the folder away and start again.',
  ]);
}

function giveTo(place: ClusterPlace, path: string): void {
  if (place.account.ids !== undefined) chownSync(path, place.account.ids.uid, place.account.ids.gid);
}

function flushFolder(folder: string): void {
  const handle = openSync(folder, 'r');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}
