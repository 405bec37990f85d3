import type { RejectRow } from '#shared/session/history.ts';
import type { ActorId, TenantId } from '#shared/values/ids.ts';
import type { Database } from '../platform/db/database.ts';
import { inTenant } from '../platform/db/inTenant.ts';
import type { LineSession } from './lineSession.ts';
import { rejectsOfSubscription, sessionsOfSubscription } from './sessionHistoryStore.ts';
import { type StrangerReject, strangerRejects } from './strangerRejectStore.ts';

/** Later than anything that has begun. */
const FAR_AHEAD = Date.UTC(2100, 0);

/** What is stored of lines' coming and going, for other parts of the product. */
export interface LineHistory {
  /** The latest first. */
  sessionsOf(tenant: TenantId, id: ActorId, limit: number): Promise<readonly LineSession[]>;
  rejectsOf(tenant: TenantId, id: ActorId, since: number): Promise<readonly Omit<RejectRow, 'nasName'>[]>;
  strangers(
    tenant: TenantId,
    asked: { readonly text: string; readonly mac: string | undefined; readonly since: number },
  ): Promise<readonly StrangerReject[]>;
}

export function lineHistory({ appPool }: Pick<Database, 'appPool'>): LineHistory {
  return {
    sessionsOf: (tenant, id, limit) =>
      inTenant(appPool, tenant, (client) => sessionsOfSubscription(client, tenant, { id, before: FAR_AHEAD, limit })),
    rejectsOf: (tenant, id, since) =>
      inTenant(appPool, tenant, (client) => rejectsOfSubscription(client, tenant, id, since)),
    strangers: (tenant, asked) => inTenant(appPool, tenant, (client) => strangerRejects(client, tenant, asked)),
  };
}
