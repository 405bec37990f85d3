import type { Clock } from '#actors/system/clock.ts';
import type { SessionFilter, SessionRow, SessionSort } from '#shared/session/view.ts';
import type { NasFeature } from '../nas/nasFeature.ts';
import type { Subject } from '../platform/auth/subject.ts';
import { type SessionBoards, sessionRow } from './sessionBoard.ts';
import { SessionIndex } from './sessionIndex.ts';
import { inScope, routerSight, scopeOf } from './sessionViews.ts';

export interface OpenSessionParts {
  readonly boards: SessionBoards;
  readonly clock: Clock;
  readonly routers: Pick<NasFeature, 'find'>;
}

/** Open sessions that fit now, in order; which they are is settled at once, each is looked at when its turn comes. */
export function* openSessionRows(
  { boards, clock, routers }: OpenSessionParts,
  subject: Subject,
  filter: SessionFilter,
  sort: SessionSort,
): Generator<SessionRow> {
  const scope = scopeOf(subject);
  const routerOf = (nasId: string): ReturnType<typeof routerSight> => routerSight(routers, subject.tenant, nasId);
  const mayView = (router: ReturnType<typeof routerSight>): boolean => inScope(scope, router);
  const index = new SessionIndex({ board: boards.of(subject.tenant), filter, sort, clock, routerOf, mayView });
  for (const entry of index.window(0, index.size))
    yield sessionRow(entry.session, routerOf(entry.session.nasId).name, entry);
}
