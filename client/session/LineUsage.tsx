import { createMemo, For, Show, type JSX } from 'solid-js';
import { type UsageDay, UsageDays } from '#shared/session/history.ts';
import { getJson } from '../shell/api.ts';
import { createFetched } from '../shell/createFetched.ts';
import { EmptyState } from '../ui/EmptyState.tsx';
import { ErrorState } from '../ui/ErrorState.tsx';
import { withUnit } from '../ui/units.ts';
import { locale, say } from '../words/words.ts';
import './session.css';

/** What a line used on each of the last 31 days, newest first. */
export function LineUsage(props: { subscriptionId: string; turn?: unknown }): JSX.Element {
  const usage = createFetched(
    (signal) => getJson(`/api/subscriptions/${props.subscriptionId}/usage?days=31`, UsageDays, { signal }),
    () => [props.subscriptionId, props.turn],
  );
  const days = createMemo(() => (usage.data()?.days ?? []).toReversed());
  const most = createMemo(() => Math.max(1, ...days().map(({ octetsIn, octetsOut }) => octetsIn + octetsOut)));
  return (
    <section aria-label={say('online.usageDays')}>
      <Show when={usage.trouble()}>{(why) => <ErrorState title={say('online.usageDays')} text={why()} />}</Show>
      <Show when={usage.data() && days().length === 0}>
        <EmptyState glyph="live" title={say('online.topNone')} />
      </Show>
      <ul class="session-bars">
        <For each={days()}>{(day) => <Bar day={day} most={most()} />}</For>
      </ul>
    </section>
  );
}

function Bar(props: { day: UsageDay; most: number }): JSX.Element {
  const share = (octets: number): string => `${(100 * octets) / props.most}%`;
  const date = (): string =>
    new Intl.DateTimeFormat(locale(), { day: 'numeric', month: 'short', timeZone: 'UTC' }).format(
      new Date(props.day.day),
    );
  return (
    <li>
      <span class="number muted">{date()}</span>
      <span class="session-bar" aria-hidden="true">
        <span class="down" style={{ width: share(props.day.octetsOut) }} />
        <span class="up" style={{ width: share(props.day.octetsIn) }} />
      </span>
      <span class="number">
        {withUnit(props.day.octetsOut, 'bytes')} / {withUnit(props.day.octetsIn, 'bytes')}
      </span>
    </li>
  );
}
