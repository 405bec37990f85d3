import { createSignal, type JSX } from 'solid-js';
import { type IpPoolRow, NEARLY_FULL, POOL_SAMPLES, poolMetrics } from '#shared/ipPool/use.ts';
import { createSamples } from '../sample/createSamples.ts';
import { SpanChoice } from '../sample/SpanChoice.tsx';
import type { SpanName } from '../sample/spans.ts';
import { useSession } from '../shell/session.tsx';
import { Chart } from '../ui/chart/Chart.tsx';
import { say } from '../words/words.ts';

const REFRESH_MS = 60_000;

/** How full a pool was, with the line from which on there is an alarm. */
export function PoolHistory(props: { pool: IpPoolRow }): JSX.Element {
  const session = useSession();
  const [span, setSpan] = createSignal<SpanName>('7d');
  const samples = createSamples(
    { object: () => `${POOL_SAMPLES}/${props.pool.id}`, metrics: () => [poolMetrics.used], span },
    REFRESH_MS,
  );
  const size = (): number => props.pool.use?.size ?? 0;
  return (
    <Chart
      title={say('pool.history')}
      unit="count"
      times={samples.times()}
      series={[{ id: 'used', label: say('pool.column.use'), values: samples.values(poolMetrics.used) }]}
      thresholds={size() > 0 ? [{ value: size() * NEARLY_FULL, label: say('pool.nearlyFull'), tone: 'warning' }] : []}
      timeZone={session.timeZone}
      from={samples.from()}
      to={samples.to()}
      state={samples.state()}
      end={<SpanChoice spans={['24h', '7d', '30d']} chosen={span()} onChoose={setSpan} />}
    />
  );
}
