import type { JSX } from 'solid-js';
import type { NasRow } from '#shared/nas/view.ts';
import { useSession } from '../shell/session.tsx';
import { StatTile } from '../ui/chart/StatTile.tsx';
import type { Tone } from '../ui/Pill.tsx';
import { type Unit, withUnit } from '../ui/units.ts';
import { say, sayNumber } from '../words/words.ts';
import './nas.css';
import { sessionsOf } from './nasColumns.tsx';

/** From when on a figure has a colour, as operators judge routers. */
const BUSY_CPU = 85;
const FULL_MEMORY = 90;
const HOT = 70;

/** The figures of now; grey with their age once nothing is known any more. */
export function NasFigures(props: { nas: NasRow }): JSX.Element {
  const session = useSession();
  const stale = () =>
    props.nas.unknownSince !== undefined && props.nas.measuredAt !== undefined
      ? { at: props.nas.measuredAt, timeZone: session.timeZone }
      : undefined;
  const text = (value: number | undefined, unit: Unit): string | undefined =>
    value === undefined ? undefined : withUnit(value, unit);
  const beyond = (value: number | undefined, limit: number): Tone | undefined =>
    value !== undefined && value >= limit && stale() === undefined ? 'warning' : undefined;
  const sessions = (): string | undefined => {
    const count = sessionsOf(props.nas);
    return count === undefined ? undefined : sayNumber(count);
  };
  return (
    <div class="nas-figures">
      <StatTile label={say('nas.column.sessions')} value={sessions()} stale={stale()} />
      <StatTile label={say('nas.chart.rx')} value={text(props.nas.rxBps, 'bitrate')} stale={stale()} />
      <StatTile label={say('nas.chart.tx')} value={text(props.nas.txBps, 'bitrate')} stale={stale()} />
      <StatTile
        label={say('nas.column.cpu')}
        value={text(props.nas.cpuPercent, 'percent')}
        tone={beyond(props.nas.cpuPercent, BUSY_CPU)}
        stale={stale()}
      />
      <StatTile
        label={say('nas.column.memory')}
        value={text(props.nas.memoryPercent, 'percent')}
        tone={beyond(props.nas.memoryPercent, FULL_MEMORY)}
        stale={stale()}
      />
      <StatTile
        label={say('nas.column.temperature')}
        value={text(props.nas.temperatureC, 'celsius')}
        tone={beyond(props.nas.temperatureC, HOT)}
        stale={stale()}
      />
      <StatTile label={say('nas.column.latency')} value={text(props.nas.latencyMs, 'milliseconds')} stale={stale()} />
    </div>
  );
}
