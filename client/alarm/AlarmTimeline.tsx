import type { JSX } from 'solid-js';
import type { AlarmTimelineEntry } from '#shared/alarm/view.ts';
import type { GlyphName } from '../ui/Glyph.tsx';
import { Timeline, type TimelineFact } from '../ui/Timeline.tsx';
import { say } from '../words/words.ts';

const glyphs: Readonly<Record<string, GlyphName>> = {
  'alarm.raised': 'raised',
  'alarm.repeated': 'restart',
  'alarm.severityChanged': 'major',
  'alarm.acknowledged': 'acknowledged',
  'alarm.claimed': 'claimed',
  'alarm.taken': 'claimed',
  'alarm.released': 'person',
  'alarm.shelved': 'shelved',
  'alarm.unshelved': 'shelved',
  'alarm.shelvingExpired': 'shelved',
  'alarm.commented': 'comment',
  'alarm.cleared': 'cleared',
};

/** What happened, newest first, with who or what caused it. Automatic acts are marked. */
export function AlarmTimeline(props: { entries: readonly AlarmTimelineEntry[]; timeZone: string }): JSX.Element {
  const facts = (): readonly TimelineFact[] =>
    props.entries.toReversed().map((entry) => ({
      id: String(entry.position),
      at: entry.at,
      glyph: glyphs[entry.type] ?? 'raised',
      text: entry.text,
      quote: entry.type === 'alarm.commented',
      by: entry.userName,
      cause: entry.cause === undefined ? undefined : { label: entry.cause },
    }));
  return <Timeline facts={facts()} timeZone={props.timeZone} empty={say('timeline.empty')} />;
}
