import type { ActorId, TenantId } from '#shared/values/ids.ts';
import type { FixedLine } from '../nas/nasFeature.ts';
import type { Database } from '../platform/db/database.ts';
import { servicesOf } from '../radius/serviceFeature.ts';
import type { SubscriptionPolicies } from '../subscription/subscriptionFeature.ts';
import type { PlacedLine } from './staticLineStore.ts';
import { wantedLine } from './wantedLine.ts';

export interface WantedLinesPorts {
  readonly database: Database;
  readonly policies: Pick<SubscriptionPolicies, 'of'>;
}

/** What routers are to have of these, as of now; those that have left or have no address are left out. */
export async function wantedLines(
  { database, policies }: WantedLinesPorts,
  tenant: TenantId,
  placed: readonly PlacedLine[],
): Promise<ReadonlyMap<ActorId, FixedLine>> {
  if (placed.length === 0) return new Map();
  const { policies: present } = await policies.of(
    tenant,
    placed.map(({ subscriptionId }) => subscriptionId),
  );
  const serviceOf = await database.tenantTx(tenant, servicesOf);
  const byId = new Map(present.map((policy) => [policy.subscriptionId, policy]));
  const lines = placed.flatMap((one): (readonly [ActorId, FixedLine])[] => {
    const policy = byId.get(one.subscriptionId);
    // Of another way of access by now: the router tells it by RADIUS.
    if (!policy?.accessTypes.includes('static')) return [];
    const key = policy.standing === 'open' ? policy.replyKey : (policy.afterReplyKey ?? policy.replyKey);
    const line = wantedLine({ placed: one, policy, service: serviceOf({ ...key, accessType: 'static' }) });
    return line ? [[one.subscriptionId, line]] : [];
  });
  return new Map(lines);
}
