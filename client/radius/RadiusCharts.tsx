import { createMemo, createSignal, onCleanup, type JSX } from 'solid-js';
import { RADIUS_SAMPLES, radiusMetrics } from '#shared/radius/metrics.ts';
import { SampleChart } from '#shared/sample/chart.ts';
import { getJson } from '../shell/api.ts';
import { createFetched } from '../shell/createFetched.ts';
import { useSession } from '../shell/session.tsx';
import { Chart } from '../ui/chart/Chart.tsx';
import { SegmentedControl } from '../ui/SegmentedControl.tsx';
import type { Unit } from '../ui/units.ts';
import { say } from '../words/words.ts';
import './radius.css';

const windows = { '1h': 3_600_000, '24h': 86_400_000, '7d': 7 * 86_400_000, '30d': 30 * 86_400_000 } as const;
type WindowName = keyof typeof windows;
const names = Object.keys(windows) as WindowName[];
const REFRESH_MS = 15_000;

interface Drawing {
  readonly title: () => string;
  readonly unit: Unit;
  readonly metrics: readonly { readonly metric: string; readonly label: () => string }[];
}

const drawings: readonly Drawing[] = [
  {
    title: () => say('radius.chart.requests'),
    unit: 'count',
    metrics: [{ metric: radiusMetrics.requests, label: () => say('radius.chart.perSecond') }],
  },
  {
    title: () => say('radius.chart.answers'),
    unit: 'count',
    metrics: [
      { metric: radiusMetrics.accepts, label: () => say('radius.chart.accepted') },
      { metric: radiusMetrics.rejects, label: () => say('radius.chart.rejected') },
      { metric: radiusMetrics.drops, label: () => say('radius.chart.dropped') },
    ],
  },
  {
    title: () => say('radius.chart.sessions'),
    unit: 'count',
    metrics: [{ metric: radiusMetrics.sessions, label: () => say('radius.sessions') }],
  },
  {
    title: () => say('radius.chart.latency'),
    unit: 'milliseconds',
    metrics: [{ metric: radiusMetrics.p99, label: () => say('radius.chart.p99') }],
  },
];

/** What was measured over a chosen time, all charts with one cursor. */
export function RadiusCharts(): JSX.Element {
  const session = useSession();
  const [span, setSpan] = createSignal<WindowName>('1h');
  const [turn, setTurn] = createSignal(0);
  const timer = setInterval(() => setTurn(turn() + 1), REFRESH_MS);
  onCleanup(() => clearInterval(timer));
  const metrics = Object.values(radiusMetrics).join(',');
  const chart = createFetched(
    (signal) => {
      const to = Date.now();
      const from = to - windows[span()];
      const query = `object=${RADIUS_SAMPLES}/${session.tenantId}&metrics=${metrics}&from=${from}&to=${to}&points=400`;
      return getJson(`/api/samples?${query}`, SampleChart, { signal });
    },
    () => [span(), turn()],
  );
  const times = createMemo(() => (chart.data()?.at ?? []).map((seconds) => seconds * 1_000));
  const valuesOf = (metric: string): readonly (number | null)[] =>
    chart.data()?.series.find((one) => one.metric === metric)?.mean ?? [];
  const state = () => {
    if (chart.data()) return 'ready' as const;
    const why = chart.trouble();
    return why === undefined ? ('loading' as const) : { failed: why };
  };
  return (
    <>
      <div class="radius-bar">
        <SegmentedControl
          label={say('nas.chart.window')}
          options={names.map((name) => ({ value: name, label: say(`nas.chart.${name}`) }))}
          chosen={span()}
          onChoose={(name) => setSpan(name as WindowName)}
        />
      </div>
      <div class="radius-charts">
        {drawings.map((drawing) => (
          <Chart
            title={drawing.title()}
            unit={drawing.unit}
            times={times()}
            series={drawing.metrics.map(({ metric, label }) => ({
              id: metric,
              label: label(),
              values: valuesOf(metric),
            }))}
            timeZone={session.timeZone}
            from={chart.data()?.from}
            to={chart.data()?.to}
            state={state()}
            group="radius"
          />
        ))}
      </div>
    </>
  );
}
