import { createEffect, createMemo, on, onCleanup, onMount, type JSX } from 'solid-js';
import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import { say } from '../../words/words.ts';
import { onThemeChange } from '../themeChange.ts';
import { withUnit } from '../units.ts';
import type { ChartProps } from './Chart.tsx';
import { alignSeries, lastValue, shownRange } from './chartData.ts';
import { chartOptions } from './chartOptions.ts';
import { chartPalette } from './chartPalette.ts';

interface ChartCanvasProps extends ChartProps {
  readonly height: number;
  readonly onCursor: (cursor: { readonly at: number; readonly index: number } | undefined) => void;
}

/** The drawn part. New samples are put in at most once per frame; another theme, unit or set of lines makes it anew. */
export function ChartCanvas(props: ChartCanvasProps): JSX.Element {
  let root!: HTMLDivElement;
  let plot: uPlot | undefined;
  let frame = 0;
  const data = createMemo(() => alignSeries(props.times, props.series, props.gapMs));
  const range = (): { min: number; max: number } => shownRange(data()[0], props.from, props.to);

  const tellCursor = (self: uPlot): void => {
    const at = self.cursor.idx;
    const second = at === null || at === undefined ? undefined : self.data[0][at];
    if (second === undefined || (self.cursor.left ?? -1) < 0) return props.onCursor(undefined);
    props.onCursor({ at: second * 1_000, index: props.times.indexOf(Math.round(second * 1_000)) });
  };
  const pick = (self: uPlot): void => {
    if (self.cursor.left !== undefined && self.cursor.left >= 0)
      props.onPick?.(Math.round(self.posToVal(self.cursor.left, 'x') * 1_000));
  };
  const make = (): void => {
    plot?.destroy();
    const options = chartOptions(props, chartPalette(root), root.clientWidth || 600, tellCursor);
    plot = new uPlot(options, data(), root);
    plot.setScale('x', range());
    const made = plot;
    made.over.addEventListener('click', () => pick(made));
  };
  const refresh = (): void => {
    cancelAnimationFrame(frame);
    frame = requestAnimationFrame(() => {
      plot?.setData(data(), false);
      plot?.setScale('x', range());
    });
  };
  onMount(() => {
    make();
    const observer = new ResizeObserver(() => plot?.setSize({ width: root.clientWidth, height: props.height }));
    observer.observe(root);
    onCleanup(() => observer.disconnect());
    onCleanup(onThemeChange(make));
  });
  const shape = (): string =>
    JSON.stringify([props.series.map(({ id }) => id), props.unit, props.height, props.thresholds, props.timeZone]);
  createEffect(on(shape, make, { defer: true }));
  createEffect(on([data, () => props.from, () => props.to], refresh, { defer: true }));
  onCleanup(() => {
    cancelAnimationFrame(frame);
    plot?.destroy();
    props.onCursor(undefined);
  });

  const step = (direction: number): void => {
    if (!plot) return;
    const [x] = data();
    const present = plot.cursor.idx ?? x.length - 1;
    const next = Math.max(0, Math.min(x.length - 1, present + direction));
    plot.setCursor({ left: plot.valToPos(x[next] ?? 0, 'x'), top: 10 });
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === 'ArrowLeft') step(-1);
    else if (event.key === 'ArrowRight') step(1);
    else if (event.key === 'Enter' && plot && props.onPick) pick(plot);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  const described = (): string =>
    [
      props.title,
      ...props.series.map((series) => {
        const last = lastValue(series);
        return say('ui.chart.describe', {
          name: series.label,
          value: last === undefined ? '–' : withUnit(last, props.unit),
        });
      }),
    ].join('. ');
  return (
    <div
      ref={root}
      class="chart-canvas"
      classList={{ picks: props.onPick !== undefined }}
      role="group"
      aria-label={described()}
      tabIndex={0}
      on:keydown={onKeyDown}
    />
  );
}
