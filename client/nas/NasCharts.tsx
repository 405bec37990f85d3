import type { JSX } from 'solid-js';
import { type SampleDrawing, SampleCharts } from '../sample/SampleCharts.tsx';
import { say } from '../words/words.ts';

const drawings: readonly SampleDrawing[] = [
  {
    title: () => say('nas.chart.traffic'),
    unit: 'bitrate',
    metrics: [
      { metric: 'rx', label: () => say('nas.chart.rx') },
      { metric: 'tx', label: () => say('nas.chart.tx') },
    ],
  },
  {
    title: () => say('nas.chart.sessions'),
    unit: 'count',
    metrics: [
      { metric: 'ppp', label: () => say('nas.chart.ppp') },
      { metric: 'hotspot', label: () => say('nas.chart.hotspot') },
    ],
  },
  {
    title: () => say('nas.chart.cpu'),
    unit: 'percent',
    metrics: [{ metric: 'cpu', label: () => say('nas.chart.cpu') }],
  },
  {
    title: () => say('nas.chart.latency'),
    unit: 'milliseconds',
    metrics: [{ metric: 'latency', label: () => say('nas.chart.latency') }],
  },
];

/** What was measured of a router over a chosen time. */
export function NasCharts(props: { id: string }): JSX.Element {
  return <SampleCharts object={`nas/${props.id}`} drawings={drawings} />;
}
