import type { FixedReading } from '../nas/nasFeature.ts';
import type { StaticMeter } from './staticMeterStore.ts';

export interface MeterReading {
  readonly nasId: StaticMeter['nasId'];
  readonly at: number;
  /** When the router started. */
  readonly bootedAt: number;
  readonly counter: NonNullable<FixedReading['counter']>;
  readonly isHeard: FixedReading['isHeard'];
}

export interface MeterStep {
  readonly upBytes: number;
  readonly downBytes: number;
  /** How long it was used for: the time since the last reading, or none. */
  readonly seconds: number;
  readonly after: StaticMeter;
}

/** Routers tell their uptime in whole seconds, and answers take their time. */
const START_IS_KNOWN_TO_MS = 2_000;
/** Equipment is in for so long after its last sign of life: three readings. */
export const SILENT_AFTER_MS = 210_000;

/**
 * From the last reading to this one. A counter that was reset, by a restart of the router or by hand, or that is another
 * one, has counted from zero since the last reading: all of it is new. What it counted between the last reading and the
 * reset, nobody knows any more.
 */
export function meterStep(
  before: StaticMeter | undefined,
  subscriptionId: StaticMeter['subscriptionId'],
  reading: MeterReading,
): MeterStep {
  const { nasId, at, counter } = reading;
  const known = before?.nasId === nasId ? before : undefined;
  const isReset = known !== undefined && wasReset(known, reading);
  const grown = (was: number, is: number): number => (known === undefined ? 0 : isReset ? is : is - was);
  const upBytes = grown(known?.upBytes ?? 0, counter.upBytes);
  const downBytes = grown(known?.downBytes ?? 0, counter.downBytes);
  const isHeard = upBytes > 0 || reading.isHeard === true;
  const heardAt = isHeard ? at : known?.heardAt;
  return {
    upBytes,
    downBytes,
    seconds: known === undefined || upBytes + downBytes === 0 ? 0 : Math.round((at - known.readAt) / 1_000),
    after: {
      ...{ subscriptionId, nasId, readAt: at, heardAt },
      ...{ entry: counter.entry, upBytes: counter.upBytes, downBytes: counter.downBytes },
      onlineSince: onlineSince(known, heardAt, at),
    },
  };
}

function wasReset(before: StaticMeter, { counter, bootedAt }: MeterReading): boolean {
  return (
    counter.entry !== before.entry ||
    counter.upBytes < before.upBytes ||
    counter.downBytes < before.downBytes ||
    bootedAt > before.readAt + START_IS_KNOWN_TO_MS
  );
}

function onlineSince(before: StaticMeter | undefined, heardAt: number | undefined, at: number): number | undefined {
  if (heardAt === undefined || at - heardAt >= SILENT_AFTER_MS) return undefined;
  return before?.onlineSince ?? heardAt;
}
