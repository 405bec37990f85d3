import { createMemo, createSignal, onCleanup, type JSX } from 'solid-js';
import { type IpPoolRow, NEARLY_FULL, POOL_SAMPLES, poolMetrics } from '#shared/ipPool/use.ts';
import { SampleChart } from '#shared/sample/chart.ts';
import { getJson } from '../shell/api.ts';
import { createFetched } from '../shell/createFetched.ts';
import { useSession } from '../shell/session.tsx';
import { Chart } from '../ui/chart/Chart.tsx';
import { SegmentedControl } from '../ui/SegmentedControl.tsx';
import { say } from '../words/words.ts';

const windows = { '24h': 86_400_000, '7d': 7 * 86_400_000, '30d': 30 * 86_400_000 } as const;
type WindowName = keyof typeof windows;
const names = Object.keys(windows) as WindowName[];
const REFRESH_MS = 60_000;

/** How full a pool was, with the line from which on there is an alarm. */
export function PoolHistory(props: { pool: IpPoolRow }): JSX.Element {
  const session = useSession();
  const [span, setSpan] = createSignal<WindowName>('7d');
  const [turn, setTurn] = createSignal(0);
  const timer = setInterval(() => setTurn(turn() + 1), REFRESH_MS);
  onCleanup(() => clearInterval(timer));
  const id = createMemo(() => props.pool.id);
  const chart = createFetched(
    (signal) => {
      const to = Date.now();
      const from = to - windows[span()];
      const query = `object=${POOL_SAMPLES}/${id()}&metrics=${poolMetrics.used}&from=${from}&to=${to}&points=300`;
      return getJson(`/api/samples?${query}`, SampleChart, { signal });
    },
    () => [id(), span(), turn()],
  );
  const times = createMemo(() => (chart.data()?.at ?? []).map((seconds) => seconds * 1_000));
  const size = (): number => props.pool.use?.size ?? 0;
  const state = () => {
    if (chart.data()) return 'ready' as const;
    const why = chart.trouble();
    return why === undefined ? ('loading' as const) : { failed: why };
  };
  return (
    <Chart
      title={say('pool.history')}
      unit="count"
      times={times()}
      series={[{ id: 'used', label: say('pool.column.use'), values: chart.data()?.series[0]?.mean ?? [] }]}
      thresholds={size() > 0 ? [{ value: size() * NEARLY_FULL, label: say('pool.nearlyFull'), tone: 'warning' }] : []}
      timeZone={session.timeZone}
      from={chart.data()?.from}
      to={chart.data()?.to}
      state={state()}
      end={
        <SegmentedControl
          label={say('nas.chart.window')}
          options={names.map((name) => ({ value: name, label: say(`nas.chart.${name}`) }))}
          chosen={span()}
          onChoose={(name) => setSpan(names.find((one) => one === name) ?? '7d')}
        />
      }
    />
  );
}
