import type { EventRecord } from '#actors/system/eventRecord.ts';
import { AlarmEvent } from '#shared/alarm/events.ts';
import type { AlarmTimelineEntry } from '#shared/alarm/view.ts';
import type { ViewRow } from '#shared/wire/downstream.ts';
import type { AlarmClass } from './alarmAudience.ts';
import type { AlarmNames } from './alarmBoardPort.ts';

/** Row of the timeline for one event; `version` is always 1, an event never changes. */
export function timelineRow(record: EventRecord, names: AlarmNames, permissionClass: AlarmClass): ViewRow {
  const full = permissionClass === 'full';
  const event = AlarmEvent.safeParse({ ...record.data, type: record.type });
  const userName = full && record.actorUser ? names.users.get(record.actorUser) : undefined;
  const cause = causeText(record);
  const entry = {
    position: record.position,
    type: record.type,
    at: record.at,
    text: event.success ? eventText(event.data, names, full) : record.type,
    ...(userName !== undefined && { userName }),
    ...(cause !== undefined && { cause }),
  } satisfies AlarmTimelineEntry;
  return { id: `event:${record.position}`, version: 1, fields: entry };
}

/** What people wrote, and who, is left out for those who may not read comments. */
function eventText(event: AlarmEvent, names: AlarmNames, full: boolean): string {
  switch (event.type) {
    case 'alarm.raised':
      return event.episode > 1
        ? `Raised again, ${event.severity}: ${event.text}`
        : `Raised, ${event.severity}: ${event.text}`;
    case 'alarm.repeated':
      return event.occurrences === 1 ? 'Reported again' : `Reported ${event.occurrences} times more`;
    case 'alarm.severityChanged':
      return `Severity ${event.from} → ${event.to}`;
    case 'alarm.acknowledged':
      return 'Acknowledged';
    case 'alarm.claimed':
      return 'Claimed';
    case 'alarm.taken':
      return full ? `Taken over from ${names.users.get(event.from) ?? 'somebody else'}` : 'Taken over';
    case 'alarm.released':
      return 'Released';
    case 'alarm.shelved':
      return full ? `Shelved: ${event.reason}` : 'Shelved';
    case 'alarm.unshelved':
      return 'Taken off the shelf';
    case 'alarm.shelvingExpired':
      return 'Shelving ended';
    case 'alarm.commented':
      return full ? event.text : 'Commented';
    case 'alarm.cleared':
      return full && event.reason ? `Cleared: ${event.reason}` : 'Cleared';
  }
}

/** Automatic acts explain themselves; a person's command is explained by the person. */
function causeText({ cause }: EventRecord): string | undefined {
  switch (cause?.kind) {
    case 'event':
      return `event ${cause.position}`;
    case 'evidence':
      return `evidence ${cause.id}`;
    case 'deadline':
      return `deadline ${cause.name}`;
    case 'command':
    case undefined:
      return undefined;
  }
}
