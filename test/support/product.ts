import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { DemoLogin } from '#shared/tenant/session.ts';

export interface ProductOptions {
  /** Further settings. */
  readonly env?: Readonly<Record<string, string>>;
  /** Kept when the product is disposed of; a folder of its own unless told. */
  readonly dataDir?: string;
  readonly readyWithinMs?: number;
}

/** The whole product as a process of its own, with its own data folder and ports, as a person would start it. */
export interface Product extends AsyncDisposable {
  readonly url: string;
  readonly dataDir: string;
  readonly labPort: number;
  readonly syslogPort: number;
  pid(): number;
  /** Process id of the embedded PostgreSQL. */
  postgresPid(): number;
  /** What it wrote so far. */
  output(): string;
  logins(): Promise<readonly DemoLogin[]>;
  /** Ends the server at once, as a power cut would; PostgreSQL stays behind. */
  kill9(): Promise<void>;
  /** Starts it again on the same data and ports and waits until it is ready. */
  start(): Promise<void>;
  /** Ctrl-C; resolves to the exit code. */
  stop(): Promise<number | null>;
}

const root = join(import.meta.dirname, '../..');

export async function startProduct(options: ProductOptions = {}): Promise<Product> {
  const ownDir = options.dataDir === undefined;
  const dataDir = options.dataDir ?? mkdtempSync(join(tmpdir(), 'lastmile-product-'));
  const [httpPort, labPort, syslogPort] = [await freePort(), await freePort(), await freePort()];
  const product = new RunningProduct(dataDir, { httpPort, labPort, syslogPort }, options);
  await product.start().catch(async (error: unknown) => {
    await product.stop();
    if (ownDir) rmSync(dataDir, { recursive: true, force: true });
    throw error;
  });
  return Object.assign(product, {
    async [Symbol.asyncDispose]() {
      await product.stop();
      if (ownDir) rmSync(dataDir, { recursive: true, force: true });
    },
  });
}

class RunningProduct implements Product {
  readonly url: string;
  readonly dataDir: string;
  readonly labPort: number;
  readonly syslogPort: number;
  readonly #options: ProductOptions;
  readonly #httpPort: number;
  #child: ChildProcess | undefined;
  #exited: Promise<number | null> = Promise.resolve(null);
  #output = '';

  constructor(
    dataDir: string,
    ports: { readonly httpPort: number; readonly labPort: number; readonly syslogPort: number },
    options: ProductOptions,
  ) {
    this.dataDir = dataDir;
    this.#httpPort = ports.httpPort;
    this.labPort = ports.labPort;
    this.syslogPort = ports.syslogPort;
    this.url = `http://127.0.0.1:${ports.httpPort}`;
    this.#options = options;
  }

  pid(): number {
    if (this.#child?.pid === undefined) throw new Error('the product does not run');
    return this.#child.pid;
  }

  postgresPid(): number {
    const [pid] = readFileSync(join(this.dataDir, 'pg', 'postmaster.pid'), 'utf8').split('\n');
    return z.coerce.number().int().positive().parse(pid);
  }

  output(): string {
    return this.#output;
  }

  async logins(): Promise<readonly DemoLogin[]> {
    const answer = await fetch(`${this.url}/api/demo-logins`);
    return z.array(DemoLogin).parse(await answer.json());
  }

  async start(): Promise<void> {
    const child = spawn(process.execPath, [join(root, 'server/main.ts')], {
      cwd: root,
      env: {
        ...process.env,
        DATABASE_URL: '',
        LASTMILE_HTTP_PORT: String(this.#httpPort),
        LASTMILE_HTTPS_PORT: '0',
        LASTMILE_LAB_PORT: String(this.labPort),
        LASTMILE_LAB_NAS_PORT: '0',
        LASTMILE_SYSLOG_PORT: String(this.syslogPort),
        LASTMILE_DATA_DIR: this.dataDir,
        LASTMILE_LOG_FORMAT: 'json',
        // Its ports are the same for everybody: tests about RADIUS switch it on with ports of their own.
        LASTMILE_RADIUS: '0',
        ...this.#options.env,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.#child = child;
    this.#exited = new Promise((resolve) => child.once('exit', (code) => resolve(code)));
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text: string) => (this.#output = (this.#output + text).slice(-200_000)));
    }
    await this.#untilReady(child);
  }

  async kill9(): Promise<void> {
    this.#child?.kill('SIGKILL');
    await this.#exited;
    this.#child = undefined;
  }

  async stop(): Promise<number | null> {
    this.#child?.kill('SIGINT');
    const code = await this.#exited;
    this.#child = undefined;
    return code;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.stop();
  }

  async #untilReady(child: ChildProcess): Promise<void> {
    const giveUpAt = Date.now() + (this.#options.readyWithinMs ?? 180_000);
    while (Date.now() < giveUpAt) {
      if (child.exitCode !== null || child.signalCode !== null) break;
      const answer = await fetch(`${this.url}/readyz`).catch(() => undefined);
      await answer?.arrayBuffer();
      if (answer?.ok) return;
      await new Promise((resolve) => setTimeout(resolve, 25));
    }
    throw new Error(`the product did not become ready:\n${this.#output.slice(-4000)}`);
  }
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('no free port');
  return address.port;
}
