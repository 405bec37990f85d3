import type { AlarmState } from '#actors/alarm/alarmState.ts';
import { AlarmEvent } from '#shared/alarm/events.ts';
import type { UserId } from '#shared/values/ids.ts';

export interface LoggedAlarmEvent {
  readonly type: string;
  readonly data: unknown;
  readonly actorUser: UserId | undefined;
  readonly at: number;
}

/** The parts of an alarm that its events alone must lead to. */
export type ReplayedAlarm = Pick<
  AlarmState,
  'state' | 'severity' | 'episode' | 'occurrences' | 'claimedBy' | 'acknowledgedBy' | 'shelvedUntil' | 'comments'
>;

/** What the log says an alarm is; written without the machine, so that the two can disagree. */
export function replayAlarm(events: readonly LoggedAlarmEvent[]): ReplayedAlarm {
  let alarm: ReplayedAlarm = {
    state: 'cleared',
    severity: 'indeterminate',
    episode: 0,
    occurrences: 0,
    claimedBy: undefined,
    acknowledgedBy: undefined,
    shelvedUntil: undefined,
    comments: 0,
  };
  const people = { claimedBy: undefined, acknowledgedBy: undefined, shelvedUntil: undefined };
  const unshelved = (): AlarmState['state'] =>
    alarm.claimedBy ? 'claimed' : alarm.acknowledgedBy ? 'acknowledged' : 'raised';
  for (const { type, data, actorUser } of events) {
    const event = AlarmEvent.parse({ ...(data as object), type });
    switch (event.type) {
      case 'alarm.raised':
        alarm = {
          ...alarm,
          ...people,
          state: 'raised',
          severity: event.severity,
          episode: event.episode,
          occurrences: event.occurrences,
        };
        break;
      case 'alarm.repeated':
        alarm = { ...alarm, occurrences: alarm.occurrences + event.occurrences };
        break;
      case 'alarm.severityChanged':
        alarm = { ...alarm, severity: event.to };
        break;
      case 'alarm.acknowledged':
        alarm = { ...alarm, state: 'acknowledged', acknowledgedBy: actorUser };
        break;
      case 'alarm.claimed':
      case 'alarm.taken':
        alarm = { ...alarm, state: 'claimed', claimedBy: actorUser };
        break;
      case 'alarm.released':
        alarm = { ...alarm, state: 'acknowledged', claimedBy: undefined };
        break;
      case 'alarm.shelved':
        alarm = { ...alarm, state: 'shelved', shelvedUntil: event.until };
        break;
      case 'alarm.unshelved':
      case 'alarm.shelvingExpired':
        alarm = { ...alarm, state: unshelved(), shelvedUntil: undefined };
        break;
      case 'alarm.commented':
        alarm = { ...alarm, comments: alarm.comments + 1 };
        break;
      case 'alarm.cleared':
        alarm = { ...alarm, state: 'cleared', claimedBy: undefined, shelvedUntil: undefined };
        break;
    }
  }
  return alarm;
}
