import type { UserId } from '#shared/values/ids.ts';
import type { Refusal } from '#shared/wire/reply.ts';
import { wireRefusal } from '#shared/wire/wireRefusals.ts';
import type { Subject } from '../platform/auth/subject.ts';
import type { Audience } from '../platform/live/viewSource.ts';
import { formatAlarmScope } from './alarmScope.ts';

/** full: with what people wrote and their names · plain: without */
export type AlarmClass = 'full' | 'plain';

/** `mine` when the request's answer depends on who asks. */
export function alarmAudience(subject: Subject, mine?: UserId): Audience | Refusal {
  if (!subject.permissions.has('alarm.view')) return wireRefusal('view/not-permitted');
  const permissionClass: AlarmClass = subject.permissions.has('alarm.viewComments') ? 'full' : 'plain';
  return { tenant: subject.tenant, permissionClass, scope: formatAlarmScope(subject, mine) };
}

export function alarmClass(audience: Audience): AlarmClass {
  return audience.permissionClass === 'full' ? 'full' : 'plain';
}
