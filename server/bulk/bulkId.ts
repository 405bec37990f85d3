import { hash } from 'node:crypto';
import { ActorId, type TenantId, type UserId } from '#shared/values/ids.ts';

/** The line that a row of a job becomes has the same id however often it is tried. */
export function bulkLineId(tenant: TenantId, job: ActorId, line: number): ActorId {
  return idOf(['bulk', tenant, job, line]);
}

/** The router, pool, package or batch that a row of a job becomes, likewise. */
export function bulkObjectId(tenant: TenantId, job: ActorId, line: number): ActorId {
  return idOf(['bulk.object', tenant, job, line]);
}

/** The same key of the same person leads to the same intent. */
export function switchIntentId(tenant: TenantId, user: UserId, key: string): ActorId {
  return idOf(['nas.switchAccounts', tenant, user, key]);
}

/** UUID version 8 (RFC 9562 §5.8). */
function idOf(parts: readonly (string | number)[]): ActorId {
  const hex = hash('sha256', JSON.stringify(parts), 'hex');
  const variant = ((Number.parseInt(hex.charAt(16), 16) & 0x3) | 0x8).toString(16);
  return ActorId.parse(
    `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20, 32)}`,
  );
}
