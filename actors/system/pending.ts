import type { Reply } from '#shared/wire/reply.ts';
import type { DomainKind } from './domainKind.ts';
import type { CommandEnvelope, Fence } from './envelope.ts';
import type { JournalEntry } from './journal.ts';
import type { CommandKey } from './ports.ts';

export type ParsedEnvelope = CommandEnvelope<{ readonly type: string }>;

/** A command waiting in a mailbox or being handled, with whoever waits for its answer. */
export interface Pending {
  readonly envelope: ParsedEnvelope;
  readonly keys: readonly CommandKey[];
  readonly entry: JournalEntry;
  readonly receivedAt: number;
  /** Only the first call counts: the caller's deadline may have come before the answer. */
  readonly answer: (reply: Reply) => void;
  /** The commands this one was joined from; they go their own ways when one of their keys turns out to be known. */
  readonly joined: readonly Pending[];
  crashes: number;
}

export function createPending(
  envelope: ParsedEnvelope,
  hash: Uint8Array,
  receivedAt: number,
  answer: (reply: Reply) => void,
): Pending {
  const { caller, command, key } = envelope;
  return {
    envelope,
    keys: [{ key, hash }],
    entry: {
      at: receivedAt,
      message: command,
      key,
      by: caller.kind === 'user' ? caller.userId : caller.name,
      outcome: 'waiting',
    },
    receivedAt,
    answer,
    joined: [],
    crashes: 0,
  };
}

export function singlesOf(pending: Pending): readonly Pending[] {
  return pending.joined.length > 0 ? pending.joined : [pending];
}

/** Joining copies what was joined before, so beyond this a new one begins; with the mailbox's bound it bounds all. */
const MOST_JOINED = 100;

/** One command for two that mean the same, or undefined. Only reports of the system: people are answered for themselves. */
export function joinPending(kind: DomainKind, waiting: Pending, next: Pending): Pending | undefined {
  if (!kind.coalesce || !isPlainReport(waiting) || !isPlainReport(next)) return undefined;
  if (waiting.keys.length >= MOST_JOINED || !sameFence(waiting.envelope.fence, next.envelope.fence)) return undefined;
  // A report sent again with its key must find that key decided, not be counted with itself.
  if (waiting.keys.some(({ key }) => key === next.envelope.key)) return undefined;
  const command = kind.coalesce(waiting.envelope.command, next.envelope.command);
  if (!command) return undefined;
  return {
    ...next,
    envelope: { ...next.envelope, command: command as { readonly type: string } },
    keys: [...waiting.keys, ...next.keys],
    joined: [...singlesOf(waiting), next],
    crashes: 0,
  };
}

function sameFence(one: Fence | undefined, other: Fence | undefined): boolean {
  return one?.shard === other?.shard && one?.epoch === other?.epoch;
}

function isPlainReport({ envelope, crashes }: Pending): boolean {
  return envelope.caller.kind === 'system' && !envelope.fired && crashes === 0;
}
