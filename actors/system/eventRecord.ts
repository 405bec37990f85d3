import type { ActorId, TenantId, UserId } from '#shared/values/ids.ts';
import type { Cause } from './envelope.ts';

/** One row of the event log. `data` is the event without its `type`, in the shape of version `v`. */
export interface EventRecord {
  readonly tenant: TenantId;
  /** Dense per tenant, starting at 1. */
  readonly position: number;
  readonly kind: string;
  readonly actorId: ActorId;
  /** Version of the actor that this event led to. */
  readonly version: number;
  readonly type: string;
  readonly v: number;
  readonly data: Readonly<Record<string, unknown>>;
  readonly actorUser: UserId | undefined;
  readonly cause: Cause | undefined;
  readonly at: number;
}
