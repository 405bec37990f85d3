import { createMemo, createSignal, For, lazy, Match, Show, Suspense, Switch, ErrorBoundary, type JSX } from 'solid-js';
import { say } from '../../words/words.ts';
import { EmptyState } from '../EmptyState.tsx';
import { ErrorState } from '../ErrorState.tsx';
import type { Tone } from '../Pill.tsx';
import { Spinner } from '../Progress.tsx';
import { absolute } from '../relativeTime.ts';
import { withUnit, type Unit } from '../units.ts';
import './chart.css';
import { lastValue, type ChartSeries } from './chartData.ts';
import { ensureLanguage } from './ensureLanguage.ts';

/** uPlot comes with the first chart, not with the console. */
const ChartCanvas = lazy(async () => {
  ensureLanguage();
  return { default: (await import('./ChartCanvas.tsx')).ChartCanvas };
});

export interface ChartThreshold {
  readonly value: number;
  readonly label: string;
  readonly tone: Extract<Tone, 'critical' | 'warning' | 'maintenance'>;
}

export interface ChartProps {
  readonly title: string;
  readonly unit: Unit;
  /** ms since 1970, rising. */
  readonly times: readonly number[];
  /** At most five lines can be told apart. */
  readonly series: readonly ChartSeries[];
  readonly timeZone: string;
  /** More than this between two samples is a gap. */
  readonly gapMs?: number;
  /** The window that is shown; default: what the samples span. */
  readonly from?: number | undefined;
  readonly to?: number | undefined;
  readonly thresholds?: readonly ChartThreshold[];
  readonly state?: 'loading' | 'ready' | { readonly failed: string };
  readonly height?: number;
  /** Charts of one group show their cursors at the same time. */
  readonly group?: string;
  /** A click (or Enter on the cursor): show what happened then. */
  readonly onPick?: (at: number) => void;
  /** Beside the title: the choice of the window. */
  readonly end?: JSX.Element;
}

/** Lines over time. Loading, empty and failed keep the chart's place. */
export function Chart(props: ChartProps): JSX.Element {
  const [cursor, setCursor] = createSignal<{ readonly at: number; readonly index: number }>();
  const failed = (): string | undefined => (typeof props.state === 'object' ? props.state.failed : undefined);
  const empty = createMemo(() => props.series.every((series) => lastValue(series) === undefined));
  const height = (): number => props.height ?? 180;
  return (
    <figure class="chart">
      <figcaption class="chart-head">
        <span class="chart-title">{props.title}</span>
        <span class="chart-legend">
          <For each={props.series}>
            {(series, at) => <LegendEntry series={series} at={at()} unit={props.unit} index={cursor()?.index} />}
          </For>
        </span>
        <span class="chart-at number" aria-live="off">
          <Show when={cursor()}>{(present) => absolute(present().at, props.timeZone)}</Show>
        </span>
        {props.end}
      </figcaption>
      <div class="chart-body" style={{ 'min-height': `${height()}px` }}>
        <Switch>
          <Match when={failed()}>{(why) => <ErrorState title={say('ui.chart.failed')} text={why()} />}</Match>
          <Match when={props.state === 'loading'}>
            <ChartPending />
          </Match>
          <Match when={empty()}>
            <EmptyState glyph="search" title={say('ui.chart.empty')} text={say('ui.chart.emptyText')} />
          </Match>
          <Match when={true}>
            <ErrorBoundary
              fallback={(error: unknown) => (
                <ErrorState
                  title={say('ui.chart.failed')}
                  text={error instanceof Error ? error.message : String(error)}
                />
              )}
            >
              <Suspense fallback={<ChartPending />}>
                <ChartCanvas {...props} height={height()} onCursor={setCursor} />
              </Suspense>
            </ErrorBoundary>
          </Match>
        </Switch>
      </div>
    </figure>
  );
}

function ChartPending(): JSX.Element {
  return (
    <div class="chart-pending">
      <Spinner />
    </div>
  );
}

function LegendEntry(props: { series: ChartSeries; at: number; unit: Unit; index: number | undefined }): JSX.Element {
  const value = (): number | null | undefined =>
    props.index === undefined ? lastValue(props.series) : props.series.values[props.index];
  return (
    <span class="legend-entry">
      <svg class={`legend-line line-${props.at + 1}`} viewBox="0 0 18 4" aria-hidden="true">
        <path d="M0 2h18" />
      </svg>
      {props.series.label}
      <strong class="number">{typeof value() === 'number' ? withUnit(value()!, props.unit) : '–'}</strong>
    </span>
  );
}
