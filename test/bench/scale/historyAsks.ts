import type { PoolClient } from 'pg';
import { addressCandidates } from '#server/accounting/addressCandidates.ts';
import { addressHoldings } from '#server/accounting/addressHistoryStore.ts';
import {
  rejectsOfSubscription,
  reportsOfSession,
  sessionById,
  sessionsOfSubscription,
} from '#server/accounting/sessionHistoryStore.ts';
import { usageHours, usageOfSubscription } from '#server/accounting/usageReadStore.ts';
import { UsersByUsage } from '#server/accounting/usersByUsage.ts';
import { systemClock } from '#server/platform/actors/systemClock.ts';
import { inTenant } from '#server/platform/db/inTenant.ts';
import type { ActorId } from '#shared/values/ids.ts';
import { seededRandom } from '../../support/seededRandom.ts';
import type { Ask, ScaleWorld } from './scaleWorld.ts';

const DAY_MS = 86_400_000;

export function historyAsks({
  db,
  tenant,
  branches,
  lines,
  busiestLine,
  refusedLine,
  now,
}: ScaleWorld): readonly Ask[] {
  const random = seededRandom(11);
  const read =
    <T>(work: (client: PoolClient) => Promise<T>) =>
    (): Promise<T> =>
      inTenant(db.database.appPool, tenant, work);
  const date = (days: number): string => new Date(now - days * DAY_MS).toISOString().slice(0, 10);
  const sessions = (id: ActorId, before: number) =>
    read((client) => sessionsOfSubscription(client, tenant, { id, before, limit: 25 }));
  const usage = (id: ActorId, days: number) =>
    read((client) => usageOfSubscription(client, tenant, { id, from: date(days), until: date(-1) }));
  const holders = (address: string, daysAgo: number) =>
    read((client) => addressHoldings(client, tenant, addressCandidates(address), now - daysAgo * DAY_MS));
  const hours = (days: number, router: string | undefined, scope: readonly string[] | 'all' = 'all') =>
    read((client) => usageHours(client, tenant, { from: now - days * DAY_MS, router, branches: scope }));
  const users = new UsersByUsage({
    ...{ database: db.database, clock: systemClock, tenants: () => [tenant] },
    onTrouble: (error) => process.stderr.write(`${String(error)}\n`),
  });
  const top = (days: number) => () => users.of(tenant, { days, by: 'total', branches: 'all', router: undefined });
  const octet = (): number => Math.floor(random() * 256);
  const spread = Array.from({ length: 24 }, (_, n) => n * 15 + random() * 15);
  return [
    {
      name: 'sessions of a subscription',
      ways: [...lines, busiestLine].flatMap((id) => [sessions(id, now + DAY_MS), sessions(id, now - 200 * DAY_MS)]),
    },
    {
      name: 'a session and its reports',
      ways: lines.slice(0, 12).map((id) =>
        read(async (client) => {
          const [first] = await sessionsOfSubscription(client, tenant, { id, before: now + DAY_MS, limit: 1 });
          const found = first && (await sessionById(client, tenant, first.id));
          return found && (await reportsOfSession(client, tenant, found));
        }),
      ),
    },
    { name: 'usage of a subscription, 31 and 400 days', ways: lines.flatMap((id) => [usage(id, 31), usage(id, 400)]) },
    {
      name: 'rejects of a subscription',
      ways: [...lines, refusedLine].map((id) =>
        read((client) => rejectsOfSubscription(client, tenant, id, now - 31 * DAY_MS)),
      ),
    },
    {
      name: 'who had an IPv4 address, over a year',
      ways: spread.map((days) => holders(`10.64.${octet()}.${octet()}`, days)),
      budgetMs: 1000,
    },
    {
      name: 'the same of an address with 20,000 holders',
      ways: spread.map((days) => holders('10.255.0.1', days)),
      budgetMs: 1000,
    },
    {
      name: 'who had an IPv6 address in a prefix, over a year',
      ways: spread.flatMap((days) => [
        holders(
          `2a0c:${Math.floor(random() * 28).toString(16)}:${Math.floor(random() * 65536).toString(16)}:1::7`,
          days,
        ),
        holders(`2a0d:0:${Math.floor(random() * 65536).toString(16)}:1::7`, days / 12),
      ]),
      budgetMs: 1000,
    },
    { name: 'top users, added up', ways: [1, 7, 31].map(top), isOnce: true, budgetMs: 10_000 },
    { name: 'top users, as the screen has them', ways: [1, 7, 31].map(top) },
    {
      name: 'heatmap and bandwidth trend, 28 and 92 days',
      ways: [28, 92].flatMap((days) => [
        hours(days, undefined),
        hours(days, '0198fa29-0b0d-7b80-828e-000000000007'),
        hours(days, undefined, branches.slice(0, 2)),
      ]),
    },
  ];
}
