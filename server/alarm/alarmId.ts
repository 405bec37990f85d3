import { hash } from 'node:crypto';
import type { AlarmState } from '#actors/alarm/alarmState.ts';
import { ActorId, type TenantId } from '#shared/values/ids.ts';

/**
 * The alarm of a source and cause has one id for ever: UUID version 5 (RFC 9562 §5.5) in the tenant's namespace, so a
 * report finds its alarm without a look-up and two first reports at once meet in one actor.
 */
export function alarmId(tenant: TenantId, source: AlarmState['source'], cause: AlarmState['cause']): ActorId {
  const namespace = Buffer.from(tenant.replaceAll('-', ''), 'hex');
  const name = Buffer.from(JSON.stringify([source, cause]));
  const bytes = hash('sha1', Buffer.concat([namespace, name]), 'buffer').subarray(0, 16);
  bytes[6] = (bytes[6]! & 0x0f) | 0x50;
  bytes[8] = (bytes[8]! & 0x3f) | 0x80;
  const hex = bytes.toString('hex');
  return ActorId.parse(
    `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`,
  );
}
