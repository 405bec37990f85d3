import { accessSync, constants, mkdirSync, realpathSync, statSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { tmpdir, userInfo } from 'node:os';
import { dirname, join } from 'node:path';
import { StartRefusal } from './startRefusal.ts';

/** Makes the folder when missing. Refuses one that this user can't work in, before anything is written. */
export function prepareDataDir(dataDir: string): string {
  try {
    // Root lets others pass through but not look in: the database runs as another user inside.
    mkdirSync(dataDir, { recursive: true, mode: process.getuid?.() === 0 ? 0o711 : 0o700 });
    accessSync(dataDir, constants.R_OK | constants.W_OK | constants.X_OK);
    refuseForeignCluster(join(dataDir, 'pg'));
  } catch (error) {
    if (error instanceof StartRefusal) throw error;
    throw notUsable(dataDir, error);
  }
  return realpathSync(dataDir);
}

/** The database of another user can't be started by this one; root can start everybody's. */
function refuseForeignCluster(cluster: string): void {
  const found = statSync(cluster, { throwIfNoEntry: false });
  const uid = process.getuid?.();
  if (found === undefined || uid === undefined || uid === 0 || found.uid === uid) return;
  throw foreign(dirname(cluster), 'was made by another user: its database belongs to them');
}

function notUsable(dataDir: string, error: unknown): StartRefusal {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'ENOSPC') {
    return new StartRefusal(`The disk of ${dataDir} is full.`, ['Free some space and start again.'], { cause: error });
  }
  if (code === 'EACCES' || code === 'EPERM') return foreign(dataDir, "can't be read and written by you", error);
  const what = error instanceof Error ? error.message : String(error);
  return new StartRefusal(
    `The data directory ${dataDir} can't be used: ${what}`,
    ['Set LASTMILE_DATA_DIR to a folder of yours.'],
    {
      cause: error,
    },
  );
}

function foreign(dataDir: string, what: string, cause?: unknown): StartRefusal {
  const username = ownName();
  return new StartRefusal(
    `The data directory ${dataDir} ${what} (you are ${username}).`,
    [
      'Start Lastmile as the user who made it (root: sudo npm start).',
      'Set LASTMILE_DATA_DIR to a folder of yours; it begins with an empty database.',
      `Take it over, with Lastmile stopped: sudo chown -R ${username} ${dataDir}/. (and the folder that ${dataDir}/pg links to, if it is a link)`,
    ],
    { cause },
  );
}

function ownName(): string {
  try {
    return userInfo().username;
  } catch {
    return String(process.getuid?.()); // not in /etc/passwd, as in many containers
  }
}

/**
 * One running Lastmile per data directory. The lock is a socket name in the kernel (no file), made of the folder's
 * device and inode: the same folder under another name is locked too, and the kernel frees it however the holder ends.
 * Throws StartRefusal when it is held. Elsewhere than on Linux a socket file in the temporary folder does.
 */
export async function lockDataDir(dataDir: string): Promise<AsyncDisposable> {
  const { dev, ino } = statSync(dataDir, { bigint: true });
  const name = `lastmile-data-${dev}-${ino}`;
  const path = process.platform === 'linux' ? `\0${name}` : join(tmpdir(), `${name}.sock`);
  const server = createServer((socket) => socket.destroy());
  await new Promise<void>((locked, failed) => {
    server.once('error', (error) => failed('code' in error && error.code === 'EADDRINUSE' ? inUse(dataDir) : error));
    server.listen(path, locked);
  });
  server.unref();
  return { [Symbol.asyncDispose]: () => release(server) };
}

async function release(server: Server): Promise<void> {
  await new Promise<void>((done) => server.close(() => done()));
}

function inUse(dataDir: string): StartRefusal {
  return new StartRefusal(`The data directory ${dataDir} is in use by a Lastmile that is running.`, [
    'Use that one, or stop it first (Ctrl-C where it runs).',
    'To run a second one beside it: set LASTMILE_DATA_DIR and the ports (npm start -- --help) to others.',
  ]);
}
