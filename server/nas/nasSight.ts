import type { Clock } from '#actors/system/clock.ts';
import type { ActorId, TenantId } from '#shared/values/ids.ts';
import type { Audience } from '../platform/live/viewSource.ts';
import type { NasBoard } from './nasBoard.ts';
import type { NasChannel } from './nasChannel.ts';
import { inNasScope, parseNasScope } from './nasScopeText.ts';

/** What the views need of the feature. */
export interface NasSight {
  readonly clock: Clock;
  boardOf(tenant: TenantId): NasBoard;
  /** The present one; another one after the registration changed. Undefined for a router that is not watched. */
  channelOf(tenant: TenantId, id: ActorId): NasChannel | undefined;
  /** Told when the channel of a router is another one. Answers how to stop it. */
  onChannel(tenant: TenantId, id: ActorId, listener: () => void): () => void;
}

/** A router outside the subscriber's branches must look the same as one that does not exist. */
export function visibleChannel(sight: NasSight, audience: Audience, id: ActorId): NasChannel | undefined {
  const entry = sight.boardOf(audience.tenant).get(id);
  if (!entry || !inNasScope(parseNasScope(audience.scope), entry.record.branchId)) return undefined;
  return sight.channelOf(audience.tenant, id);
}
