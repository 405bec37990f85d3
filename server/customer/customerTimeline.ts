import { z } from 'zod';
import type { CustomerTimeline } from '#shared/customer/list.ts';
import type { ActorId, TenantId } from '#shared/values/ids.ts';
import type { Database } from '../platform/db/database.ts';
import { inTenant } from '../platform/db/inTenant.ts';
import { readEventsOfActor } from '../platform/eventLog/actorEventStore.ts';
import type { Names } from '../platform/names.ts';
import { CUSTOMER } from './customerKeys.ts';

const MOST = 200;
const Changed = z.object({ fields: z.array(z.string()).default([]) });

/** What was done about a customer, newest first; what it was about the person stays with the evidence. */
export async function customerTimeline(
  { appPool }: Pick<Database, 'appPool'>,
  names: Names,
  tenant: TenantId,
  id: ActorId,
): Promise<CustomerTimeline> {
  const events = await inTenant(appPool, tenant, (client) =>
    readEventsOfActor(client, { tenant, kind: CUSTOMER, id }, MOST),
  );
  return events.toReversed().map(({ position, at, type, data, actorUser }) => {
    const by = actorUser === undefined ? undefined : names.userName(actorUser);
    const { fields } = Changed.catch({ fields: [] }).parse(data);
    return { id: String(position), at, type, fields, ...(by === undefined ? {} : { by }) };
  });
}
