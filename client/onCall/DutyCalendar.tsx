import { createMemo, For, type JSX } from 'solid-js';
import type { Duty } from '#shared/onCall/duty.ts';
import { dayAt, instantOf } from '#shared/onCall/zonedDay.ts';
import { dateFormat } from '../words/formats.ts';
import { locale, say } from '../words/words.ts';

const DAYS = 28;

/** From the midnight before `at` on, in the zone of the rota. */
export function calendarSpan(zone: string, at: number): { readonly from: number; readonly until: number } {
  const today = dayAt(zone, at);
  return { from: instantOf(zone, today, '00:00'), until: instantOf(zone, today + DAYS, '00:00') };
}

/** Four weeks of duties, a row per layer. Everybody has a colour of their own here, and the name in words. */
export function DutyCalendar(props: {
  zone: string;
  now: number;
  span: { readonly from: number; readonly until: number };
  layers: readonly { readonly id: string; readonly name: string; readonly duties: readonly Duty[] }[];
  nameOf: (userId: Duty['userId']) => string;
}): JSX.Element {
  const share = (at: number): number =>
    (Math.min(Math.max(at, props.span.from), props.span.until) - props.span.from) /
    (props.span.until - props.span.from);
  const percent = (part: number): string => `${(part * 100).toFixed(3)}%`;
  const weeks = createMemo(() => {
    const first = dayAt(props.zone, props.span.from);
    return Array.from({ length: DAYS / 7 }, (_, week) => instantOf(props.zone, first + week * 7, '00:00'));
  });
  const day = (at: number): string =>
    dateFormat(locale(), { timeZone: props.zone, day: 'numeric', month: 'short' }).format(at);
  const people = createMemo(() => [
    ...new Set(
      props.layers.flatMap(({ duties }) => duties.map(({ userId }) => userId)).filter((id) => id !== undefined),
    ),
  ]);
  const hue = (duty: Duty): string =>
    duty.userId === undefined ? 'gap' : `series-${(people().indexOf(duty.userId) % 5) + 1}`;
  return (
    <div class="duty-calendar" role="group" aria-label={say('onCall.calendar')}>
      <div class="duty-weeks" aria-hidden="true">
        <For each={weeks()}>
          {(at) => (
            <span class="number" style={{ left: percent(share(at)) }}>
              {day(at)}
            </span>
          )}
        </For>
      </div>
      <For each={props.layers}>
        {(layer) => (
          <div class="duty-row">
            <span class="duty-layer truncate">{layer.name}</span>
            <ol class="duty-track" aria-label={layer.name}>
              <For each={layer.duties}>
                {(duty) => (
                  <li
                    class={`duty ${hue(duty)}`}
                    classList={{ covered: duty.coverId !== undefined }}
                    style={{ left: percent(share(duty.from)), width: percent(share(duty.until) - share(duty.from)) }}
                    title={`${props.nameOf(duty.userId)} · ${day(duty.from)} – ${day(duty.until)}`}
                  >
                    <span class="truncate">
                      {duty.userId === undefined ? say('onCall.gap') : props.nameOf(duty.userId)}
                    </span>
                  </li>
                )}
              </For>
              <span class="duty-now" aria-hidden="true" style={{ left: percent(share(props.now)) }} />
            </ol>
          </div>
        )}
      </For>
    </div>
  );
}
