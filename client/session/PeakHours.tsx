import { createMemo, createSignal, For, Show, type JSX } from 'solid-js';
import type { UsageHour } from '#shared/session/usage.ts';
import { withUnit } from '../ui/units.ts';
import { locale, say } from '../words/words.ts';
import { type HourOfWeek, hoursOfWeek, movedInWeek } from './hourOfWeek.ts';
import './session.css';

/** A Monday. */
const MONDAY = Date.UTC(2024, 0, 1);
const DAY_MS = 86_400_000;
const HOURS = Array.from({ length: 24 }, (_, hour) => hour);
const STEPS = [0, 0.25, 0.5, 0.75, 1] as const;

/**
 * When the network is busy: seven days by 24 hours, the darker the more. One cell can take the focus, arrow keys move it;
 * what is under the pointer or has the focus is read out below, else the busiest hour.
 */
export function PeakHours(props: { hours: readonly UsageHour[]; timeZone: string }): JSX.Element {
  const cells = createMemo(() => hoursOfWeek(props.hours, props.timeZone));
  const most = createMemo(() => Math.max(1, ...cells().map(({ bps }) => bps ?? 0)));
  const busiest = createMemo(() => cells().findIndex(({ bps }) => bps === most()));
  const [focused, setFocused] = createSignal<number>();
  const [pointed, setPointed] = createSignal<number>();
  const current = (): number => focused() ?? Math.max(0, busiest());
  const shown = (): number | undefined => pointed() ?? focused();
  let grid!: HTMLDivElement;
  const onKeyDown = (event: KeyboardEvent): void => {
    const to = movedInWeek(current(), event.key);
    if (to === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    setFocused(to);
    grid.querySelector<HTMLElement>(`[data-at="${to}"]`)?.focus();
  };
  const reading = (): string => {
    const at = shown();
    if (at !== undefined) return cellText(cells()[at]!);
    return busiest() < 0 ? '' : say('online.heatBusiest', { cell: cellText(cells()[busiest()]!) });
  };
  return (
    <figure class="session-peak">
      <figcaption class="muted">{say('online.heatText')}</figcaption>
      <div
        ref={grid}
        class="session-heat"
        role="grid"
        aria-label={say('online.heat')}
        on:keydown={onKeyDown}
        onPointerLeave={() => setPointed(undefined)}
        onFocusOut={() => setFocused(undefined)}
      >
        <div class="session-heat-row" aria-hidden="true">
          <span class="day" />
          <For each={HOURS}>
            {(hour) => <span class="muted number">{hour % 3 === 0 ? String(hour).padStart(2, '0') : ''}</span>}
          </For>
        </div>
        <For each={[0, 1, 2, 3, 4, 5, 6]}>
          {(day) => (
            <div role="row" class="session-heat-row">
              <span role="rowheader" class="day muted">
                {dayName(day)}
              </span>
              <For each={HOURS}>
                {(hour) => {
                  const at = day * 24 + hour;
                  const cell = (): HourOfWeek => cells()[at]!;
                  return (
                    <span
                      class="cell"
                      classList={{ unmeasured: cell().bps === undefined }}
                      role="gridcell"
                      data-at={at}
                      tabIndex={current() === at ? 0 : -1}
                      aria-label={cellText(cell())}
                      title={cellText(cell())}
                      style={{ 'background-color': shade((cell().bps ?? 0) / most()) }}
                      onPointerEnter={() => setPointed(at)}
                      onFocus={() => setFocused(at)}
                    />
                  );
                }}
              </For>
            </div>
          )}
        </For>
      </div>
      <div class="session-heat-foot">
        <p class="number" role="status">
          {reading()}
        </p>
        <Show when={busiest() >= 0}>
          <ul class="session-heat-legend" aria-label={say('online.heatLegend')}>
            <For each={STEPS}>
              {(step) => (
                <li>
                  <span class="cell" style={{ 'background-color': shade(step) }} />
                  <span class="number muted">{withUnit(step * most(), 'bitrate')}</span>
                </li>
              )}
            </For>
          </ul>
        </Show>
      </div>
    </figure>
  );
}

function dayName(day: number): string {
  return new Intl.DateTimeFormat(locale(), { weekday: 'short', timeZone: 'UTC' }).format(MONDAY + day * DAY_MS);
}

function cellText({ day, hour, bps }: HourOfWeek): string {
  const rate = bps === undefined ? say('online.heatNone') : withUnit(bps, 'bitrate');
  return say('online.heatCell', { day: dayName(day), hour: String(hour).padStart(2, '0'), rate });
}

function shade(share: number): string {
  return `color-mix(in oklab, var(--accent) ${Math.round(100 * share)}%, var(--surface-sunken))`;
}
