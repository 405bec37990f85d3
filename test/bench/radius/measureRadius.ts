import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pino from 'pino';
import { type EmbeddedPostgres, startEmbeddedPostgres } from '#server/platform/postgres/embeddedPostgres.ts';
import { freeLoopbackPort } from '#server/platform/postgres/freeLoopbackPort.ts';
import type { BenchProduct } from './benchProduct.ts';
import { createBusyConsole } from './busyConsole.ts';
import { type FreeradiusPeer, noFreeradius, startFreeradius } from './freeradiusPeer.ts';
import type { LoadMode } from './loadOptions.ts';
import { processorTime, spentPerRecord, type ProcessorTime } from './processorTime.ts';
import type { LoadFigures } from './radiusLoad.ts';
import { untilLoaded } from './untilLoaded.ts';
import { untilQuiet } from './untilQuiet.ts';

export interface RadiusMeasurement {
  readonly product: BenchProduct;
  readonly dataDir: string;
  readonly users: number;
  readonly secret: string;
  readonly runs: number;
  readonly seconds: number;
  readonly report: (line: string) => void;
}

/** The load tool compiles its code for the first second or two: all that waits for it then would look like the server's. */
const WARM_UP_SECONDS = 3;

type Server = 'lastmile' | 'freeradius' | 'freeradius_postgresql';

/** What is measured in each run, in this order: always one server after the other. */
const lanes: readonly { readonly mode: LoadMode; readonly servers: readonly Server[] }[] = [
  { mode: 'pap', servers: ['lastmile', 'freeradius', 'freeradius_postgresql'] },
  { mode: 'chap', servers: ['lastmile', 'freeradius'] },
  { mode: 'mschapv2', servers: ['lastmile', 'freeradius'] },
  { mode: 'acct', servers: ['lastmile', 'freeradius_postgresql'] },
];

/** Medians of alternating runs, their ratios, and the latency at half of the most, with nobody else at work. */
export async function measureRadius(measurement: RadiusMeasurement): Promise<object> {
  const { product, report } = measurement;
  const { found, catchUpMs, spent } = await alternate(measurement);
  const memory = { radius_memory_mb: product.radiusMemoryMb() };
  const half = await atHalf(measurement, found, 'p99_ms_at_half', (work) => work);
  const console = await createBusyConsole(`http://127.0.0.1:${product.ports.http}`, report);
  // The vouchers have to be known to the RADIUS process first: who exports does not make them at the same time.
  await untilQuiet(measurement.dataDir);
  const busy = await atHalf(measurement, found, 'p99_ms_at_half_while_exporting', (work) => console.during(work));
  report(`meanwhile ${console.exportedRows} rows were exported and ${console.sheets} sheets printed`);
  const caughtUp = { acct_caught_up_after_ms: Math.round(median(catchUpMs)), ...perRecord(spent) };
  return { ...rates(found), ...half, ...busy, ...caughtUp, ...memory, start_ms: product.startMs, ...doubts(found) };
}

interface Alternated {
  /** By mode and server. */
  readonly found: ReadonlyMap<string, readonly LoadFigures[]>;
  /** From the end of an accounting load until all of it was stored. */
  readonly catchUpMs: readonly number[];
  readonly spent: readonly ProcessorTime[];
}

async function alternate(measurement: RadiusMeasurement): Promise<Alternated> {
  const { product, runs, seconds, report, dataDir } = measurement;
  await using peers = await startPeers(measurement);
  const found = new Map<string, LoadFigures[]>();
  const catchUpMs: number[] = [];
  const spent: ProcessorTime[] = [];
  for (const { mode } of lanes) await load(measurement, product.ports, mode, { seconds: 2 });
  await untilLoaded(dataDir);
  for (let run = 1; run <= runs; run += 1) {
    for (const { mode, servers } of lanes) {
      for (const server of servers) {
        const ports = server === 'lastmile' ? product.ports : peers.of(server);
        if (ports === undefined) continue;
        const before = processorTime(dataDir);
        const figures = await load(measurement, ports, mode, { seconds });
        report(`run ${run}: ${mode} ${server}: ${describe(figures)}`);
        const name = `${mode} ${server}`;
        found.set(name, [...(found.get(name) ?? []), figures]);
        if (name !== 'acct lastmile') continue;
        catchUpMs.push(await untilLoaded(dataDir));
        spent.push(spentPerRecord(before, processorTime(dataDir), figures.ok));
      }
    }
  }
  return { found, catchUpMs, spent };
}

interface Peers extends AsyncDisposable {
  of(server: Server): FreeradiusPeer | undefined;
}

