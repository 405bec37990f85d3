import type { Json } from '#shared/values/canonicalJson.ts';
import type { UserId } from '#shared/values/ids.ts';
import type { Approved } from '../platform/approvals.ts';
import type { Subject } from '../platform/auth/subject.ts';

/** Who does an act, when, and what else its event says: the reason given, and who approved it. */
export interface Doing {
  readonly by: UserId;
  readonly at: number;
  readonly facts: Readonly<Record<string, Json>>;
}

export function doingOf({ userId }: Subject, at: number, reason?: string): Doing {
  return { by: userId, at, facts: reason === undefined ? {} : { reason } };
}

/** What was approved is done in the name of who asked for it. */
export function doingApproved({ id, requestedBy, decidedBy, reason }: Approved<unknown>, at: number): Doing {
  return { by: requestedBy, at, facts: { reason, approvalId: id, approvedBy: decidedBy } };
}
