import { type ChildProcess, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { loadDefaults } from './loadOptions.ts';
import { runRadiusLoad } from './radiusLoad.ts';

export interface BenchPorts {
  readonly http: number;
  readonly authentication: number;
  readonly accounting: number;
}

export interface BenchProduct extends AsyncDisposable {
  readonly ports: BenchPorts;
  /** From the start until the first request was accepted. */
  readonly startMs: number;
  /** Resident memory of the RADIUS process, MB. */
  radiusMemoryMb(): number;
  /** Resolves when the product has ended by itself. */
  readonly ended: Promise<void>;
}

const READY_WITHIN_MS = 180_000;
const root = join(import.meta.dirname, '../../..');

/** The product on a data folder that was prepared, up to its first Access-Accept. */
export async function startBenchProduct(options: {
  readonly dataDir: string;
  readonly ports: BenchPorts;
  readonly users: number;
  readonly secret: string;
  /** With the console, which takes a while to build. */
  readonly console: boolean;
}): Promise<BenchProduct> {
  const { dataDir, ports, users, secret } = options;
  const began = performance.now();
  const args = [join(root, 'server/main.ts'), ...(options.console ? [] : ['--without-client'])];
  const child = spawn(process.execPath, args, {
    cwd: root,
    env: environment(dataDir, ports),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => (output = (output + text).slice(-20_000)));
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const product: BenchProduct = {
    ports,
    startMs: 0,
    ended,
    radiusMemoryMb: () => residentMb(Number(readFileSync(join(dataDir, 'radius/radius.pid'), 'utf8'))),
    async [Symbol.asyncDispose]() {
      child.kill('SIGTERM');
      await ended;
    },
  };
  if (await isAccepted(child, { port: ports.authentication, users, secret }))
    return Object.assign(product, { startMs: Math.round(performance.now() - began) });
  await product[Symbol.asyncDispose]();
  throw new Error(`Lastmile accepts nobody:\n${output.slice(-4_000)}`);
}

function environment(dataDir: string, ports: BenchPorts): NodeJS.ProcessEnv {
  return {
    LASTMILE_LOG_FORMAT: 'json',
    LASTMILE_SYSLOG_PORT: '0',
    LASTMILE_HTTPS_PORT: 'off',
    ...process.env,
    DATABASE_URL: '',
    LASTMILE_LAB: '0',
    LASTMILE_RADIUS: '1',
    LASTMILE_DATA_DIR: dataDir,
    LASTMILE_HTTP_PORT: String(ports.http),
    LASTMILE_RADIUS_AUTH_PORT: String(ports.authentication),
    LASTMILE_RADIUS_ACCT_PORT: String(ports.accounting),
  };
}

/** All of them are known when the first and the last one are let in. */
async function isAccepted(
  child: ChildProcess,
  { port, users, secret }: { readonly port: number; readonly users: number; readonly secret: string },
): Promise<boolean> {
  const giveUpAt = Date.now() + READY_WITHIN_MS;
  while (Date.now() < giveUpAt && child.exitCode === null && child.signalCode === null) {
    const tried = await runRadiusLoad({ ...loadDefaults, port, users, secret, window: 8, sockets: 1, seconds: 0.1 });
    if (tried.ok > 0 && tried.rejected === 0) return true;
    await wait(250);
  }
  return false;
}

function residentMb(pid: number): number {
  const found = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'));
  return Math.round(Number(found?.[1] ?? 0) / 1_024);
}
