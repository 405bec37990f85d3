import { createEffect, createSignal, Match, on, Switch, type JSX } from 'solid-js';
import { LineRate } from '#shared/lineRate/view.ts';
import type { ActorId } from '#shared/values/ids.ts';
import { createLiveView } from '../live/createLiveView.ts';
import { useLive } from '../shell/live.tsx';
import { Chart } from '../ui/chart/Chart.tsx';
import { say } from '../words/words.ts';

/** Five minutes of seconds. */
const MOST = 300;
const GAP_MS = 5_000;

interface Point {
  readonly at: number;
  readonly down: number;
  readonly up: number;
}

/** What the line moves, second by second, from the moment its page is opened; or why nobody can say. */
export function LineRateChart(props: { id: string; timeZone: string }): JSX.Element {
  const view = createLiveView(
    useLive(),
    () => ({ view: 'subscription.rate', id: props.id as ActorId }) as const,
    LineRate,
  );
  const rate = (): LineRate | undefined => view.rows[0]?.fields;
  const [points, setPoints] = createSignal<readonly Point[]>([]);
  createEffect(
    on(
      () => props.id,
      () => setPoints([]),
      { defer: true },
    ),
  );
  createEffect(
    on(
      () => rate()?.at,
      (at) => {
        const { downBps: down = 0, upBps: up = 0 } = rate() ?? {};
        if (at !== undefined) setPoints((before) => [...before.slice(-(MOST - 1)), { at, down, up }]);
      },
    ),
  );
  const state = (): LineRate['state'] => rate()?.state ?? 'starting';
  return (
    <Switch
      fallback={
        <Chart
          title={say('lineRate.title')}
          unit="bitrate"
          times={points().map(({ at }) => at)}
          series={[
            { id: 'down', label: say('lineRate.down'), values: points().map(({ down }) => down) },
            { id: 'up', label: say('lineRate.up'), values: points().map(({ up }) => up) },
          ]}
          timeZone={props.timeZone}
          gapMs={GAP_MS}
          state={points().length === 0 ? 'loading' : 'ready'}
        />
      }
    >
      <Match when={state() === 'offline'}>
        <p class="muted">{say('lineRate.offline')}</p>
      </Match>
      <Match when={state() === 'unseen'}>
        <p class="muted">{say('lineRate.unseen')}</p>
      </Match>
      <Match when={state() === 'unmeasured'}>
        <p class="muted">{say('lineRate.unmeasured')}</p>
      </Match>
      <Match when={state() === 'unreached' && points().length === 0}>
        <p class="muted">{say('lineRate.unreached', { router: rate()?.nasName ?? say('trouble.noRouter') })}</p>
      </Match>
    </Switch>
  );
}
