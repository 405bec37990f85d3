import { createMemo, Show, type JSX } from 'solid-js';
import type { SessionReport } from '#shared/session/history.ts';
import { Chart } from '../ui/chart/Chart.tsx';
import { EmptyState } from '../ui/EmptyState.tsx';
import { say } from '../words/words.ts';
import { reportRates } from './reportRates.ts';

/** How fast a session was from report to report, and what came together. */
export function SessionCharts(props: { reports: readonly SessionReport[]; timeZone: string }): JSX.Element {
  const rates = createMemo(() => reportRates(props.reports));
  const inOrder = createMemo(() => props.reports.toReversed());
  const counted = (): boolean => props.reports.some(({ octetsOut }) => octetsOut !== undefined);
  const common = { timeZone: props.timeZone, group: 'session', height: 160 };
  return (
    <Show
      when={counted()}
      fallback={<EmptyState glyph="live" title={say('online.noFigures')} text={say('online.noFiguresText')} />}
    >
      <div class="session-charts">
        <Chart
          {...common}
          title={say('online.rates')}
          unit="bitrate"
          times={rates().times}
          series={[
            { id: 'down', label: say('online.column.down'), values: rates().down },
            { id: 'up', label: say('online.column.up'), values: rates().up },
          ]}
        />
        <Chart
          {...common}
          title={say('online.volume')}
          unit="bytes"
          times={inOrder().map(({ receivedAt }) => receivedAt)}
          series={[
            {
              id: 'down',
              label: say('online.column.down'),
              values: inOrder().map(({ kind, octetsOut }) => (kind === 'start' ? (octetsOut ?? 0) : octetsOut)),
            },
            {
              id: 'up',
              label: say('online.column.up'),
              values: inOrder().map(({ kind, octetsIn }) => (kind === 'start' ? (octetsIn ?? 0) : octetsIn)),
            },
          ]}
        />
      </div>
    </Show>
  );
}
