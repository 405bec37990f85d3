import type uPlot from 'uplot';
import { dateFormat } from '../../words/formats.ts';
import { locale } from '../../words/words.ts';
import { withUnit } from '../units.ts';
import type { ChartProps } from './Chart.tsx';
import { lonePoints } from './chartData.ts';
import { drawMarks } from './chartMarks.ts';
import type { ChartPalette } from './chartPalette.ts';

/** Lines differ by dash as well as by colour. */
export const dashes: readonly (number[] | undefined)[] = [undefined, [7, 4], [2, 3], [10, 3, 2, 3], [4, 2]];
const DAY_S = 86_400;
/** Between two marks, in s: nothing finer than what can be written. */
const timeSteps = [
  ...[1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1_800, 3_600, 7_200, 10_800, 14_400, 21_600, 28_800, 43_200],
  ...[1, 2, 3, 4, 5, 7, 10, 14, 30, 60, 90, 180, 365].map((days) => days * DAY_S),
];
/** Marks at whole MiB, not at whole megabytes. */
const byteSteps = [0, 1, 2, 3, 4, 5].flatMap((power) =>
  [1, 2, 4, 8, 16, 32, 64, 128, 256, 512].map((one) => one * 1_024 ** power),
);
/** Diameter of the dot of a value that no line goes through. */
const LONE_SIZE = 6;
/** Room at the right for the label of the last value. */
const LABEL_WIDTH = 76;

export function chartOptions(
  props: ChartProps & { readonly height: number },
  palette: ChartPalette,
  width: number,
  onCursor: (self: uPlot) => void,
): uPlot.Options {
  const thresholds = props.thresholds ?? [];
  const font = `11px ${palette.font}`;
  const axis = { stroke: palette.text, font, grid: { stroke: palette.grid, width: 1 }, ticks: { show: false } };
  return {
    width,
    height: props.height,
    padding: [10, LABEL_WIDTH, 0, 0],
    legend: { show: false },
    cursor: {
      y: false,
      points: { size: 6 },
      drag: { x: false, y: false },
      ...(props.group === undefined ? {} : { sync: { key: props.group, setSeries: false, scales: ['x', null] } }),
    },
    scales: {
      x: { time: true, auto: false },
      y: {
        range: (_, low, high) =>
          yRange(
            low,
            high,
            thresholds.map(({ value }) => value),
            props.unit === 'dbm',
          ),
      },
    },
    axes: [
      {
        ...axis,
        space: 64,
        size: 26,
        incrs: timeSteps,
        values: (self, splits) => timeLabels(self, splits, props.timeZone),
      },
      {
        ...axis,
        size: 66,
        space: 34,
        ...(props.unit === 'bytes' ? { incrs: byteSteps } : {}),
        values: (_, splits) => splits.map((value) => withUnit(value, props.unit)),
      },
    ],
    series: [
      {},
      ...props.series.map((series, at) => ({
        label: series.label,
        stroke: lineColour(palette, at),
        width: 1.6,
        spanGaps: false,
        points: { show: false, size: LONE_SIZE, fill: lineColour(palette, at), filter: lone },
        ...(dashes[at] ? { dash: dashes[at] } : {}),
      })),
    ],
    hooks: {
      draw: [(self) => drawMarks(self, thresholds, props.unit, palette)],
      setCursor: [onCursor],
    },
  };
}

function lineColour({ lines, text }: ChartPalette, at: number): string {
  return lines[at % lines.length] ?? text;
}

function lone(self: uPlot, series: number): number[] | null {
  const found = lonePoints([...(self.data[series] ?? [])]);
  return found.length === 0 ? null : found;
}

/** From zero, so that small changes don't look like great ones; thresholds are always in sight. */
function yRange(low: number | null, high: number | null, marks: readonly number[], below: boolean): [number, number] {
  const top = Math.max(high ?? 0, ...marks);
  const bottom = Math.min(low ?? 0, ...marks, ...(below ? [] : [0]));
  if (top === bottom) return [bottom, bottom + 1];
  const spare = (top - bottom) * 0.08;
  return [below ? bottom - spare : bottom, top + spare];
}

function timeLabels(self: uPlot, splits: readonly number[], timeZone: string): string[] {
  const { min, max } = self.scales['x'] ?? {};
  const span = (max ?? 0) - (min ?? 0);
  const format = dateFormat(
    locale(),
    span > 3 * DAY_S
      ? { timeZone, day: 'numeric', month: 'short' }
      : span > 600
        ? { timeZone, hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }
        : { timeZone, hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' },
  );
  return splits.map((second) => format.format(second * 1_000));
}
