import type { Refusal } from '#shared/wire/reply.ts';
import { systemRefusal } from '#shared/wire/systemRefusals.ts';
import type { Subject } from '../platform/auth/subject.ts';
import type { Audience } from '../platform/live/viewSource.ts';

/** Everybody of a tenant who may look into the machinery sees the same. */
export function admitToInspector(subject: Subject): Audience | Refusal {
  if (!subject.permissions.has('inspector.view')) return systemRefusal('command/not-permitted');
  return { tenant: subject.tenant, permissionClass: 'inspector', scope: '' };
}
