import { A } from '@solidjs/router';
import { createMemo, For, Show, type JSX } from 'solid-js';
import type { MaintenanceRow } from '#shared/maintenance/view.ts';
import { createMedia, PHONE } from '../ui/media.ts';
import { now } from '../ui/now.ts';
import { instantOf, localText } from '../ui/zonedTime.ts';
import { dateFormat } from '../words/formats.ts';
import { locale, say } from '../words/words.ts';
import './maintenance.css';
import { span } from './maintenanceWords.ts';

const DAYS = 14;
const DAY_MS = 24 * 3_600_000;
/** So that a window of an hour can be seen and hit. */
const LEAST_SHARE = 0.012;

/** Two weeks from today on, a line per window. */
export function MaintenanceCalendar(props: { windows: readonly MaintenanceRow[]; timeZone: string }): JSX.Element {
  const phone = createMedia(PHONE);
  const from = createMemo(
    () => instantOf(`${localText(now(), props.timeZone).slice(0, 10)}T00:00`, props.timeZone) ?? now(),
  );
  const until = (): number => from() + DAYS * DAY_MS;
  const share = (at: number): number => Math.min(Math.max((at - from()) / (until() - from()), 0), 1);
  const percent = (part: number): string => `${(part * 100).toFixed(2)}%`;
  const shown = createMemo(() =>
    props.windows
      .filter(({ to, from: begins, state }) => begins < until() && (to > from() || state === 'overrun'))
      .slice(0, 12),
  );
  const days = createMemo(() => Array.from({ length: DAYS }, (_, day) => from() + day * DAY_MS + DAY_MS / 2));
  const day = (at: number): string =>
    dateFormat(locale(), {
      timeZone: props.timeZone,
      day: 'numeric',
      ...(phone() ? {} : { weekday: 'short' }),
    }).format(at);
  return (
    <Show when={shown().length > 0}>
      <section class="maintenance-calendar" aria-label={say('maintenance.calendar')}>
        <div class="maintenance-days faint number" aria-hidden="true">
          <For each={days()}>{(at) => <span>{day(at)}</span>}</For>
        </div>
        <ol class="maintenance-track">
          <For each={shown()}>
            {(window) => {
              const begins = (): number => share(window.startedAt ?? window.from);
              const ends = (): number => share(window.state === 'overrun' ? now() : window.to);
              return (
                <li>
                  <A
                    href={`/maintenance/${window.id}`}
                    class={`maintenance-bar ${window.state}`}
                    style={{
                      'margin-left': percent(Math.min(begins(), 1 - LEAST_SHARE)),
                      width: percent(Math.max(ends() - begins(), LEAST_SHARE)),
                    }}
                    title={`${window.title} · ${span(window.from, window.to, props.timeZone)}`}
                  >
                    <span>{window.title}</span>
                  </A>
                </li>
              );
            }}
          </For>
        </ol>
        <span class="maintenance-now" aria-hidden="true" style={{ left: percent(share(now())) }} />
      </section>
    </Show>
  );
}
