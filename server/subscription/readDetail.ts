import { SUBSCRIPTION } from '#actors/subscription/subscriptionActor.ts';
import type { Clock } from '#actors/system/clock.ts';
import type { LineOnline } from '#shared/subscription/view.ts';
import type { ActorId, TenantId } from '#shared/values/ids.ts';
import type { Database } from '../platform/db/database.ts';
import { inTenant } from '../platform/db/inTenant.ts';
import { readEventsOfActor } from '../platform/eventLog/actorEventStore.ts';
import type { Names } from '../platform/names.ts';
import { findSubscription } from './subscriptionFindStore.ts';
import { listedSubscriptions, type SubscriptionScope } from './subscriptionListStore.ts';
import { detailOf, timelineEntry } from './subscriptionRows.ts';

const MOST_EVENTS = 200;

export interface DetailOf {
  readonly tenant: TenantId;
  readonly id: ActorId;
  readonly scope: SubscriptionScope;
  readonly names: Names;
  readonly online?: LineOnline | undefined;
}

/** Rows of the view `subscription`; none when it does not exist or is outside of the scope. */
export async function readDetail(
  { database, clock }: { readonly database: Database; readonly clock: Clock },
  { tenant, id, scope, names, online }: DetailOf,
): Promise<readonly { readonly id: string; readonly fields: object }[]> {
  const [found, [listed]] = await database.tenantTx(tenant, async (tx) => [
    await findSubscription(tx, id, scope),
    await listedSubscriptions(tx, [id]),
  ]);
  if (!found || !listed) return [];
  const events = await inTenant(database.appPool, tenant, (client) =>
    readEventsOfActor(client, { tenant, kind: SUBSCRIPTION, id }, MOST_EVENTS),
  );
  return [
    { id: 'subscription', fields: detailOf(found.state, listed, names, clock.now(), online) },
    ...events.toReversed().map((record) => ({ id: `event:${record.position}`, fields: timelineEntry(record, names) })),
  ];
}
