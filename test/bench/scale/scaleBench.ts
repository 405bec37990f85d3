import { z } from 'zod';
import { withClient } from '../../support/withClient.ts';
import { percentile } from '../percentile.ts';
import { coreWait } from './coreWait.ts';
import { customerAsks } from './customerAsks.ts';
import { fillScale } from './fillScale.ts';
import { historyAsks } from './historyAsks.ts';
import { otherAsks } from './otherAsks.ts';
import { type ScaleDatabase, startScaleDatabase } from './scaleDatabase.ts';
import { type Ask, scaleWorld } from './scaleWorld.ts';
import { sessionAsks } from './sessionAsks.ts';
import { subscriptionAsks } from './subscriptionAsks.ts';

const BUDGET_MS = 300;
const ROUNDS = 4;

function option(name: string): string | undefined {
  const at = process.argv.indexOf(`--${name}`);
  return at < 0 ? undefined : process.argv[at + 1];
}

/**
 * Every list, search and report of the screens at full size, as the role of a company with row level security: p50, p95 and
 * worst, without and with the time in which others had the processor. What takes longer than its budget stands on standard
 * error with PostgreSQL's plan.
 */
export async function benchScale(report: (line: string) => void): Promise<object> {
  const scale = {
    subscriptions: Number(option('subscriptions') ?? 500_000),
    records: Number(option('records') ?? 20_000_000),
  };
  await using db = await startScaleDatabase(option('keep'), (url) => fillScale(url, scale, report));
  const figures = await sizes(db);
  report(JSON.stringify(figures));
  const world = await scaleWorld(db);
  const only = new RegExp(option('only') ?? '');
  const asks = [
    ...customerAsks(world),
    ...subscriptionAsks(world),
    ...sessionAsks(world),
    ...historyAsks(world),
    ...(await otherAsks(world)),
  ].filter(({ name }) => only.test(name));
  for (const ask of asks) figures[ask.name] = await measured(db, ask, report);
  return figures;
}

/** The first round is of a screen that nobody has looked at since the start: it counts, and shows in the worst. */
async function measured(
  db: ScaleDatabase,
  { name, ways, budgetMs = BUDGET_MS, isOnce = false }: Ask,
  report: (line: string) => void,
) {
  const took: number[] = [];
  const alone: number[] = [];
  const slowest = new Map<number, number>();
  if (!isOnce) await ways[0]?.();
  const waited = await coreWait(db.superuserUrl);
  for (let round = 0; round < (isOnce ? 1 : ROUNDS); round++)
    for (const [index, way] of ways.entries()) {
      const [from, waitedBefore] = [performance.now(), waited()];
      await way();
      const ms = performance.now() - from;
      const aloneMs = Math.max(0, ms - Math.max(0, waited() - waitedBefore));
      took.push(ms);
      alone.push(aloneMs);
      slowest.set(index, Math.min(slowest.get(index) ?? Number.MAX_VALUE, aloneMs));
    }
  const shares = (all: readonly number[]): string =>
    [0.5, 0.95, 1].map((share) => Math.round(percentile(all, share))).join(', ');
  const over = percentile(alone, 0.95) > budgetMs ? '  OVER ITS BUDGET' : '';
  report(`${name}: ${shares(alone)} ms; as it was ${shares(took)} ms${over}`);
  for (const [index, ms] of slowest) {
    if (ms <= budgetMs) continue;
    report(`way ${index + 1} of ${ways.length}: at least ${Math.round(ms)} ms\n${await db.explained(ways[index]!)}`);
  }
  return `${shares(alone)} ms; as it was ${shares(took)} ms`;
}

const Sizes = z.object({ name: z.string(), rows: z.number(), mb: z.number() });

async function sizes(db: ScaleDatabase): Promise<Record<string, string>> {
  const { rows } = await withClient(db.superuserUrl, (client) =>
    client.query(
      `select regexp_replace(c.relname, '_\\d{4}_\\d{2}$|_default$', '') as name, sum(greatest(c.reltuples, 0))::float8 as rows,
         round(sum(pg_total_relation_size(c.oid)) / 1048576)::float8 as mb
       from pg_class c where c.relnamespace = 'lastmile'::regnamespace and c.relkind = 'r' group by 1
       having sum(pg_total_relation_size(c.oid)) > 10000000 order by 3 desc`,
    ),
  );
  return Object.fromEntries(
    rows.map((row) => Sizes.parse(row)).map(({ name, rows: many, mb }) => [name, `${many} rows, ${mb} MB`]),
  );
}