/** FreeRADIUS twice where it is installed; its database is a cluster of its own, set up as the product's is. */
async function startPeers({ users, secret, report }: RadiusMeasurement): Promise<Peers> {
  await using starting = new AsyncDisposableStack();
  const peers = new Map<Server, FreeradiusPeer>();
  const ports = async (): Promise<{ authenticationPort: number; accountingPort: number }> => {
    const authenticationPort = await freeLoopbackPort(21_812 + 2 * peers.size);
    return { authenticationPort, accountingPort: await freeLoopbackPort(authenticationPort + 1) };
  };
  for (const [server, backend] of [
    ['freeradius', 'files'],
    ['freeradius_postgresql', 'sql'],
  ] as const) {
    const why = noFreeradius(backend);
    if (why !== undefined) {
      report(`without ${server}: ${why}`);
      continue;
    }
    report(`setting up ${server} …`);
    const database = backend === 'sql' ? starting.use(await startPeerDatabase()).url : undefined;
    peers.set(server, starting.use(await startFreeradius({ users, secret, database, ...(await ports()) })));
  }
  const started = starting.move();
  return { of: (server) => peers.get(server), [Symbol.asyncDispose]: () => started.disposeAsync() };
}

async function startPeerDatabase(): Promise<AsyncDisposable & { readonly url: string }> {
  const dataDir = mkdtempSync(join(tmpdir(), 'lastmile-bench-peer-'));
  const postgres: EmbeddedPostgres = await startEmbeddedPostgres({ dataDir, log: pino({ level: 'silent' }) });
  return {
    url: postgres.superuserUrl,
    async [Symbol.asyncDispose]() {
      await postgres.stop();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

/** In a process and a session of its own, so that what is measured is not slowed down by who measures, nor the reverse. */
async function load(
  { users, secret }: RadiusMeasurement,
  ports: { readonly authentication: number; readonly accounting: number },
  mode: LoadMode,
  { seconds, rate = 0 }: { readonly seconds: number; readonly rate?: number },
): Promise<LoadFigures> {
  const port = mode === 'acct' ? ports.accounting : ports.authentication;
  const warmUp = rate === 0 ? 0 : WARM_UP_SECONDS;
  const words = { mode, port, users, secret, seconds: seconds + warmUp, rate, 'warm-up': warmUp };
  const args = Object.entries(words).flatMap(([name, value]) => [`--${name}`, String(value)]);
  const child = spawn(process.execPath, [join(import.meta.dirname, 'loadMain.ts'), ...args, '--json'], {
    stdio: ['ignore', 'pipe', 'inherit'],
    detached: true,
  });
  let output = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (output += text));
  await new Promise((resolve) => child.once('close', resolve));
  return JSON.parse(output) as LoadFigures;
}

function describe({ rps, p50ms, p99ms, rejected, lost }: LoadFigures): string {
  return `${rps}/s, p50 ${p50ms} ms, p99 ${p99ms} ms${rejected + lost > 0 ? `, ${rejected} rejected, ${lost} lost` : ''}`;
}

/** Processor time of an accounting record from the socket to the database. */
function perRecord(spent: readonly ProcessorTime[]): Record<string, number> {
  const of = (name: keyof ProcessorTime): number => median(spent.map((one) => one[name]));
  return {
    acct_radius_micros_per_record: of('radius'),
    acct_main_micros_per_record: of('main'),
    acct_postgres_micros_per_record: of('postgres'),
  };
}

function rates(found: ReadonlyMap<string, readonly LoadFigures[]>): Record<string, number> {
  const all: Record<string, number> = {};
  for (const { mode, servers } of lanes) {
    const own = medianRate(found.get(`${mode} lastmile`)!);
    for (const server of servers) {
      const figures = found.get(`${mode} ${server}`);
      if (figures === undefined) continue;
      const rate = medianRate(figures);
      all[`${mode}_${server}_per_s`] = rate;
      if (server !== 'lastmile') all[`${mode}_times_${server}`] = Math.round((own / rate) * 100) / 100;
    }
  }
  return all;
}

/** RADIUS has to be quick when it is busy: latency at half of the rate of the median. */
async function atHalf(
  measurement: RadiusMeasurement,
  found: ReadonlyMap<string, readonly LoadFigures[]>,
  figure: string,
  during: (work: Promise<LoadFigures>) => Promise<LoadFigures>,
): Promise<Record<string, number>> {
  const { product, seconds } = measurement;
  const all: Record<string, number> = {};
  for (const { mode } of lanes) {
    const rate = Math.round(medianRate(found.get(`${mode} lastmile`)!) / 2);
    const figures = await during(load(measurement, product.ports, mode, { seconds, rate }));
    measurement.report(`${mode} at ${rate}/s: ${describe(figures)}`);
    all[`${mode}_${figure}`] = figures.p99ms;
    if (mode === 'acct') await untilLoaded(measurement.dataDir);
  }
  return all;
}

/** Present only when something was not as it should be. */
function doubts(found: ReadonlyMap<string, readonly LoadFigures[]>): Record<string, number> {
  const all: Record<string, number> = {};
  for (const [name, figures] of found) {
    for (const what of ['rejected', 'lost', 'badAuthenticator'] as const) {
      const count = figures.reduce((sum, one) => sum + one[what], 0);
      if (count > 0) all[`${name.replace(' ', '_')}_${what}`] = count;
    }
  }
  return all;
}

function medianRate(figures: readonly LoadFigures[]): number {
  return Math.round(median(figures.map(({ rps }) => rps)));
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = (sorted.length - 1) / 2;
  return (sorted[Math.floor(middle)]! + sorted[Math.ceil(middle)]!) / 2;
}
