import type { Clock } from '#actors/system/clock.ts';
import type { CommandEnvelope } from '#actors/system/envelope.ts';
import type { Reply } from '#shared/wire/reply.ts';
import { systemRefusal, systemRefusals } from '#shared/wire/systemRefusals.ts';
import { pause } from './pause.ts';

export type Ask = (envelope: CommandEnvelope) => Promise<Reply>;

const FIRST_PAUSE_MS = 50;
const LONGEST_PAUSE_MS = 2_000;
const ANSWER_WITHIN_MS = 10_000;

/**
 * Asks with the same key until there is an answer that asking again would not change: a busy actor, a database that does
 * not answer, an unknown outcome. `retrying` hears of each further attempt. Rejects only when the signal aborts.
 */
export async function askUntilAnswered(
  ask: Ask,
  envelope: Omit<CommandEnvelope, 'deadlineAt'>,
  clock: Clock,
  signal: AbortSignal,
  retrying: (code: string) => void = () => {},
): Promise<Reply> {
  for (let pauseMs = FIRST_PAUSE_MS; ; pauseMs = Math.min(pauseMs * 2, LONGEST_PAUSE_MS)) {
    signal.throwIfAborted();
    const reply = await ask({ ...envelope, deadlineAt: clock.now() + ANSWER_WITHIN_MS }).catch(() =>
      systemRefusal('storage/unavailable'),
    );
    if (reply.ok || !canBeRetried(reply.code)) return reply;
    retrying(reply.code);
    await pause(clock, pauseMs, signal);
  }
}

function canBeRetried(code: string): boolean {
  return Object.hasOwn(systemRefusals, code) && systemRefusals[code as keyof typeof systemRefusals].retry;
}
