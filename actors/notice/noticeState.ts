import type { AlarmSeverity } from '#shared/alarm/values.ts';
import type { NoticeRoute, NoticeState as StateName, NoticeSubject } from '#shared/notice/values.ts';
import type { ActorId, BranchId, UserId } from '#shared/values/ids.ts';

/** What one notice is: the columns of table `notice` except tenant and version. Times in ms since 1970. */
export interface NoticeState {
  readonly id: ActorId;
  readonly state: StateName;
  readonly subjectKind: NoticeSubject['kind'];
  readonly subjectId: NoticeSubject['id'];
  readonly userId: UserId | undefined;
  readonly routes: readonly NoticeRoute[];
  /** Which of the routes is being tried, or has worked. */
  readonly route: number;
  readonly title: string;
  readonly text: string;
  readonly severity: AlarmSeverity | undefined;
  readonly branchId: BranchId | undefined;
  readonly round: number | undefined;
  readonly step: number | undefined;
  /** Over all routes. */
  readonly attempts: number;
  /** On the present route. */
  readonly tries: number;
  readonly requestedAt: number;
  readonly retryAt: number | undefined;
  readonly leaseUntil: number | undefined;
  readonly deliveredAt: number | undefined;
  readonly shownAt: number | undefined;
  readonly seenAt: number | undefined;
  /** Asked for while an attempt was under way: it is the last one. */
  readonly cancelledAt: number | undefined;
  readonly endedAt: number | undefined;
  /** The channel's answer, or why the last attempt failed. */
  readonly outcome: string | undefined;
}
