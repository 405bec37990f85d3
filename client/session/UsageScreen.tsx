import { A } from '@solidjs/router';
import { createMemo, createSignal, For, Show, type JSX } from 'solid-js';
import { TopUsers, UsageHours } from '#shared/session/history.ts';
import { getJson } from '../shell/api.ts';
import { createFetched } from '../shell/createFetched.ts';
import { useSession } from '../shell/session.tsx';
import { useTrail } from '../shell/trail.ts';
import { Chart } from '../ui/chart/Chart.tsx';
import { EmptyState } from '../ui/EmptyState.tsx';
import { SegmentedControl } from '../ui/SegmentedControl.tsx';
import { TabLinks } from '../ui/TabLinks.tsx';
import { withUnit } from '../ui/units.ts';
import { say } from '../words/words.ts';
import { PeakHours } from './PeakHours.tsx';
import './session.css';
import { sessionTabs } from './sessionTabs.ts';

const HOUR_S = 3600;
const spans = ['1', '7', '31'] as const;

/** What the network carried, when it is busy, and who used most. */
export function UsageScreen(): JSX.Element {
  useTrail(() => [{ label: say('online.title'), href: '/sessions' }, { label: say('online.usage') }]);
  const person = useSession();
  const [days, setDays] = createSignal<(typeof spans)[number]>('1');
  const hours = createFetched((signal) => getJson('/api/usage/hours?days=28', UsageHours, { signal }));
  const top = createFetched(
    (signal) => getJson(`/api/usage/top?days=${days()}`, TopUsers, { signal }),
    () => [days()],
  );
  const times = createMemo(() => hours.data()?.hours.map(({ at }) => at) ?? []);
  const rates = (way: 'octetsIn' | 'octetsOut'): number[] =>
    hours.data()?.hours.map((hour) => (hour[way] * 8) / HOUR_S) ?? [];
  const state = () => {
    if (hours.data()) return 'ready' as const;
    const why = hours.trouble();
    return why === undefined ? ('loading' as const) : { failed: why };
  };
  return (
    <>
      <TabLinks label={say('online.title')} tabs={sessionTabs(person.permissions)} />
      <div class="session-page">
        <Chart
          title={say('online.trend')}
          unit="bitrate"
          times={times()}
          series={[
            { id: 'down', label: say('online.column.down'), values: rates('octetsOut') },
            { id: 'up', label: say('online.column.up'), values: rates('octetsIn') },
          ]}
          gapMs={3 * HOUR_S * 1000}
          timeZone={person.timeZone}
          state={state()}
        />
        <section>
          <h2>{say('online.heat')}</h2>
          <PeakHours hours={hours.data()?.hours ?? []} timeZone={person.timeZone} />
        </section>
        <section>
          <h2>{say('online.top')}</h2>
          <SegmentedControl
            label={say('online.top')}
            options={spans.map((value) => ({ value, label: say(`online.days.${value}`) }))}
            chosen={days()}
            onChoose={(value) => setDays(spans.find((one) => one === value) ?? '1')}
          />
          <Show
            when={(top.data()?.users.length ?? 0) > 0}
            fallback={<EmptyState glyph="search" title={top.trouble() ?? say('online.topNone')} text="" />}
          >
            <table class="session-top number">
              <thead>
                <tr>
                  <th scope="col">{say('online.column.username')}</th>
                  <th scope="col">{say('online.column.down')}</th>
                  <th scope="col">{say('online.column.up')}</th>
                  <th scope="col">{say('online.top.total')}</th>
                </tr>
              </thead>
              <tbody>
                <For each={top.data()?.users}>
                  {(user) => (
                    <tr>
                      <td>
                        <A href={`/subscriptions/${user.subscriptionId}`}>
                          {user.username ?? user.subscriptionId.slice(0, 8)}
                        </A>
                      </td>
                      <td>{withUnit(user.octetsOut, 'bytes')}</td>
                      <td>{withUnit(user.octetsIn, 'bytes')}</td>
                      <td>{withUnit(user.octetsIn + user.octetsOut, 'bytes')}</td>
                    </tr>
                  )}
                </For>
              </tbody>
            </table>
          </Show>
        </section>
      </div>
    </>
  );
}
