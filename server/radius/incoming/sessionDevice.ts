import { hash } from 'node:crypto';
import type { DeviceRef } from '#shared/deviceIntent/values.ts';
import { ActorId, type TenantId } from '#shared/values/ids.ts';
import { type SessionChange, sessionKey } from './sessionChange.ts';

/** Kind of the intents' device: a session, each with a line of its own. */
export const SESSION_DEVICE = 'session';

/** The session as the device of what is asked about it. */
export function sessionDevice(
  tenant: TenantId,
  session: Pick<SessionChange, 'nasId' | 'acctSessionId' | 'startedAt'>,
): DeviceRef {
  return { kind: SESSION_DEVICE, id: stableId(['session', tenant, sessionKey(session)]) };
}

/** The same parts lead to the same id (UUID version 8, RFC 9562 §5.8). */
export function stableId(parts: readonly (string | number)[]): ActorId {
  const hex = hash('sha256', JSON.stringify(parts), 'hex');
  const variant = ((Number.parseInt(hex.charAt(16), 16) & 0x3) | 0x8).toString(16);
  return ActorId.parse(
    `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20, 32)}`,
  );
}
