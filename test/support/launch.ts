import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { createServer } from 'node:net';
import { join } from 'node:path';

export interface LaunchOptions {
  /** Settings; of the tests' own environment only what any program needs is passed on. */
  readonly env?: Readonly<Record<string, string>>;
  readonly args?: readonly string[];
  /** Run as this user; needs root. */
  readonly ids?: { readonly uid: number; readonly gid: number };
  /** Program and its arguments instead of the server itself. */
  readonly command?: readonly [string, ...string[]];
  readonly cwd?: string;
  /** In a process group of its own, as a shell does for what is typed at a terminal. */
  readonly ownGroup?: boolean;
}

export interface Launched extends AsyncDisposable {
  readonly child: ChildProcess;
  /** Standard output and error so far. */
  output(): string;
  /** Exit code, or the name of the signal. */
  readonly exited: Promise<number | NodeJS.Signals>;
  /** Resolves to the address once it says that it is ready; rejects when it ends before. */
  ready(): Promise<string>;
}

/** Somebody else than root, whom tests by root can start things as. */
export const nobody = { uid: 65_534, gid: 65_534 };

/** Whether {@link nobody} can be used: by root alone, and not in a checkout that only root can enter. */
export const canBeNobody =
  process.getuid?.() === 0 &&
  spawnSync(process.execPath, ['--version'], { ...nobody, cwd: '/', stdio: 'ignore' }).status === 0;

/** Its ports are the same for everybody: tests about RADIUS switch it on, with ports of their own. */
const withoutRadius = { LASTMILE_RADIUS: '0' };

export const root = join(import.meta.dirname, '../..');

/** Starts the product as a process and leaves it alone: for tests about starting, refusing and ending. */
export function launch(options: LaunchOptions = {}): Launched {
  const [file, ...first] = options.command ?? [process.execPath, join(root, 'server/main.ts')];
  const child = spawn(file, [...first, ...(options.args ?? [])], {
    cwd: options.cwd ?? root,
    env: { ...inherited(), LASTMILE_LOG_FORMAT: 'json', ...withoutRadius, ...options.env },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: options.ownGroup ?? false,
    ...options.ids,
  });
  let text = '';
  const waiting = new Set<() => void>();
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (chunk: string) => {
      text += chunk;
      for (const look of waiting) look();
    });
  }
  const exited = new Promise<number | NodeJS.Signals>((done, failed) => {
    child.once('error', failed);
    child.once('close', (code, signal) => done(code ?? signal ?? 'SIGKILL'));
  });
  return {
    child,
    exited,
    output: () => text,
    ready: () =>
      new Promise((ready, failed) => {
        const look = (): void => {
          const url = /Lastmile is ready: (\S+)/.exec(text)?.[1];
          if (url !== undefined) ready(url);
        };
        waiting.add(look);
        look();
        exited.then((code) => failed(new Error(`it ended (${code}) before it was ready:\n${text}`)), failed);
      }),
    async [Symbol.asyncDispose]() {
      child.kill('SIGTERM');
      await exited;
    },
  };
}

function inherited(): NodeJS.ProcessEnv {
  const { PATH, HOME, LD_LIBRARY_PATH, NODE_COMPILE_CACHE } = process.env;
  return Object.fromEntries(
    Object.entries({ PATH, HOME, LD_LIBRARY_PATH, NODE_COMPILE_CACHE }).filter(([, value]) => value !== undefined),
  );
}

/** Settings with ports of their own and this data folder. */
export async function ownSettings(dataDir: string): Promise<Record<string, string>> {
  const [http, lab, syslog] = [await freePort(), await freePort(), await freePort()];
  return {
    LASTMILE_DATA_DIR: dataDir,
    LASTMILE_HTTP_PORT: String(http),
    LASTMILE_HTTPS_PORT: '0',
    LASTMILE_LAB_PORT: String(lab),
    LASTMILE_SYSLOG_PORT: String(syslog),
    ...withoutRadius,
  };
}

export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((done, failed) => server.once('error', failed).listen(0, '127.0.0.1', done));
  const address = server.address();
  await new Promise((done) => server.close(done));
  if (address === null || typeof address === 'string') throw new Error('no free port');
  return address.port;
}
