import { createEffect, createSignal, For, onCleanup, type JSX } from 'solid-js';
import type { ChartState } from '#shared/inspector/view.ts';
import { targetsFrom } from './chartShape.ts';

/** Arrows from one state to where it can go, laid over the boxes and measured from them. */
export function ChartArrows(props: {
  board: HTMLElement | undefined;
  chart: ChartState;
  from: string | undefined;
}): JSX.Element {
  const [arrows, setArrows] = createSignal<readonly string[]>([]);
  const [sizes, setSizes] = createSignal(0);
  createEffect(() => {
    const { board } = props;
    if (!board) return;
    const observer = new ResizeObserver(() => setSizes((count) => count + 1));
    observer.observe(board);
    onCleanup(() => observer.disconnect());
  });
  createEffect(() => {
    sizes();
    setArrows(props.board && props.from !== undefined ? draw(props.board, props.chart, props.from) : []);
  });
  return (
    <svg class="chart-arrows" aria-hidden="true">
      <defs>
        <marker id="chart-head" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto">
          <path d="M0 0 8 4 0 8Z" />
        </marker>
      </defs>
      <For each={arrows()}>{(path) => <path class="chart-arrow" d={path} marker-end="url(#chart-head)" />}</For>
    </svg>
  );
}

function draw(board: HTMLElement, chart: ChartState, from: string): string[] {
  const origin = board.getBoundingClientRect();
  const boxOf = (name: string): DOMRect | undefined =>
    board.querySelector(`[data-state="${CSS.escape(name)}"]`)?.getBoundingClientRect();
  const source = boxOf(from);
  if (!source) return [];
  return targetsFrom(chart, from).flatMap((target) => {
    const box = boxOf(target);
    return box ? [curve(source, box, origin)] : [];
  });
}

/** Beside each other: between the facing sides. Otherwise between bottom and top. */
function curve(from: DOMRect, to: DOMRect, origin: DOMRect): string {
  const point = (x: number, y: number): string => `${Math.round(x - origin.left)} ${Math.round(y - origin.top)}`;
  const contained = to.left >= from.left && to.right <= from.right;
  if (!contained && (to.left >= from.right || to.right <= from.left)) {
    const right = to.left >= from.right;
    const y1 = from.top + 16;
    const y2 = to.top + 16;
    const x1 = right ? from.right : from.left;
    const x2 = right ? to.left : to.right;
    const far = Math.abs(x2 - x1) > 60;
    const bend = far ? -34 : 0;
    const reach = (x2 - x1) * 0.4;
    return `M${point(x1, y1)} C${point(x1 + reach, y1 + bend)} ${point(x2 - reach, y2 + bend)} ${point(x2, y2)}`;
  }
  const down = to.top >= from.top;
  const x1 = from.left + from.width * 0.7;
  const x2 = to.left + to.width * 0.7;
  const y1 = down ? from.bottom : from.top;
  const y2 = down ? to.top : to.bottom;
  const reach = Math.max(16, Math.abs(y2 - y1) * 0.4) * (down ? 1 : -1);
  return `M${point(x1, y1)} C${point(x1, y1 + reach)} ${point(x2, y2 - reach)} ${point(x2, y2)}`;
}
