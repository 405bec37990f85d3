import { z } from 'zod';
import { ActorId, BranchId, UserId } from '../values/ids.ts';
import { Instant } from '../values/time.ts';
import { DeviceIntentState, DeviceRef, Difference, IntentAct, IntentFacts } from './values.ts';

/** One intent as people see it. */
export const DeviceIntentRow = z.object({
  id: ActorId,
  device: DeviceRef,
  act: IntentAct,
  input: IntentFacts,
  state: DeviceIntentState,
  branchId: BranchId.optional(),
  reason: z.string().optional(),
  requestedBy: UserId.optional(),
  requestedByName: z.string().optional(),
  requestedAt: Instant,
  beganAt: Instant.optional(),
  endedAt: Instant.optional(),
  attempts: z.int(),
  /** Why it waits, failed or was undone; or the proof that it is done, read from the device at `readAt`. */
  outcome: z.string().optional(),
  readAt: Instant.optional(),
  retryAt: Instant.optional(),
  notAfter: Instant.optional(),
  differences: z.array(Difference),
});
export type DeviceIntentRow = z.infer<typeof DeviceIntentRow>;

/** Which intents: of one device, or those that are open or stuck anywhere one may look. Latest first. */
export const DeviceIntentFilter = z.object({
  device: DeviceRef.optional(),
  states: z.array(DeviceIntentState).max(9).default([]),
});
export type DeviceIntentFilter = z.infer<typeof DeviceIntentFilter>;
