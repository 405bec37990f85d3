import { z } from 'zod';
import { withClient } from '../../support/withClient.ts';
import { percentile } from '../percentile.ts';
import { customerAsks } from './customerAsks.ts';
import { fillScale } from './fillScale.ts';
import { historyAsks } from './historyAsks.ts';
import { otherAsks } from './otherAsks.ts';
import { type ScaleDatabase, startScaleDatabase } from './scaleDatabase.ts';
import { type Ask, scaleWorld } from './scaleWorld.ts';
import { sessionAsks } from './sessionAsks.ts';
import { subscriptionAsks } from './subscriptionAsks.ts';

const BUDGET_MS = 300;
const ROUNDS = 7;

function option(name: string): string | undefined {
  const at = process.argv.indexOf(`--${name}`);
  return at < 0 ? undefined : process.argv[at + 1];
}

/**
 * Every list, search and report of the screens at full size, as the role of a company with row level security. What takes
 * longer than its budget stands on standard error with PostgreSQL's plan.
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
  const only = option('only') ?? '';
  const asks = [
    ...customerAsks(world),
    ...(await subscriptionAsks(world)),
    ...sessionAsks(world),
    ...historyAsks(world),
    ...(await otherAsks(world)),
  ].filter(({ name }) => name.includes(only));
  for (const ask of asks) figures[ask.name] = await measured(db, ask, report);
  return figures;
}

/** The first round is of a screen that nobody has looked at since the start: it counts, and shows in the worst. */
async function measured(db: ScaleDatabase, { name, ways, budgetMs = BUDGET_MS }: Ask, report: (line: string) => void) {
  const took: number[] = [];
  const worst = new Map<number, number>();
  for (let round = 0; round < ROUNDS; round++)
    for (const [index, way] of ways.entries()) {
      const from = performance.now();
      await way();
      const ms = performance.now() - from;
      took.push(ms);
      if (round > 0) worst.set(index, Math.max(worst.get(index) ?? 0, ms));
    }
  const ms = (share: number): number => Math.round(percentile(took, share));
  const line = `p50 ${ms(0.5)} ms, p95 ${ms(0.95)} ms, worst ${ms(1)} ms`;
  report(`${name}: ${line}${ms(0.95) > budgetMs ? '  OVER ITS BUDGET' : ''}`);
  for (const [index, slowest] of worst) {
    if (slowest <= budgetMs) continue;
    report(`way ${index + 1} of ${ways.length}: ${Math.round(slowest)} ms\n${await db.explained(ways[index]!)}`);
  }
  return line;
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
