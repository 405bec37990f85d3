import type { DeviceIntentState } from '#actors/deviceIntent/deviceIntentState.ts';
import type { ActorId, TenantId } from '#shared/values/ids.ts';
import type { ObjectNames } from '../platform/feature.ts';

/** An intent is called by its act and its device, as the feature of the device calls that. */
export function intentNames(
  load: (tenant: TenantId, ids: readonly ActorId[]) => Promise<readonly DeviceIntentState[]>,
  ofDevices: (kind: string) => ObjectNames | undefined,
): ObjectNames {
  return async (tenant, ids) => {
    const named = new Map<ActorId, string>();
    for (const [kind, intents] of Map.groupBy(await load(tenant, ids), ({ deviceKind }) => deviceKind)) {
      const devices = await ofDevices(kind)?.(tenant, [...new Set(intents.map(({ deviceId }) => deviceId))]);
      for (const { id, act, deviceId } of intents)
        named.set(id, [act, devices?.get(deviceId)].filter((part) => part !== undefined).join(' · '));
    }
    return named;
  };
}
