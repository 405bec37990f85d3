import { For, Show, type JSX } from 'solid-js';
import type { AlarmTimelineEntry } from '#shared/alarm/view.ts';
import { Age } from '../ui/Age.tsx';
import { Glyph, type GlyphName } from '../ui/Glyph.tsx';
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
  return (
    <ol class="timeline">
      <For each={props.entries.toReversed()} fallback={<li class="faint">{say('timeline.empty')}</li>}>
        {(entry) => (
          <li classList={{ comment: entry.type === 'alarm.commented' }}>
            <Glyph name={glyphs[entry.type] ?? 'raised'} />
            <div>
              <p class="timeline-text">{entry.text}</p>
              <p class="faint">
                {entry.userName ?? say('timeline.automatic')} · <Age at={entry.at} timeZone={props.timeZone} />
              </p>
              <Show when={entry.cause}>
                {(cause) => (
                  <p class="timeline-cause faint mono">
                    <Glyph name="link" />
                    {cause()}
                  </p>
                )}
              </Show>
            </div>
          </li>
        )}
      </For>
    </ol>
  );
}
