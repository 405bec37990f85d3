import type { JSX } from 'solid-js';
import type { AlarmTimelineEntry } from '#shared/alarm/view.ts';
import type { NoticeRow } from '#shared/notice/view.ts';
import { noticeLook, wayOf } from '../shell/noticeLooks.ts';
import type { GlyphName } from '../ui/Glyph.tsx';
import { now } from '../ui/now.ts';
import { clockTime } from '../ui/relativeTime.ts';
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

/** What happened, newest first, with who or what caused it, and who was told. Automatic acts are marked. */
export function AlarmTimeline(props: {
  entries: readonly AlarmTimelineEntry[];
  notices: readonly NoticeRow[];
  timeZone: string;
}): JSX.Element {
  const told = (notice: NoticeRow): TimelineFact => {
    const look = noticeLook(notice);
    const at = notice.seenAt ?? notice.shownAt ?? notice.deliveredAt ?? notice.endedAt;
    const when = at === undefined ? '' : ` ${clockTime(at, now(), props.timeZone)}`;
    const name = notice.userName ?? say('notice.team');
    return {
      id: notice.id,
      at: notice.requestedAt,
      glyph: 'bell',
      text: `${say('notice.toldBy', { name, way: wayOf(notice) })} · ${look.word}${when}`,
      cause: notice.outcome === undefined || notice.state !== 'failed' ? undefined : { label: notice.outcome },
    };
  };
  const happened = (): readonly TimelineFact[] =>
    props.entries.toReversed().map((entry) => ({
      id: String(entry.position),
      at: entry.at,
      glyph: glyphs[entry.type] ?? 'raised',
      text: entry.text,
      quote: entry.type === 'alarm.commented',
      by: entry.userName,
      cause: entry.cause === undefined ? undefined : { label: entry.cause },
    }));
  const facts = (): readonly TimelineFact[] =>
    [...happened(), ...props.notices.map(told)].toSorted((a, b) => b.at - a.at);
  return <Timeline facts={facts()} timeZone={props.timeZone} empty={say('timeline.empty')} />;
}
