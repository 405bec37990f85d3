import type { DeviceIntentState } from '#actors/deviceIntent/deviceIntentState.ts';
import type { Difference, IntentAct, IntentFacts } from '#shared/deviceIntent/values.ts';
import type { TenantId } from '#shared/values/ids.ts';

/** What carrying out came to; `readAt` is when the device said so. */
export type IntentOutcome =
  | { readonly outcome: 'done'; readonly proof: string; readonly readAt: number }
  /** The device refused or it went wrong, and it is as before. */
  | { readonly outcome: 'undone'; readonly why: string; readonly readAt: number }
  /** Neither as before nor as wanted, or the device will not say. */
  | { readonly outcome: 'failed'; readonly why: string; readonly differences: readonly Difference[] }
  /** The device can't be asked now. Whether something was written is found out when it can. */
  | { readonly outcome: 'unreachable'; readonly why: string };

export interface IntentTask {
  readonly tenant: TenantId;
  readonly intent: DeviceIntentState;
  /**
   * Call before the first write with what will show later whether it took effect; resolves when that is durable and
   * this server still owns the device. Answers what an earlier attempt left here: then something may be written already.
   * Rejects when nothing may be written.
   */
  begin(baseline: IntentFacts): Promise<{ readonly baseline: IntentFacts; readonly resumed: boolean }>;
  readonly signal: AbortSignal;
}

/**
 * How one act is carried out on its kind of device: look, write what is missing, read back. It is called again after a
 * crash at any point, so it looks before it writes. What it throws counts as `unreachable`.
 */
export interface IntentDriver {
  readonly act: IntentAct;
  /** Longest time for one attempt, in ms. */
  readonly timeoutMs: number;
  carryOut(task: IntentTask): Promise<IntentOutcome>;
}
