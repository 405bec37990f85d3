import { hash } from 'node:crypto';
import type { AlarmState } from '#actors/alarm/alarmState.ts';
import type { ActorId, TenantId } from '#shared/values/ids.ts';

/**
 * The alarm of a source and cause has one id for ever: UUID version 5 (RFC 9562 §5.5) in the tenant's namespace, so a
 * report finds its alarm without a look-up and two first reports at once meet in one actor.
 */
export function alarmId(tenant: TenantId, source: AlarmState['source'], cause: AlarmState['cause']): ActorId {
  const name = Buffer.from(
    `${tenant.replaceAll('-', '')}${Buffer.from(JSON.stringify([source, cause])).toString('hex')}`,
    'hex',
  );
  const hex = hash('sha1', name, 'hex');
  const variant = ((Number.parseInt(hex.charAt(16), 16) & 0x3) | 0x8).toString(16);
  // Made here, so its shape needs no proof: parsing it cost as much as the hash.
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-5${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20, 32)}` as ActorId;
}
