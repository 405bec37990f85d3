import { setTimeout as pause } from 'node:timers/promises';
import { z } from 'zod';
import { loggedIn, type TestBrowser } from '../../auth/testBrowser.ts';
import { preparedLogin, prepareSubscriptions } from '../../bench/radius/prepareSubscriptions.ts';
import { processorTime, spentPerRecord, type ProcessorTime } from '../../bench/radius/processorTime.ts';
import { freePort, launch } from '../../support/launch.ts';
import { withProductDatabase } from '../../support/productDatabase.ts';
import { temporaryFolder } from '../../support/temporaryFolder.ts';
import { type GardenWatch, watchGarden } from './gardenWatch.ts';
import { setEnds } from './setEnds.ts';

export interface ExpiryOptions {
  /** Lines that end at the same instant, each with a session. */
  readonly lines: number;
  /** So many such instants, a second apart; one unless told. */
  readonly seconds?: number;
  /** Routers that these are on. */
  readonly routers: number;
  readonly report: (line: string) => void;
}

/** ms after the instant at which each line was due: the median, and what 99 of 100 and all were within. */
export interface Spread {
  readonly p50: number;
  readonly p99: number;
  readonly most: number;
}

export interface ExpiryOutcome {
  readonly online: number;
  /** Of each second's lines, until the router told that the address is in its list. */
  readonly bySecond: readonly Spread[];
  /** Addresses in the routers' walled gardens at the end. */
  readonly walled: number;
  /** Of all. */
  readonly inGarden: Spread;
  /** Steps on the way from the first instant on, by what the log says. */
  readonly steps: Readonly<Record<string, Spread>>;
  /** µs for each line until the last one was in its garden, which on a free machine is about the time that it takes. */
  readonly spentBefore: ProcessorTime;
  /** Until all were read back and confirmed. */
  readonly spent: ProcessorTime;
  /** Intents that were read back and confirmed. */
  readonly confirmed: number;
}

const SECRET = 'expires-in-the-same-second';
const WITHIN_MS = 60_000;
const ONLINE_WITHIN_MS = 120_000;
/** Until they end: for what is said to each of them before. */
const SOON_MS = 8_000;
const A_LINE_MS = 10;
/** RouterOS 7.15 on: earlier ones take no address list by CoA, their sessions are ended. */
const TAKES_LISTS = /^7\.(?:1[5-9]|[2-9]\d)/;
const Routers = z.array(
  z.object({
    ...{ name: z.string(), address: z.string(), apiPort: z.int(), user: z.string(), password: z.string() },
    ...{ version: z.string(), connections: z.int() },
  }),
);
type Router = z.infer<typeof Routers>[number];
const Summary = z.array(
  z.object({ name: z.string(), online: z.int(), accounting: z.object({ backlog: z.int(), dropped: z.int() }) }),
);

