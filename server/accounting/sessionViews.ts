import type { Clock } from '#actors/system/clock.ts';
import type { SessionCounts } from '#shared/session/view.ts';
import type { ActorId, TenantId } from '#shared/values/ids.ts';
import type { Refusal } from '#shared/wire/reply.ts';
import type { ViewRequest } from '#shared/wire/viewRequest.ts';
import { wireRefusal } from '#shared/wire/wireRefusals.ts';
import type { NasFeature } from '../nas/nasFeature.ts';
import type { Subject } from '../platform/auth/subject.ts';
import { openRefreshed } from '../platform/live/refreshedView.ts';
import { VersionedRows } from '../platform/live/versionedRows.ts';
import type { Audience, ViewSource } from '../platform/live/viewSource.ts';
import type { AccountingLag } from './accountingLag.ts';
import { sessionRow, type SessionBoards } from './sessionBoard.ts';
import { SessionIndex, type RouterSight } from './sessionIndex.ts';

export interface SessionViewParts {
  readonly boards: SessionBoards;
  readonly routers: Pick<NasFeature, 'find'>;
  readonly clock: Clock;
  readonly lag: () => AccountingLag['figures'];
}

/** What a router is called, and whose it is; nothing of one that is gone. */
export function routerSight(routers: Pick<NasFeature, 'find'>, tenant: TenantId, nasId: string): RouterSight {
  const nas = routers.find(tenant, nasId as ActorId);
  return { name: nas?.name, branchId: nas === undefined ? undefined : nas.branchId };
}

/** Whether sessions of a router are within the branches of `scope`: 'all' or sorted ids. */
export function inScope(scope: string, { branchId }: RouterSight): boolean {
  if (scope === 'all' || branchId === null) return true;
  return branchId !== undefined && scope.split(',').includes(branchId);
}

export function scopeOf({ branches }: Pick<Subject, 'branches'>): string {
  return branches === 'all' ? 'all' : branches.toSorted().join(',');
}

function sessionAudience(subject: Subject): Audience | Refusal {
  if (!subject.permissions.has('session.view')) return wireRefusal('view/not-permitted');
  return { tenant: subject.tenant, permissionClass: 'session', scope: scopeOf(subject) };
}

/** View `sessions`: a window of the filtered, sorted list of open sessions; rows are SessionRow. */
export function sessionListView(parts: SessionViewParts): ViewSource<Extract<ViewRequest, { view: 'sessions' }>> {
  const { boards, routers, clock } = parts;
  const indexes = new Map<string, SessionIndex>();
  return {
    view: 'sessions',
    admit: sessionAudience,
    open({ tenant, scope }, { filter, sort, window }, changed) {
      const board = boards.of(tenant);
      const routerOf = (nasId: string): RouterSight => routerSight(routers, tenant, nasId);
      const key = JSON.stringify([tenant, scope, filter, sort]);
      const mayView = (router: RouterSight): boolean => inScope(scope, router);
      const index = indexes.get(key) ?? new SessionIndex({ board, filter, sort, clock, routerOf, mayView });
      indexes.set(key, index);
      const unwatch = index.watch(changed);
      const versions = new VersionedRows();
      return Promise.resolve({
        read: () => {
          const shown = index.window(window.offset, window.limit);
          const rows = versions.update(
            shown.map((entry) => ({
              id: entry.session.id,
              fields: sessionRow(entry.session, routerOf(entry.session.nasId).name, entry),
            })),
          );
          return { rows, total: index.size };
        },
        exists: (id) => board.entries.has(id),
        close: () => {
          unwatch();
          if (!index.watched) indexes.delete(key);
        },
      });
    },
  };
}

const COUNT_MS = 1000;

/** View `sessions.counts`: one row `counts`. */
export function sessionCountsView(
  parts: SessionViewParts,
): ViewSource<Extract<ViewRequest, { view: 'sessions.counts' }>> {
  const { boards, routers, clock, lag } = parts;
  return {
    view: 'sessions.counts',
    admit: sessionAudience,
    open({ tenant, scope }, _request, changed) {
      const board = boards.of(tenant);
      const counted = (): SessionCounts => {
        const counts = { open: 0, unknown: 0, pppoe: 0, hotspot: 0, ipoe: 0 };
        const visible = new Map<string, boolean>();
        for (const { session } of board.entries.values()) {
          const { nasId, unknownSince, access } = session;
          if (!visible.has(nasId)) visible.set(nasId, inScope(scope, routerSight(routers, tenant, nasId)));
          if (visible.get(nasId) !== true) continue;
          counts.open += 1;
          if (unknownSince !== undefined) counts.unknown += 1;
          if (access !== undefined) counts[access] += 1;
        }
        const { seconds, bytes } = lag();
        return { ...counts, lagSeconds: seconds, lagBytes: bytes };
      };
      return openRefreshed(
        {
          clock,
          everyMs: COUNT_MS,
          read: () => Promise.resolve([{ id: 'counts', fields: counted() }]),
          onChange: (callback) => board.watch(callback),
          onTrouble: () => undefined,
        },
        changed,
      );
    },
  };
}
