import type { DeviceIntentRow } from '#shared/deviceIntent/view.ts';
import type { SessionReport } from '#shared/session/history.ts';
import type { SessionRow } from '#shared/session/view.ts';
import type { GlyphName } from '../ui/Glyph.tsx';
import type { Tone } from '../ui/Pill.tsx';
import type { TimelineFact } from '../ui/Timeline.tsx';
import { say } from '../words/words.ts';

/** What happened to a session, newest first: how it began and ended, and what was asked of its router about it. */
export function sessionTimeline(
  session: SessionRow,
  reports: readonly SessionReport[],
  acts: readonly DeviceIntentRow[],
): readonly TimelineFact[] {
  const { startedAt, startMissed, unknownSince, endedAt, endCause } = session;
  const start = reports.find(({ kind }) => kind === 'start');
  const facts: TimelineFact[] = [
    fact(
      'began',
      start?.receivedAt ?? startedAt,
      'play',
      say(startMissed ? 'online.startMissed' : 'online.told.began'),
    ),
    ...acts.map(actFact),
  ];
  if (unknownSince !== undefined)
    facts.push(fact('unknown', unknownSince, 'stale', say('online.state.unknownText'), 'unknown'));
  if (endedAt !== undefined)
    facts.push(
      fact(
        'ended',
        endedAt,
        'minus',
        say('online.told.ended', { cause: say(`online.cause.${endCause ?? 'unnamed'}`) }),
      ),
    );
  return facts.toSorted((a, b) => b.at - a.at);
}

function fact(id: string, at: number, glyph: GlyphName, text: string, tone?: Tone): TimelineFact {
  return { id, at, glyph, text, tone };
}

function actFact({
  id,
  act,
  state,
  outcome,
  reason,
  requestedByName,
  requestedAt,
  endedAt,
}: DeviceIntentRow): TimelineFact {
  const what = say(act === 'session.disconnect' ? 'online.told.disconnect' : 'online.told.coa');
  const words = [`${what}: ${say(`intent.state.${state}`)}`, outcome, reason].filter(Boolean).join(' – ');
  const failed = state === 'needsAttention';
  return {
    id,
    at: endedAt ?? requestedAt,
    glyph: failed ? 'warning' : 'restart',
    tone: failed ? 'critical' : undefined,
    text: words,
    by: requestedByName,
  };
}
