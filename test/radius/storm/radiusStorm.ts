import { setTimeout as pause } from 'node:timers/promises';
import { z } from 'zod';
import { prepareSubscriptions } from '../../bench/radius/prepareSubscriptions.ts';
import { untilLoaded } from '../../bench/radius/untilLoaded.ts';
import { startLab, type LabProcess } from '../../lab/labClient.ts';
import { freePort, launch } from '../../support/launch.ts';
import { withProductDatabase } from '../../support/productDatabase.ts';
import { temporaryFolder } from '../../support/temporaryFolder.ts';

export interface StormOptions {
  readonly sessions: number;
  /** Within which everybody is back. */
  readonly seconds: number;
  readonly report: (line: string) => void;
}

export interface StormOutcome {
  /** From the reboot of the routers until everybody was online again. */
  readonly backAfterMs: number;
  /** How long the server took to answer somebody meanwhile, ms. */
  readonly worstAnswerMs: number;
  readonly sessionsTruly: number;
  readonly sessionsStored: number;
  /** Open at the end, when everybody had hung up. */
  readonly zombies: number;
  /** Sessions whose usage differs from what their router was acknowledged. */
  readonly differing: readonly string[];
  readonly octetsTruly: bigint;
  readonly octetsStored: bigint;
}

const SECRET = 'testing123';
const Routers = z.array(z.object({ name: z.string(), address: z.string() }));
const Summary = z.array(z.object({ online: z.int(), accounting: z.object({ backlog: z.int(), dropped: z.int() }) }));
const Amount = z.object({ received: z.number(), sent: z.number() });
const Truth = z.object({
  total: z.int(),
  sessions: z.array(
    z.object({ name: z.string(), acctSessionId: z.string(), startedAt: z.number(), acknowledged: Amount }),
  ),
});

/**
 * Everybody comes online over the lab's routers, loses the line when these restart, and comes back within the time; then
 * all hang up. What is stored is compared with what the routers were acknowledged, session by session.
 */
export async function radiusStorm({ sessions, seconds, report }: StormOptions): Promise<StormOutcome> {
  using folder = temporaryFolder();
  const dataDir = folder.path;
  await using lab = await startLab(1, { 'nas-subscribers': 'none' });
  const routers = await lab.get('/nas', Routers);
  await prepareSubscriptions(dataDir, { count: sessions, secret: SECRET, routers }, report);
  const ports = { http: await freePort(), auth: await freePort(), acct: await freePort() };
  await using product = launch({ env: settings(dataDir, ports), args: ['--without-client'] });
  await product.ready();
  await pointTo(lab, ports);
  await lab.post('/nas/redial', { first: { leastMs: 0, mostMs: seconds * 500 } });
  await lab.post('/nas/lines/generate', { count: sessions });
  report(`everybody is online after ${await untilOnline(lab, sessions)} ms`);
  await using watch = watchAnswers(`http://127.0.0.1:${ports.http}/readyz`);
  const began = performance.now();
  await lab.post('/nas/storm', { how: 'reboot', seconds });
  await pause(1_500);
  await untilOnline(lab, sessions);
  const backAfterMs = Math.round(performance.now() - began);
  report(`everybody is back after ${backAfterMs} ms; slowest answer ${watch.worstMs()} ms`);
  await lab.post('/nas/lines/clear', {});
  await untilOnline(lab, 0);
  await untilLoaded(dataDir);
  return { backAfterMs, worstAnswerMs: watch.worstMs(), ...(await compare(dataDir, lab)) };
}

function settings(
  dataDir: string,
  { http, auth, acct }: { readonly http: number; readonly auth: number; readonly acct: number },
): Record<string, string> {
  return {
    DATABASE_URL: '',
    LASTMILE_LAB: '0',
    LASTMILE_RADIUS: '1',
    LASTMILE_RADIUS_ADDRESSES: '127.0.0.1',
    LASTMILE_DATA_DIR: dataDir,
    LASTMILE_SYSLOG_PORT: '0',
    LASTMILE_HTTPS_PORT: 'off',
    LASTMILE_HTTP_PORT: String(http),
    LASTMILE_RADIUS_AUTH_PORT: String(auth),
    LASTMILE_RADIUS_ACCT_PORT: String(acct),
  };
}

