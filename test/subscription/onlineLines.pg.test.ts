import { expect, test, vi } from 'vitest';
import { cursorText, parseCursor } from '#server/subscription/listCursor.ts';
import { pageOfLines } from '#server/subscription/pageOfLines.ts';
import { SubscriptionFilter, type SubscriptionSort } from '#shared/subscription/view.ts';
import { ActorId } from '#shared/values/ids.ts';
import { startSubscriptions, type SubscriptionProduct } from './subscriptionProduct.ts';

/** Starts a database and a product. */
const SLOW_MS = 60_000;

/** Numbers of all pages of two rows each. */
async function numbersOf(
  { db, tenant }: SubscriptionProduct,
  since: ReadonlyMap<string, number>,
  sort: SubscriptionSort,
  filter: object,
): Promise<readonly number[]> {
  const latestFirst = [...since].map(([id, at]) => ({ id, since: at })).sort((a, b) => b.since - a.since);
  const online = { latestFirst, has: (id: string) => since.has(id), sinceOf: (id: string) => since.get(id) };
  const numbers: number[] = [];
  for (let after: ReturnType<typeof parseCursor>; ;) {
    const page = {
      filter: SubscriptionFilter.parse(filter),
      sort,
      after,
      limit: 2,
      scope: 'all',
      now: Date.now(),
    } as const;
    const rows = await db.database.tenantTx(tenant, (tx) => pageOfLines(tx, page, online));
    numbers.push(...rows.map(({ number }) => number));
    if (rows.length < 2) return numbers;
    after = parseCursor(sort, cursorText(sort, { ...rows[1]!, since: since.get(rows[1]!.id) }));
  }
}

test('lists show who is in, who is not, and who came latest', { timeout: SLOW_MS }, async () => {
  await using site = await startSubscriptions();
  const lines: Awaited<ReturnType<typeof site.make>>[] = [];
  for (let n = 0; n < 5; n++) lines.push(await site.make());
  const since = new Map<string, number>([1, 3, 4].map((n) => [lines[n]!.id, 1_000 * n]));
  const pages = (sort: SubscriptionSort, filter: object) => numbersOf(site, since, sort, filter);
  expect(await pages('newest', { online: true })).toEqual([5, 4, 2]);
  expect(await pages('number', { online: false })).toEqual([1, 3]);
  expect(await pages('online', {})).toEqual([5, 4, 2]);
  expect(await pages('online', { online: false })).toEqual([]);
  await site.act(lines[3]!.id, { act: 'suspend' }, { reason: 'unpaid' });
  expect(await pages('online', { states: ['active'] })).toEqual([5, 2]);

  const { roster, listeners } = await site.rosters();
  expect(roster.count('all', 0)).toMatchObject({ active: 4, suspended: 1, online: 0 });
  const told = vi.fn<() => void>();
  listeners.add(told);
  site.comeIn(ActorId.parse(lines[1]!.id));
  await site.act(lines[3]!.id, { act: 'resume' });
  await vi.waitFor(() => expect(roster.count('all', 0)).toMatchObject({ active: 5, suspended: 0, online: 1 }));
  expect(told).toHaveBeenCalled();
});