/** Lines with open sessions on the lab's routers end at the same instant; what the routers do about it is read from them. */
export async function expiryRate(options: ExpiryOptions): Promise<ExpiryOutcome> {
  const { lines: atOnce, seconds = 1, routers: most, report } = options;
  const lines = atOnce * seconds;
  using folder = temporaryFolder();
  const dataDir = folder.path;
  await prepareSubscriptions(dataDir, { count: lines, secret: SECRET, routers: [] }, report);
  const ports = {
    ...{ http: await freePort(), lab: await freePort(), auth: await freePort(), acct: await freePort() },
    ...{ incoming: await freePort() },
  };
  await using product = launch({ env: settings(dataDir, ports), args: ['--without-client'] });
  const staff = await loggedIn(await product.ready(), preparedLogin.email, preparedLogin.password);
  // All lines of a company at once are what its brake is there for.
  const limits = await staff.send('PUT', '/api/brake', { lines: 1_000_000, percent: 100 });
  if (limits.status !== 200) throw new Error(`the brake answered ${limits.status}: ${await limits.text()}`);
  const lab = labAt(ports.lab);
  const routers = await addRouters(lab, staff, most);
  const names = routers.map(({ name }) => name);
  await pointTo(lab, names, ports);
  await lab.post('/nas/redial', { names, first: { leastMs: 0, mostMs: 2_000 } });
  await lab.post('/nas/lines/generate', { count: lines, names });
  report(`everybody is online after ${await untilOnline(lab, names, lines)} ms`);
  using watches = await watchAll(routers);
  const due = Date.now() + SOON_MS + lines * A_LINE_MS;
  const instants = Array.from({ length: seconds }, (_, second) => due + second * 1_000);
  const ends = await setEnds(dataDir, instants);
  const left = due - Date.now();
  if (left < 1_000) throw new Error(`the ends were set ${1_000 - left} ms too late`);
  await pause(left - 500);
  const before = processorTime(dataDir);
  await untilWalled(watches.each, lines, due);
  const spentBefore = spentPerRecord(before, processorTime(dataDir), lines);
  const walled = await Promise.all(watches.each.map((watch) => watch.members()));
  const confirmed = await untilConfirmed(dataDir, lines);
  const spent = spentPerRecord(before, processorTime(dataDir), lines);
  const dueOf = await dueOfAddresses(dataDir, ends);
  const late = watches.each
    .flatMap(({ entered }) => [...entered])
    .map(([address, at]) => ({ due: dueOf.get(address)!, ms: at - dueOf.get(address)! }));
  return {
    online: lines,
    walled: walled.reduce((sum, members) => sum + new Set(members).size, 0),
    inGarden: spreadOf(late.map(({ ms }) => ms)),
    bySecond: instants.map((instant) => spreadOf(late.filter((one) => one.due === instant).map(({ ms }) => ms))),
    steps: await stepsOf(dataDir, due),
    spentBefore,
    spent,
    confirmed,
  };
}

interface Lab {
  get<T>(path: string, schema: z.ZodType<T>): Promise<T>;
  post(path: string, body: object): Promise<void>;
}

function labAt(port: number): Lab {
  const base = `http://127.0.0.1:${port}`;
  return {
    get: async (path, schema) => schema.parse(await (await fetch(base + path)).json()),
    async post(path, body) {
      const answer = await fetch(base + path, { method: 'POST', body: JSON.stringify(body) });
      if (!answer.ok) throw new Error(`the lab answered ${path} with ${answer.status}: ${await answer.text()}`);
      await answer.arrayBuffer();
    },
  };
}

/** Routers beside those of the demonstration, registered as staff do it, and connected; all others fall silent. */
async function addRouters(lab: Lab, staff: TestBrowser, most: number): Promise<readonly Router[]> {
  await lab.post('/nas/lines/clear', {});
  const known = new Set((await lab.get('/nas', Routers)).map(({ name }) => name));
  await lab.post('/nas/extra', { count: most * 5 });
  const added = (await lab.get('/nas', Routers)).filter(
    ({ name, version }) => !known.has(name) && TAKES_LISTS.test(version),
  );
  const routers = added.slice(0, most);
  if (routers.length < most) throw new Error(`the lab has only ${routers.length} routers that take lists by CoA`);
  for (const { name, address, apiPort: port, user: username, password } of routers) {
    const answer = await staff.send('POST', '/api/nas', {
      ...{ name, vendor: 'mikrotik', address, port, security: 'plain', username, password, commandsPerSecond: 20 },
      ...{ radiusSource: address, radiusSecret: SECRET },
    });
    if (answer.status !== 201) throw new Error(`${name} could not be registered: ${await answer.text()}`);
  }
  const wanted = new Set(routers.map(({ name }) => name));
  for (const began = performance.now(); ;) {
    const now = (await lab.get('/nas', Routers)).filter(({ name }) => wanted.has(name));
    if (now.every(({ connections }) => connections > 0)) return routers;
    if (performance.now() - began > WITHIN_MS) throw new Error('the routers are not connected');
    await pause(100);
  }
}

function settings(
  dataDir: string,
  ports: Readonly<Record<'http' | 'lab' | 'auth' | 'acct' | 'incoming', number>>,
): Record<string, string> {
  return {
    DATABASE_URL: '',
    LASTMILE_LAB: '1',
    LASTMILE_LAB_PORT: String(ports.lab),
    LASTMILE_LAB_NAS_PORT: '0',
    LASTMILE_RADIUS: '1',
    LASTMILE_RADIUS_ADDRESSES: '127.0.0.1',
    LASTMILE_DATA_DIR: dataDir,
    LASTMILE_SYSLOG_PORT: '0',
    LASTMILE_HTTPS_PORT: 'off',
    LASTMILE_HTTP_PORT: String(ports.http),
    LASTMILE_RADIUS_AUTH_PORT: String(ports.auth),
    LASTMILE_RADIUS_ACCT_PORT: String(ports.acct),
    LASTMILE_RADIUS_COA_PORT: String(ports.incoming),
  };
}

