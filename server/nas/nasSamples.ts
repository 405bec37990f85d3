import { NAS } from '#actors/nas/nasActor.ts';
import { nasInterfaceMetric, nasMetrics } from '#shared/nas/metrics.ts';
import type { SampleUnit } from '#shared/sample/chart.ts';
import type { Sample } from '../sample/sampleFeature.ts';
import type { NasChannel } from './nasChannel.ts';

const MOST_INTERFACES = 64;

const units: Readonly<Record<string, SampleUnit>> = {
  [nasMetrics.cpu]: 'percent',
  [nasMetrics.memory]: 'percent',
  [nasMetrics.temperature]: 'celsius',
  [nasMetrics.ppp]: 'count',
  [nasMetrics.hotspot]: 'count',
  [nasMetrics.latency]: 'milliseconds',
  [nasMetrics.rx]: 'bitsPerSecond',
  [nasMetrics.tx]: 'bitsPerSecond',
};

export function nasUnitOf(metric: string): SampleUnit | undefined {
  return /^interface\/.+\/(rx|tx)$/.test(metric) ? 'bitsPerSecond' : units[metric];
}

/** Everything of a router that was measured in a round. */
export function nasSamples({ entry, live }: NasChannel, at: number): readonly Sample[] {
  const { record, figures } = entry;
  const object = { kind: NAS, id: record.id };
  const values: (readonly [string | undefined, number | undefined])[] = [
    [nasMetrics.cpu, figures.cpuPercent],
    [nasMetrics.memory, figures.memoryPercent],
    [nasMetrics.temperature, figures.temperatureC],
    [nasMetrics.ppp, figures.pppSessions],
    [nasMetrics.hotspot, figures.hotspotSessions],
    [nasMetrics.latency, figures.latencyMs],
    [nasMetrics.rx, figures.rxBps],
    [nasMetrics.tx, figures.txBps],
  ];
  for (const { name, rxBps, txBps } of [...live.interfaces.values()].slice(0, MOST_INTERFACES)) {
    values.push([nasInterfaceMetric(name, 'rx'), rxBps], [nasInterfaceMetric(name, 'tx'), txBps]);
  }
  return values.flatMap(([metric, value]) =>
    metric === undefined || value === undefined ? [] : [{ tenant: record.tenant, object, metric, at, value }],
  );
}
