import { z } from 'zod';
import { BranchId } from '../values/ids.ts';
import { Instant } from '../values/time.ts';
import { DeviceRef, Difference, IntentAct, IntentFacts } from './values.ts';

/** Facts about an intent. Who did it, when and why are columns of the event record, not data. */
export const DeviceIntentEvent = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('deviceIntent.requested'),
    device: DeviceRef,
    act: IntentAct,
    input: IntentFacts,
    branchId: BranchId.optional(),
    reason: z.string().optional(),
  }),
  z.object({ type: z.literal('deviceIntent.began'), attempt: z.int().min(1) }),
  z.object({ type: z.literal('deviceIntent.waited'), why: z.string(), retryAt: Instant }),
  z.object({ type: z.literal('deviceIntent.confirmed'), proof: z.string(), readAt: Instant }),
  z.object({ type: z.literal('deviceIntent.undone'), why: z.string(), readAt: Instant }),
  z.object({ type: z.literal('deviceIntent.failed'), why: z.string(), differences: z.array(Difference) }),
  z.object({ type: z.literal('deviceIntent.retried') }),
  z.object({ type: z.literal('deviceIntent.cancelled') }),
  z.object({ type: z.literal('deviceIntent.dismissed'), reason: z.string() }),
  z.object({ type: z.literal('deviceIntent.expired') }),
]);
export type DeviceIntentEvent = z.infer<typeof DeviceIntentEvent>;

/** Present version of each event's shape; older ones on disk are brought up by upcasters when read. */
export const DEVICE_INTENT_EVENT_VERSIONS = {
  'deviceIntent.requested': 1,
  'deviceIntent.began': 1,
  'deviceIntent.waited': 1,
  'deviceIntent.confirmed': 1,
  'deviceIntent.undone': 1,
  'deviceIntent.failed': 1,
  'deviceIntent.retried': 1,
  'deviceIntent.cancelled': 1,
  'deviceIntent.dismissed': 1,
  'deviceIntent.expired': 1,
} as const satisfies Record<DeviceIntentEvent['type'], number>;
