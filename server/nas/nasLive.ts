import type { NasInterface, NasLogLine, NasRate, NasSensor } from '#shared/nas/view.ts';
import type { NasInterfaceReading, NasLogReading, NasRateReading, NasVitals } from './vendors/nasDriver.ts';

const MOST_LOG_LINES = 200;
const CPU_READINGS = 3;
const MOST_INTERFACES = 2_000;
/** A rate over less than this says more about the clock than about traffic. */
const LEAST_SPAN_MS = 500;

export interface NumberedLine extends NasLogLine {
  readonly n: number;
}

/** What a router's page shows beyond its row: the latest of everything, bounded. It outlives connections. */
export class NasLive {
  vitals: NasVitals | undefined;
  /** The last readings, in percent. */
  recentCpu: readonly number[] = [];
  sensors: readonly NasSensor[] = [];
  connectedAt: number | undefined;
  nextAttemptAt: number | undefined;
  readonly interfaces = new Map<string, NasInterface>();
  readonly rates = new Map<string, NasRate>();
  log: readonly NumberedLine[] = [];
  #lines = 0;
  readonly #listeners = new Set<() => void>();

  /** Told after anything changed. Answers how to stop it. */
  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  changed(): void {
    for (const listener of this.#listeners) listener();
  }

  /** Rates follow from the counters of the time before; a counter that went back began anew. */
  putInterfaces(readings: readonly NasInterfaceReading[], at: number): void {
    const before = new Map(this.interfaces);
    this.interfaces.clear();
    for (const reading of readings.slice(0, MOST_INTERFACES)) {
      const earlier = before.get(reading.name);
      const rxBps = bitsPerSecond(earlier, earlier?.rxBytes, reading.rxBytes, at);
      const txBps = bitsPerSecond(earlier, earlier?.txBytes, reading.txBytes, at);
      this.interfaces.set(reading.name, {
        ...reading,
        ...(rxBps === undefined ? {} : { rxBps }),
        ...(txBps === undefined ? {} : { txBps }),
        measuredAt: at,
      });
    }
    this.changed();
  }

  putVitals(vitals: NasVitals): void {
    this.vitals = vitals;
    const { cpuPercent } = vitals;
    if (cpuPercent !== undefined) this.recentCpu = [...this.recentCpu.slice(-CPU_READINGS + 1), cpuPercent];
  }

  putRate(reading: NasRateReading, at: number): void {
    this.rates.set(reading.name, { ...reading, at });
    this.changed();
  }

  clearLog(): void {
    this.log = [];
  }

  putLogLine(reading: NasLogReading, heardAt: number): void {
    this.#lines += 1;
    this.log = [...this.log.slice(-MOST_LOG_LINES + 1), { ...reading, heardAt, n: this.#lines }];
    this.changed();
  }
}

function bitsPerSecond(
  earlier: NasInterface | undefined,
  before: number | undefined,
  after: number | undefined,
  at: number,
): number | undefined {
  if (!earlier || before === undefined || after === undefined || after < before) return undefined;
  const spanMs = at - earlier.measuredAt;
  return spanMs < LEAST_SPAN_MS ? undefined : Math.round(((after - before) * 8_000) / spanMs);
}
