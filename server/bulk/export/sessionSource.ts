import type { SessionFilter, SessionRow, SessionSort } from '#shared/session/view.ts';
import type { Subject } from '../../platform/auth/subject.ts';

/** Where open sessions are known: those that fit now, in the order of the list, as they were when it was asked. */
export interface SessionSource {
  openSessions(subject: Subject, filter: SessionFilter, sort: SessionSort): Iterable<SessionRow>;
}

/** While nothing reports. */
export const noSessions: SessionSource = { openSessions: () => [] };
