import type { AlarmRow } from '#shared/alarm/view.ts';
import type { Refusal } from '#shared/wire/reply.ts';
import { ago } from '../ui/relativeTime.ts';
import { say, sayProblem } from '../words/words.ts';

/**
 * A refusal in plain words, with who and when where the answer tells. Names come from the answer, or from the row
 * once it shows the same person.
 */
export function refusalWords(refusal: Refusal, alarm: AlarmRow | undefined, ownId: string, now: number): string {
  const by = text(refusal.details?.['by']);
  const at = refusal.details?.['at'];
  const when = typeof at === 'number' && at > 0 ? ago(at, now) : '';
  if (refusal.code === 'alarm/claimed-by-other' || refusal.code === 'alarm/not-claimed-by-you') {
    const name = text(refusal.details?.['byName']) ?? (alarm?.claimedBy === by ? alarm?.claimedByName : undefined);
    return name === undefined ? sayProblem(refusal) : say('refused.claimedBy', { name, when }).trim();
  }
  if (refusal.code === 'alarm/already-acknowledged') {
    if (by === ownId) return say('refused.acknowledgedByYou', { when }).trim();
    const name =
      text(refusal.details?.['byName']) ?? (alarm?.acknowledgedBy === by ? alarm?.acknowledgedByName : undefined);
    return name === undefined ? sayProblem(refusal) : say('refused.acknowledgedBy', { name, when }).trim();
  }
  return sayProblem(refusal);
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}
