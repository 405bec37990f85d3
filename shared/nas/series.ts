import type { ActorId } from '../values/ids.ts';

/** What is measured of a router as a whole: percent, °C, sessions, ms, and bits per second over its outward ports. */
export type NasMeasure = 'cpu' | 'memory' | 'temperature' | 'ppp' | 'hotspot' | 'latency' | 'rx' | 'tx';

/** The name under which samples of a measure are kept. */
export function nasSeries(id: ActorId, measure: NasMeasure): string {
  return `nas/${id}/${measure}`;
}

/** Bits per second of one interface. */
export function nasInterfaceSeries(id: ActorId, interfaceName: string, direction: 'rx' | 'tx'): string {
  return `nas/${id}/interface/${encodeURIComponent(interfaceName)}/${direction}`;
}
