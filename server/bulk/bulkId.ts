import { hash } from 'node:crypto';
import { ActorId, type TenantId } from '#shared/values/ids.ts';

/** The line that a row of a job becomes has the same id however often it is tried (UUID version 8, RFC 9562 §5.8). */
export function bulkLineId(tenant: TenantId, job: ActorId, line: number): ActorId {
  const hex = hash('sha256', JSON.stringify(['bulk', tenant, job, line]), 'hex');
  const variant = ((Number.parseInt(hex.charAt(16), 16) & 0x3) | 0x8).toString(16);
  return ActorId.parse(
    `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20, 32)}`,
  );
}
