import type { JSX } from 'solid-js';
import { now } from './now.ts';
import { absolute, ago, duration } from './relativeTime.ts';

/** How long ago, with the exact time and zone on hover. */
export function Age(props: { at: number; timeZone: string; bare?: boolean }): JSX.Element {
  return (
    <time class="number" dateTime={new Date(props.at).toISOString()} title={absolute(props.at, props.timeZone)}>
      {props.bare === true ? duration(now() - props.at) : ago(props.at, now())}
    </time>
  );
}
