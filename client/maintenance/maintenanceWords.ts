import { now } from '../ui/now.ts';
import { clockTime } from '../ui/relativeTime.ts';
import { say } from '../words/words.ts';

/** `14:05 – 16:00`, with days where they are others than today. */
export function span(from: number, to: number, timeZone: string): string {
  return `${clockTime(from, now(), timeZone)} – ${clockTime(to, now(), timeZone)}`;
}

const kinds = ['branch', 'nas', 'alarmSource', 'alarm'] as const;

/** What a kind of thing is called; one that this console does not know yet by its own name. */
export function kindWords(kind: string): string {
  const known = kinds.find((name) => name === kind);
  return known ? say(`maintenance.kind.${known}`) : kind;
}
