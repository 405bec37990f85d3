import { createMemo, createSignal, onCleanup } from 'solid-js';
import { SampleChart } from '#shared/sample/chart.ts';
import { getJson } from '../shell/api.ts';
import { createFetched } from '../shell/createFetched.ts';
import { type SpanName, spans } from './spans.ts';

export interface Samples {
  /** ms since 1970. */
  times(): readonly number[];
  /** One for each time; null where nothing was measured. */
  values(metric: string): readonly (number | null)[];
  from(): number | undefined;
  to(): number | undefined;
  state(): 'ready' | 'loading' | { readonly failed: string };
}

/** More than a chart has room for is not asked for. */
const POINTS = 400;

/** What was measured of an object from some time ago until now, asked for again and again. */
export function createSamples(
  what: { object(): string; metrics(): readonly string[]; span(): SpanName },
  refreshMs: number,
): Samples {
  const [turn, setTurn] = createSignal(0);
  const timer = setInterval(() => setTurn(turn() + 1), refreshMs);
  onCleanup(() => clearInterval(timer));
  const object = createMemo(() => what.object());
  const chart = createFetched(
    (signal) => {
      const to = Date.now();
      const query = new URLSearchParams({
        ...{ object: object(), metrics: what.metrics().join(',') },
        ...{ from: String(to - spans[what.span()]), to: String(to), points: String(POINTS) },
      });
      return getJson(`/api/samples?${query}`, SampleChart, { signal });
    },
    () => [object(), what.span(), turn()],
  );
  const times = createMemo(() => (chart.data()?.at ?? []).map((seconds) => seconds * 1_000));
  return {
    times,
    values: (name) => chart.data()?.series.find(({ metric }) => metric === name)?.mean ?? [],
    from: () => chart.data()?.from,
    to: () => chart.data()?.to,
    state: () => {
      if (chart.data()) return 'ready';
      const why = chart.trouble();
      return why === undefined ? 'loading' : { failed: why };
    },
  };
}
