import type { Refusal } from '#shared/wire/reply.ts';
import { wireRefusal } from '#shared/wire/wireRefusals.ts';
import type { Subject } from '../platform/auth/subject.ts';
import type { Audience } from '../platform/live/viewSource.ts';
import { formatNasScope } from './nasScopeText.ts';

/** Everybody of the same branches who may see routers sees the same of them. */
export function nasAudience(subject: Subject): Audience | Refusal {
  if (!subject.permissions.has('nas.view')) return wireRefusal('view/not-permitted');
  return { tenant: subject.tenant, permissionClass: 'nas', scope: formatNasScope(subject) };
}
