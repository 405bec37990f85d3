import type { JSX } from 'solid-js';
import type { RadiusServerRow } from '#shared/radius/view.ts';
import { StatTile } from '../ui/chart/StatTile.tsx';
import { withUnit } from '../ui/units.ts';
import { say, sayNumber } from '../words/words.ts';
import './radius.css';

/** A router asks again after three seconds at the latest; from here on somebody should look. */
const SLOW_MS = 100;

/** The figures of the last seconds. */
export function RadiusFigures(props: { server: RadiusServerRow }): JSX.Element {
  const rate = (value: number | undefined): string | undefined => (value === undefined ? undefined : sayNumber(value));
  return (
    <div class="radius-figures">
      <StatTile label={say('radius.authentication')} value={rate(props.server.authentication)} />
      <StatTile label={say('radius.accounting')} value={rate(props.server.accounting)} />
      <StatTile label={say('radius.accepts')} value={rate(props.server.accepts)} />
      <StatTile label={say('radius.rejects')} value={rate(props.server.rejects)} />
      <StatTile label={say('radius.drops')} value={rate(props.server.drops)} />
      <StatTile
        label={say('radius.latency')}
        value={props.server.p99 === undefined ? undefined : withUnit(props.server.p99, 'milliseconds')}
        tone={(props.server.p99 ?? 0) >= SLOW_MS ? 'warning' : undefined}
        note={
          props.server.p50 === undefined
            ? undefined
            : say('radius.median', { median: withUnit(props.server.p50, 'milliseconds') })
        }
      />
      <StatTile label={say('radius.sessions')} value={rate(props.server.sessions)} />
    </div>
  );
}
