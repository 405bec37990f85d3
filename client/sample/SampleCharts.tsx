import { createSignal, For, type JSX } from 'solid-js';
import { useSession } from '../shell/session.tsx';
import { Chart } from '../ui/chart/Chart.tsx';
import type { Unit } from '../ui/units.ts';
import { createSamples } from './createSamples.ts';
import './sampleCharts.css';
import { SpanChoice } from './SpanChoice.tsx';
import type { SpanName } from './spans.ts';

export interface SampleDrawing {
  readonly title: () => string;
  readonly unit: Unit;
  readonly metrics: readonly { readonly metric: string; readonly label: () => string }[];
}

const REFRESH_MS = 15_000;

/** What was measured of an object over a chosen time, all charts with one cursor. */
export function SampleCharts(props: { object: string; drawings: readonly SampleDrawing[] }): JSX.Element {
  const session = useSession();
  const [span, setSpan] = createSignal<SpanName>('1h');
  const metrics = (): string[] => props.drawings.flatMap((one) => one.metrics.map(({ metric }) => metric));
  const samples = createSamples({ object: () => props.object, metrics, span }, REFRESH_MS);
  return (
    <div class="samples">
      <SpanChoice spans={['1h', '24h', '7d', '30d']} chosen={span()} onChoose={setSpan} />
      <div class="sample-charts">
        <For each={props.drawings}>
          {(drawing) => (
            <Chart
              title={drawing.title()}
              unit={drawing.unit}
              times={samples.times()}
              series={drawing.metrics.map(({ metric, label }) => ({
                id: metric,
                label: label(),
                values: samples.values(metric),
              }))}
              timeZone={session.timeZone}
              from={samples.from()}
              to={samples.to()}
              state={samples.state()}
              group={props.object}
            />
          )}
        </For>
      </div>
    </div>
  );
}
