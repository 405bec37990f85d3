/**
 * What is recorded of a router as samples of object `nas/<id>`: percent, °C, sessions, ms; `rx` and `tx` are bits per
 * second over its outward interface.
 */
export const nasMetrics = {
  cpu: 'cpu',
  memory: 'memory',
  temperature: 'temperature',
  ppp: 'ppp',
  hotspot: 'hotspot',
  latency: 'latency',
  rx: 'rx',
  tx: 'tx',
} as const;

const LONGEST_METRIC = 120;

/** Bits per second of one interface; undefined for a name too long to be recorded under. */
export function nasInterfaceMetric(interfaceName: string, direction: 'rx' | 'tx'): string | undefined {
  const metric = `interface/${interfaceName}/${direction}`;
  return metric.length <= LONGEST_METRIC ? metric : undefined;
}
