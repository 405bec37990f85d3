import { z } from 'zod';
import { CommandStream } from '../support/commandStream.ts';
import { startProduct, type Product } from '../support/product.ts';
import { withProductDatabase } from '../support/productDatabase.ts';
import { logIn } from '../support/productSession.ts';
import { seededRandom } from '../support/seededRandom.ts';

export interface KillRounds {
  /** What is killed at random while comments stream in. */
  readonly victim: 'server' | 'postgres';
  readonly rounds: number;
  readonly seed: number;
  readonly report?: (line: string) => void;
}

export interface KillOutcome {
  readonly acknowledged: number;
  /** Acknowledged but not in the log. */
  readonly lost: readonly string[];
  /** In the log more than once. */
  readonly doubled: readonly string[];
  readonly unexpected: readonly string[];
  /** Positions that are missing between 1 and the head, over all companies. */
  readonly holes: number;
  /** Alarms whose count of comments differs from their events. */
  readonly miscounted: number;
  readonly recoveredMs: readonly number[];
}

/** Kills with SIGKILL at random moments during a stream of acknowledged commands, and looks at what became of them. */
export async function killRounds({ victim, rounds, seed, report }: KillRounds): Promise<KillOutcome> {
  const random = seededRandom(seed);
  await using product = await startProduct({ env: { LASTMILE_LOG_LEVEL: 'warn' } });
  const session = await logIn(product, 'NOC');
  const alarms = await someAlarms(product, session.view.tenantId);
  const stream = new CommandStream({ url: product.url, cookie: session.cookie, alarms, workers: 8, seed });
  stream.start();
  const recoveredMs: number[] = [];
  for (let round = 1; round <= rounds; round++) {
    const before = stream.acknowledged.size;
    await until(() => stream.acknowledged.size > before + 20, 'comments are acknowledged');
    await new Promise((resolve) => setTimeout(resolve, random() * 400));
    recoveredMs.push(await killAndRecover(product, victim, stream));
    report?.(`round ${round}: ${stream.acknowledged.size} acknowledged, back after ${recoveredMs.at(-1)} ms`);
  }
  await stream.stop();
  return { ...(await findings(product, stream)), unexpected: stream.unexpected, recoveredMs };
}

/** Resolves to how long it took until a comment was acknowledged again. */
async function killAndRecover(product: Product, victim: KillRounds['victim'], stream: CommandStream): Promise<number> {
  const startedAt = performance.now();
  if (victim === 'server') {
    await product.kill9();
    await product.start();
  } else {
    const killed = product.postgresPid();
    process.kill(killed, 'SIGKILL');
    await until(() => isAnotherPostgres(product, killed), 'PostgreSQL is started again');
  }
  const before = stream.acknowledged.size;
  await until(() => stream.acknowledged.size > before, 'comments are acknowledged again');
  return Math.round(performance.now() - startedAt);
}

/** The file of the process id is gone for a moment between two runs. */
function isAnotherPostgres(product: Product, killed: number): boolean {
  try {
    return product.postgresPid() !== killed;
  } catch {
    return false;
  }
}

async function until(condition: () => boolean, what: string): Promise<void> {
  const giveUpAt = performance.now() + 60_000;
  while (!condition()) {
    if (performance.now() > giveUpAt) throw new Error(`waited for a minute: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

const IdRow = z.object({ id: z.string() });

/** The lab raises alarms by itself; a few are waited for. */
async function someAlarms(product: Product, tenant: string): Promise<string[]> {
  await fetch(`http://127.0.0.1:${product.labPort}/storm`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ alarms: 40, reports: 40, seconds: 0.5 }),
  });
  for (let tries = 0; tries < 200; tries++) {
    const ids = await withProductDatabase(product.dataDir, async (client) => {
      const { rows } = await client.query('select id from lastmile.alarm where tenant_id = $1 limit 20', [tenant]);
      return rows.map((row) => IdRow.parse(row).id);
    });
    if (ids.length >= 10) return ids;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error('the lab raised no alarms');
}

const KeyRow = z.object({ key: z.string(), n: z.coerce.number() });
const CountRow = z.object({ n: z.coerce.number() });

async function findings(
  product: Product,
  { acknowledged }: CommandStream,
): Promise<Pick<KillOutcome, 'acknowledged' | 'lost' | 'doubled' | 'holes' | 'miscounted'>> {
  return withProductDatabase(product.dataDir, async (client) => {
    const events = await client.query(
      `select data->>'text' as key, count(*) as n from lastmile.event where type = 'alarm.commented' group by 1`,
    );
    const stored = new Map(events.rows.map((row) => KeyRow.parse(row)).map(({ key, n }) => [key, n]));
    const holes = await client.query(
      `select coalesce(sum(l.head - e.n), 0) as n from lastmile.tenant_log l
       join lateral (select count(*) as n from lastmile.event where tenant_id = l.tenant_id) e on true`,
    );
    const miscounted = await client.query(
      `select count(*) as n from lastmile.alarm a where comments <> (
         select count(*) from lastmile.event e
         where e.tenant_id = a.tenant_id and e.actor_id = a.id and e.type = 'alarm.commented')`,
    );
    return {
      acknowledged: acknowledged.size,
      lost: [...acknowledged].filter((key) => !stored.has(key)),
      doubled: [...stored].filter(([, n]) => n > 1).map(([key]) => key),
      holes: CountRow.parse(holes.rows[0]).n,
      miscounted: CountRow.parse(miscounted.rows[0]).n,
    };
  });
}
