import type { JSX } from 'solid-js';
import type { AlarmState } from '#shared/alarm/values.ts';
import type { AlarmRow } from '#shared/alarm/view.ts';
import { now } from '../ui/now.ts';
import { Pill, type Tone } from '../ui/Pill.tsx';
import { absolute, clockTime, duration } from '../ui/relativeTime.ts';
import { say } from '../words/words.ts';

const tones: Record<AlarmState, Tone> = {
  raised: 'calm',
  acknowledged: 'calm',
  claimed: 'maintenance',
  shelved: 'unknown',
  cleared: 'ok',
};

/** The state and since when; a shelved alarm says until when. */
export function AlarmStatePill(props: { alarm: AlarmRow; timeZone: string }): JSX.Element {
  const since = (): number => stateSince(props.alarm);
  const span = (): string =>
    props.alarm.state === 'shelved' && props.alarm.shelvedUntil !== undefined
      ? say('alarm.until', { time: clockTime(props.alarm.shelvedUntil, now(), props.timeZone) })
      : duration(now() - since());
  return (
    <Pill
      tone={tones[props.alarm.state]}
      glyph={props.alarm.state}
      title={say('alarm.since', { time: absolute(since(), props.timeZone) })}
    >
      {say(`state.${props.alarm.state}`)} <span class="number pill-since">{span()}</span>
    </Pill>
  );
}

/** When the present state began, as far as the row tells; a shelved alarm's row tells only its end. */
function stateSince(alarm: AlarmRow): number {
  const started = {
    raised: alarm.raisedAt,
    acknowledged: alarm.acknowledgedAt,
    claimed: alarm.claimedAt,
    shelved: undefined,
    cleared: alarm.clearedAt,
  }[alarm.state];
  return started ?? alarm.lastOccurredAt;
}
