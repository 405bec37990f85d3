import type { BranchId, EvidenceId, IdempotencyKey, UserId } from '#shared/values/ids.ts';
import type { ActorAddress } from './address.ts';

/** Who asks. A user acts within branches; the system (a device actor, a deadline, an import) is named. */
export type Caller =
  | { readonly kind: 'user'; readonly userId: UserId; readonly branches: readonly BranchId[] | 'all' }
  | { readonly kind: 'system'; readonly name: string };

/** Why an event happened: another event, a piece of evidence, or a person's command (by its key). */
export type Cause =
  | { readonly kind: 'event'; readonly position: number }
  | { readonly kind: 'evidence'; readonly id: EvidenceId }
  | { readonly kind: 'command'; readonly key: string }
  | { readonly kind: 'deadline'; readonly name: string; readonly dueAt: number };

/** Raw bytes that made the system act, at most 16 KiB, secrets redacted by whoever received them. */
export interface Evidence {
  readonly id: EvidenceId;
  readonly kind: string;
  readonly bytes: Uint8Array;
  readonly receivedAt: number;
}

/** Ownership under which a device actor writes; refused by the database once somebody else owns the shard. */
export interface Fence {
  readonly shard: number;
  readonly epoch: bigint;
}

export interface CommandEnvelope<C = unknown> {
  readonly address: ActorAddress;
  readonly key: IdempotencyKey;
  readonly command: C;
  readonly caller: Caller;
  /** Defaults to the command itself. */
  readonly cause?: Cause;
  readonly evidence?: Evidence;
  readonly fence?: Fence;
  /** The deadline this command is the firing of; its row goes in the same transaction. */
  readonly fired?: { readonly name: string; readonly dueAt: number };
  /** Caller's deadline on the runtime's clock; answered `command/timeout` when it passes. */
  readonly deadlineAt: number;
}
