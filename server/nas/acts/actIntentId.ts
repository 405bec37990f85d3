import { hash } from 'node:crypto';
import { ActorId, type IdempotencyKey, type TenantId, type UserId } from '#shared/values/ids.ts';

/** The same key of the same person leads to the same intent, however often it is asked (UUID version 8, RFC 9562 §5.8). */
export function actIntentId(tenant: TenantId, user: UserId, key: IdempotencyKey): ActorId {
  const hex = hash('sha256', JSON.stringify(['nasAct', tenant, user, key]), 'hex');
  const variant = ((Number.parseInt(hex.charAt(16), 16) & 0x3) | 0x8).toString(16);
  return ActorId.parse(
    `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20, 32)}`,
  );
}
