import { createMemo, Show, type JSX } from 'solid-js';
import { BranchHours, UsageHours } from '#shared/session/usage.ts';
import { createBranches } from '../branch/branches.ts';
import { getJson } from '../shell/api.ts';
import { createFetched, type Fetched } from '../shell/createFetched.ts';
import { useSession } from '../shell/session.tsx';
import { useTrail } from '../shell/trail.ts';
import { Chart, type ChartProps } from '../ui/chart/Chart.tsx';
import { Section } from '../ui/ObjectPage.tsx';
import { Skeleton } from '../ui/Skeleton.tsx';
import { TabLinks } from '../ui/TabLinks.tsx';
import { say } from '../words/words.ts';
import { branchTrend } from './branchTrend.ts';
import { PeakHours } from './PeakHours.tsx';
import './session.css';
import { sessionTabs } from './sessionTabs.ts';
import { TopUserList } from './TopUserList.tsx';
import { UsageFilterBar } from './UsageFilterBar.tsx';
import { useUsageQuery } from './usageQuery.ts';

const HOUR_S = 3600;
const GAP_MS = 3 * HOUR_S * 1000;
const DAYS = 28;

/** What the network carried, when it is busy, and who used most: of all, of a branch, or of a router. */
export function UsageScreen(): JSX.Element {
  useTrail(() => [{ label: say('online.title'), href: '/sessions' }, { label: say('online.usage') }]);
  const person = useSession();
  const query = useUsageQuery();
  const branches = createBranches();
  const address = (): string => `/api/usage/hours?days=${DAYS}${query.where()}`;
  const hours = createFetched((signal) => getJson(address(), UsageHours, { signal }), address);
  const byBranch = createFetched((signal) => getJson(`/api/usage/branches?days=${DAYS}`, BranchHours, { signal }));
  const times = createMemo(() => hours.data()?.hours.map(({ at }) => at) ?? []);
  const rates = (way: 'octetsIn' | 'octetsOut'): number[] =>
    hours.data()?.hours.map((hour) => (hour[way] * 8) / HOUR_S) ?? [];
  const trend = createMemo(() =>
    branchTrend(byBranch.data()?.hours ?? [], {
      nameOf: (id) => branches.data()?.find((branch) => branch.id === id)?.name ?? say('online.noBranch'),
      others: say('online.otherBranches'),
    }),
  );
  const common = { unit: 'bitrate', gapMs: GAP_MS, timeZone: person.timeZone, group: 'usage' } as const;
  return (
    <>
      <TabLinks label={say('online.title')} tabs={sessionTabs(person.permissions)} />
      <UsageFilterBar query={query} />
      <div class="session-page">
        <Chart
          {...common}
          title={say('online.trend')}
          times={times()}
          series={[
            { id: 'down', label: say('online.column.down'), values: rates('octetsOut') },
            { id: 'up', label: say('online.column.up'), values: rates('octetsIn') },
          ]}
          state={stateOf(hours)}
        />
        <Show when={query.where() === '' && (branches.data()?.length ?? 0) > 1}>
          <Chart {...common} title={say('online.byBranch')} {...trend()} state={stateOf(byBranch)} />
        </Show>
        <Section title={say('online.heat')}>
          <Show
            when={hours.data()}
            fallback={
              <Show when={hours.trouble() === undefined}>
                <Skeleton rows={7} label={say('loading')} />
              </Show>
            }
          >
            {(known) => <PeakHours hours={known().hours} timeZone={person.timeZone} />}
          </Show>
        </Section>
        <TopUserList query={query} />
      </div>
    </>
  );
}

function stateOf(fetched: Fetched<unknown>): NonNullable<ChartProps['state']> {
  if (fetched.data() !== undefined) return 'ready';
  const why = fetched.trouble();
  return why === undefined ? 'loading' : { failed: why };
}
