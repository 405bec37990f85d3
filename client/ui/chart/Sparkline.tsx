import { createMemo, Show, type JSX } from 'solid-js';
import type { Tone } from '../Pill.tsx';
import '../pill.css';
import './chart.css';

const WIDTH = 96;
const HEIGHT = 20;
const EDGE = 2.5;

/** The shape of the last values, for lists and tiles; gaps are gaps. `label` says in words what it shows. */
export function Sparkline(props: {
  values: readonly (number | null | undefined)[];
  label: string;
  /** The lowest and highest of the scale; default: 0 and the highest value. */
  min?: number;
  max?: number;
  tone?: Tone;
}): JSX.Element {
  const points = createMemo(() => placed(props.values, props.min, props.max));
  const last = () => points().findLast((point) => point !== undefined);
  return (
    <svg
      class={`sparkline ${props.tone ? `toned tone-${props.tone}` : ''}`}
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      role="img"
      aria-label={props.label}
    >
      <path d={sparkPath(points())} />
      <Show when={last()}>{(point) => <circle cx={point()[0]} cy={point()[1]} r="1.8" />}</Show>
    </svg>
  );
}

type Point = readonly [x: number, y: number] | undefined;

function placed(values: readonly (number | null | undefined)[], min = 0, max?: number): readonly Point[] {
  const top = max ?? Math.max(min, ...values.map((value) => value ?? min));
  const span = top - min || 1;
  const step = (WIDTH - 2 * EDGE) / Math.max(1, values.length - 1);
  return values.map((value, at) => {
    if (value === null || value === undefined || !Number.isFinite(value)) return undefined;
    const share = Math.max(0, Math.min(1, (value - min) / span));
    return [round(EDGE + at * step), round(HEIGHT - EDGE - share * (HEIGHT - 2 * EDGE))];
  });
}

/** A line through what is known; a lone value is a short dash. */
export function sparkPath(points: readonly Point[]): string {
  return points
    .map((point, at) => {
      if (!point) return '';
      const alone = !points[at - 1] && !points[at + 1];
      return `${points[at - 1] ? 'L' : 'M'}${point[0]} ${point[1]}${alone ? 'h1' : ''}`;
    })
    .join('');
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
