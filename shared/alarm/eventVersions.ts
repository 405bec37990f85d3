import type { AlarmEvent } from './events.ts';

/** Present version of each event's shape; older ones on disk are brought up by upcasters when read. */
export const ALARM_EVENT_VERSIONS = {
  'alarm.raised': 1,
  'alarm.repeated': 1,
  'alarm.severityChanged': 1,
  'alarm.acknowledged': 1,
  'alarm.claimed': 1,
  'alarm.taken': 1,
  'alarm.released': 1,
  'alarm.shelved': 1,
  'alarm.unshelved': 1,
  'alarm.shelvingExpired': 1,
  'alarm.commented': 1,
  'alarm.cleared': 1,
} as const satisfies Record<AlarmEvent['type'], number>;
