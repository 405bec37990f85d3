import { createMemo, For, type JSX } from 'solid-js';
import type { UsageHour } from '#shared/session/history.ts';
import { withUnit } from '../ui/units.ts';
import { locale, say } from '../words/words.ts';
import { type HourOfWeek, hoursOfWeek } from './hourOfWeek.ts';
import './session.css';

/** A Monday. */
const MONDAY = Date.UTC(2024, 0, 1);
const DAY_MS = 86_400_000;

/** When the network is busy: seven days by 24 hours, the darker the more. */
export function PeakHours(props: { hours: readonly UsageHour[]; timeZone: string }): JSX.Element {
  const cells = createMemo(() => hoursOfWeek(props.hours, props.timeZone));
  const most = createMemo(() => Math.max(1, ...cells().map(({ bps }) => bps ?? 0)));
  const dayName = (day: number): string =>
    new Intl.DateTimeFormat(locale(), { weekday: 'short', timeZone: 'UTC' }).format(MONDAY + day * DAY_MS);
  const text = ({ day, hour, bps }: HourOfWeek): string =>
    say('online.heatCell', { day: dayName(day), hour, rate: bps === undefined ? '–' : withUnit(bps, 'bitrate') });
  const colour = ({ bps }: HourOfWeek): string =>
    `color-mix(in oklab, var(--accent) ${Math.round((100 * (bps ?? 0)) / most())}%, var(--surface-sunken))`;
  return (
    <figure>
      <figcaption class="muted">{say('online.heatText')}</figcaption>
      <div class="session-heat" role="list" aria-label={say('online.heat')}>
        <span class="day" />
        <For each={Array.from({ length: 24 }, (_, hour) => hour)}>
          {(hour) => <span class="muted number">{hour % 6 === 0 ? hour : ''}</span>}
        </For>
        <For each={[0, 1, 2, 3, 4, 5, 6]}>
          {(day) => (
            <>
              <span class="day muted">{dayName(day)}</span>
              <For each={cells().slice(day * 24, day * 24 + 24)}>
                {(cell) => (
                  <span
                    role="listitem"
                    aria-label={text(cell)}
                    title={text(cell)}
                    style={{ 'background-color': colour(cell) }}
                  />
                )}
              </For>
            </>
          )}
        </For>
      </div>
    </figure>
  );
}
