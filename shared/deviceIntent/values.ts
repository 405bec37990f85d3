import { z } from 'zod';
import { ActorId } from '../values/ids.ts';

/**
 * requested: nobody has begun · waiting: the device can't be reached, tried again · running: a step is under way ·
 * done: read back from the device · undone: taken back, the device is as before · needsAttention: the device is
 * neither as before nor as wanted, or nobody knows · cancelled, expired: never begun · dismissed: a person has looked
 */
export const DeviceIntentState = z.enum([
  'requested',
  'waiting',
  'running',
  'done',
  'undone',
  'needsAttention',
  'cancelled',
  'expired',
  'dismissed',
]);
export type DeviceIntentState = z.infer<typeof DeviceIntentState>;

/** States in which something may still happen on the device. */
export const openIntentStates = ['requested', 'waiting', 'running'] as const satisfies readonly DeviceIntentState[];

/** `noun.verb` of what is to happen, as its driver is registered: `nas.reboot`. */
export const IntentAct = z
  .string()
  .regex(/^[a-z][A-Za-z0-9]*\.[a-z][A-Za-z0-9]*$/)
  .max(60);
export type IntentAct = z.infer<typeof IntentAct>;

export const DeviceRef = z.object({ kind: z.string().max(40), id: ActorId });
export type DeviceRef = z.infer<typeof DeviceRef>;

/** One thing that differs between what is wanted and what the device has. */
export const Difference = z.object({
  /** Where on the device, in its own terms. */
  path: z.string().max(300),
  wanted: z.string().max(1_000).optional(),
  found: z.string().max(1_000).optional(),
});
export type Difference = z.infer<typeof Difference>;

/** What an act needs, or what a device was like: facts by name, no secrets. */
export const IntentFacts = z.record(z.string(), z.json());
export type IntentFacts = z.infer<typeof IntentFacts>;
