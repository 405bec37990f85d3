import { z } from 'zod';
import { BranchId } from '../values/ids.ts';
import { Instant } from '../values/time.ts';
import { DeviceRef, Difference, IntentAct, IntentFacts } from './values.ts';

const words = z.string().trim().max(500);

/** Asked for by a feature on behalf of a person or of itself; what people may ask is decided there, act by act. */
const request = z.object({
  type: z.literal('deviceIntent.request'),
  device: DeviceRef,
  act: IntentAct,
  /** What the act needs, as its driver's schema has it; no secrets. */
  input: IntentFacts,
  branchId: BranchId.optional(),
  reason: words.optional(),
  /** Not begun until then: expired. Absent: it waits for as long as it takes. */
  notAfter: Instant.optional(),
  /** It begins in the same step, as `deviceIntent.begin` has it: whoever asks owns the device, and goes on at once. */
  begun: IntentFacts.optional(),
});

/** What people may do about an intent. */
export const DeviceIntentOperatorCommand = z.discriminatedUnion('type', [
  z.object({ type: z.literal('deviceIntent.retry') }),
  z.object({ type: z.literal('deviceIntent.cancel') }),
  z.object({ type: z.literal('deviceIntent.dismiss'), reason: words.min(1) }),
]);
export type DeviceIntentOperatorCommand = z.infer<typeof DeviceIntentOperatorCommand>;

/** Everything the actor understands: who asks, who carries out, and its own deadlines. */
export const DeviceIntentCommand = z.discriminatedUnion('type', [
  ...DeviceIntentOperatorCommand.options,
  request,
  /** Before the first write to the device; `baseline` is what its driver needs to recognise later whether it acted. */
  z.object({ type: z.literal('deviceIntent.begin'), baseline: IntentFacts }),
  /** Not possible now; it is tried again `retryAt`. */
  z.object({ type: z.literal('deviceIntent.wait'), why: words, retryAt: Instant }),
  /** Read back: the device is as wanted. */
  z.object({ type: z.literal('deviceIntent.confirm'), proof: words, readAt: Instant }),
  /** Taken back: the device is as before. */
  z.object({ type: z.literal('deviceIntent.undo'), why: words, readAt: Instant }),
  z.object({ type: z.literal('deviceIntent.fail'), why: words, differences: z.array(Difference).max(50) }),
  z.object({ type: z.literal('deviceIntent.expiryDue'), due: Instant }),
]);
export type DeviceIntentCommand = z.infer<typeof DeviceIntentCommand>;
