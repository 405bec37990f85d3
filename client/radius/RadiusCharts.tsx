import type { JSX } from 'solid-js';
import { RADIUS_SAMPLES, radiusMetrics } from '#shared/radius/metrics.ts';
import { type SampleDrawing, SampleCharts } from '../sample/SampleCharts.tsx';
import { useSession } from '../shell/session.tsx';
import { say } from '../words/words.ts';

const drawings: readonly SampleDrawing[] = [
  {
    title: () => say('radius.chart.requests'),
    unit: 'count',
    metrics: [{ metric: radiusMetrics.requests, label: () => say('radius.chart.perSecond') }],
  },
  {
    title: () => say('radius.chart.answers'),
    unit: 'count',
    metrics: [
      { metric: radiusMetrics.accepts, label: () => say('radius.chart.accepted') },
      { metric: radiusMetrics.rejects, label: () => say('radius.chart.rejected') },
      { metric: radiusMetrics.drops, label: () => say('radius.chart.dropped') },
    ],
  },
  {
    title: () => say('radius.chart.sessions'),
    unit: 'count',
    metrics: [{ metric: radiusMetrics.sessions, label: () => say('radius.sessions') }],
  },
  {
    title: () => say('radius.chart.latency'),
    unit: 'milliseconds',
    metrics: [{ metric: radiusMetrics.p99, label: () => say('radius.chart.p99') }],
  },
];

/** What was measured of the server over a chosen time, as far as it is about one's own company. */
export function RadiusCharts(): JSX.Element {
  const session = useSession();
  return <SampleCharts object={`${RADIUS_SAMPLES}/${session.tenantId}`} drawings={drawings} />;
}
