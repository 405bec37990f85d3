import type { ActorId, TenantId } from '#shared/values/ids.ts';
import type { IntentRequest } from '../../deviceIntent/deviceIntentFeature.ts';
import type { SessionChange } from './sessionChange.ts';
import { sessionDevice, stableId } from './sessionDevice.ts';

/** No policy that is planned in the meantime takes its place: staff want the session to end. */
const ANY_VERSION = Number.MAX_SAFE_INTEGER;

export interface RunningSession extends Pick<
  SessionChange,
  'nasId' | 'acctSessionId' | 'startedAt' | 'username' | 'ipv4'
> {
  readonly subscriptionId?: string | undefined;
}

/** The intent that ends a session, read back from the router's answer. */
export function endSessionIntent(
  tenant: TenantId,
  { subscriptionId = '', nasId, acctSessionId, startedAt, username, ipv4 }: RunningSession,
): Pick<IntentRequest, 'tenant' | 'device' | 'act' | 'input'> {
  const change = {
    ...{ nasId, acctSessionId, startedAt, subscriptionId, version: ANY_VERSION },
    ...(username === undefined ? {} : { username }),
    ...(ipv4 === undefined ? {} : { ipv4 }),
    why: 'Staff asked for it.',
  } satisfies SessionChange;
  return { tenant, device: sessionDevice(tenant, change), act: 'session.disconnect', input: change };
}

/** The same key of the same person leads to the same intent. */
export function endingId(tenant: TenantId, by: string, key: string): ActorId {
  return stableId(['endSession', tenant, by, key]);
}