async function pointTo(
  lab: LabProcess,
  { auth, acct }: { readonly auth: number; readonly acct: number },
): Promise<void> {
  await lab.post('/nas/radius', {
    servers: [
      {
        ...{ address: '127.0.0.1', secret: SECRET, timeoutMs: 3_000 },
        ...{ authenticationPort: auth, accountingPort: acct },
      },
    ],
    interimSeconds: 300,
  });
}

/** And everything is acknowledged. */
async function untilOnline(lab: LabProcess, wanted: number): Promise<number> {
  const began = performance.now();
  for (;;) {
    const routers = await lab.get('/nas/lines', Summary);
    const online = routers.reduce((sum, router) => sum + router.online, 0);
    const backlog = routers.reduce((sum, { accounting }) => sum + accounting.backlog, 0);
    if (online === wanted && backlog === 0) return Math.round(performance.now() - began);
    if (performance.now() - began > 300_000)
      throw new Error(`${online} are online in place of ${wanted}, ${backlog} reports are not acknowledged`);
    await pause(250);
  }
}

/** Asks again and again, as a screen would. */
function watchAnswers(url: string): AsyncDisposable & { worstMs(): number } {
  let worst = 0;
  let watching = true;
  const work = (async () => {
    while (watching) {
      const began = performance.now();
      await (await fetch(url)).arrayBuffer();
      worst = Math.max(worst, performance.now() - began);
      await pause(50);
    }
  })();
  return {
    worstMs: () => Math.round(worst),
    async [Symbol.asyncDispose]() {
      watching = false;
      await work;
    },
  };
}

interface StoredSession {
  readonly key: string;
  readonly octets: bigint;
  readonly open: boolean;
}

async function compare(dataDir: string, lab: LabProcess): Promise<Omit<StormOutcome, 'backAfterMs' | 'worstAnswerMs'>> {
  const truth = await allTruth(lab);
  const stored = await storedSessions(dataDir);
  const byKey = new Map(stored.map((session) => [session.key, session]));
  const differing = [...truth].filter(([key, octets]) => byKey.get(key)?.octets !== octets).map(([key]) => key);
  return {
    sessionsTruly: truth.size,
    sessionsStored: stored.length,
    zombies: stored.filter(({ open }) => open).length,
    differing,
    octetsTruly: [...truth.values()].reduce((sum, octets) => sum + octets, 0n),
    octetsStored: stored.reduce((sum, { octets }) => sum + octets, 0n),
  };
}

async function allTruth(lab: LabProcess): Promise<ReadonlyMap<string, bigint>> {
  const truth = new Map<string, bigint>();
  for (let offset = 0; ; offset += 50_000) {
    const answer = await fetch(`http://127.0.0.1:${lab.controlPort}/nas/truth`, {
      method: 'POST',
      body: JSON.stringify({ offset, limit: 50_000 }),
    });
    const { total, sessions } = Truth.parse(await answer.json());
    for (const { name, acctSessionId, acknowledged } of sessions)
      truth.set(`${name} ${acctSessionId}`, BigInt(acknowledged.received) + BigInt(acknowledged.sent));
    if (offset + sessions.length >= total) return truth;
  }
}

async function storedSessions(dataDir: string): Promise<readonly StoredSession[]> {
  return await withProductDatabase(dataDir, async (client) => {
    const { rows } = await client.query<{ key: string; octets: string; open: boolean }>(
      `select n.name || ' ' || s.acct_session_id as key, s.octets_in + s.octets_out as octets, s.ended_at is null as open
       from lastmile.line_session s join lastmile.nas n on n.tenant_id = s.tenant_id and n.id = s.nas_id`,
    );
    return rows.map(({ key, octets, open }) => ({ key, octets: BigInt(octets), open }));
  });
}
