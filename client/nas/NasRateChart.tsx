import { createEffect, createSignal, on, type JSX } from 'solid-js';
import type { NasRate } from '#shared/nas/view.ts';
import { Chart } from '../ui/chart/Chart.tsx';
import { say } from '../words/words.ts';

/** Five minutes of seconds. */
const MOST = 300;
const GAP_MS = 5_000;

/** One interface's rates, second by second, from the moment it is opened. */
export function NasRateChart(props: { name: string; rate: () => NasRate | undefined; timeZone: string }): JSX.Element {
  const [points, setPoints] = createSignal<readonly NasRate[]>([]);
  createEffect(
    on(
      () => props.rate()?.at,
      () => {
        const rate = props.rate();
        // A copy: the live row is changed in place.
        if (rate) setPoints((before) => [...before.slice(-(MOST - 1)), { ...rate }]);
      },
    ),
  );
  return (
    <Chart
      title={`${props.name} · ${say('nas.chart.live')}`}
      unit="bitrate"
      times={points().map(({ at }) => at)}
      series={[
        { id: 'rx', label: say('nas.chart.rx'), values: points().map(({ rxBps }) => rxBps) },
        { id: 'tx', label: say('nas.chart.tx'), values: points().map(({ txBps }) => txBps) },
      ]}
      timeZone={props.timeZone}
      gapMs={GAP_MS}
      state={points().length === 0 ? 'loading' : 'ready'}
    />
  );
}