async function pointTo(
  lab: Lab,
  names: readonly string[],
  { auth, acct, incoming }: { readonly auth: number; readonly acct: number; readonly incoming: number },
): Promise<void> {
  await lab.post('/nas/radius', {
    names,
    servers: [
      {
        ...{ address: '127.0.0.1', secret: SECRET, timeoutMs: 3_000 },
        ...{ authenticationPort: auth, accountingPort: acct },
      },
    ],
    incomingPort: incoming,
    interimSeconds: 300,
  });
}

async function untilOnline(lab: Lab, names: readonly string[], wanted: number): Promise<number> {
  const began = performance.now();
  for (;;) {
    const routers = (await lab.get('/nas/lines', Summary)).filter(({ name }) => names.includes(name));
    const online = routers.reduce((sum, router) => sum + router.online, 0);
    const backlog = routers.reduce((sum, { accounting }) => sum + accounting.backlog, 0);
    if (online === wanted && backlog === 0) return Math.round(performance.now() - began);
    if (performance.now() - began > ONLINE_WITHIN_MS)
      throw new Error(`${online} are online in place of ${wanted}, ${backlog} reports are not acknowledged`);
    await pause(250);
  }
}

async function watchAll(routers: readonly Router[]): Promise<Disposable & { readonly each: readonly GardenWatch[] }> {
  const each = await Promise.all(routers.map(watchGarden));
  return { each, [Symbol.dispose]: () => each.forEach((watch) => watch[Symbol.dispose]()) };
}

async function untilWalled(watches: readonly GardenWatch[], wanted: number, due: number): Promise<void> {
  const inside = (): number => watches.reduce((sum, { entered }) => sum + entered.size, 0);
  while (inside() < wanted) {
    if (Date.now() > due + WITHIN_MS) throw new Error(`${inside()} of ${wanted} are in the walled garden`);
    await pause(20);
  }
}

/** The product has read all of them back; answers how many were confirmed. */
async function untilConfirmed(dataDir: string, wanted: number): Promise<number> {
  return await withProductDatabase(dataDir, async (client) => {
    for (const began = performance.now(); ;) {
      const { rows } = await client.query<{ done: number; ended: number }>(
        `select count(*) filter (where state = 'done')::int as done, count(ended_at)::int as ended
         from lastmile.device_intent where act = 'session.coa'`,
      );
      if (rows[0]!.ended >= wanted || performance.now() - began > WITHIN_MS) return rows[0]!.done;
      await pause(100);
    }
  });
}

/** When the line ends that has an address now. */
async function dueOfAddresses(
  dataDir: string,
  ends: ReadonlyMap<string, number>,
): Promise<ReadonlyMap<string, number>> {
  return await withProductDatabase(dataDir, async (client) => {
    const { rows } = await client.query<{ address: string; id: string }>(
      `select host(ipv4) as address, subscription_id as id from lastmile.line_session
       where ended_at is null and ipv4 is not null and subscription_id is not null`,
    );
    return new Map(rows.flatMap(({ address, id }) => (ends.has(id) ? [[address, ends.get(id)!]] : [])));
  });
}

async function stepsOf(dataDir: string, due: number): Promise<Readonly<Record<string, Spread>>> {
  return await withProductDatabase(dataDir, async (client) => {
    const { rows } = await client.query<{ type: string; after: number[] }>(
      `select type, array_agg((extract(epoch from at) * 1000)::float8 - $1) as after from lastmile.event
       where type = 'subscription.expired' or type like 'deviceIntent.%' group by type`,
      [due],
    );
    return Object.fromEntries(rows.map(({ type, after }) => [type, spreadOf(after)]));
  });
}

function spreadOf(times: readonly number[]): Spread {
  const sorted = times.toSorted((a, b) => a - b);
  const at = (share: number): number =>
    Math.round(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0);
  return { p50: at(0.5), p99: at(0.99), most: at(1) };
}
