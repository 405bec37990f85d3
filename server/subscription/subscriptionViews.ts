import type { Clock } from '#actors/system/clock.ts';
import { BranchId, type ActorId, type TenantId } from '#shared/values/ids.ts';
import type { Refusal } from '#shared/wire/reply.ts';
import type { ViewRequest } from '#shared/wire/viewRequest.ts';
import { wireRefusal } from '#shared/wire/wireRefusals.ts';
import type { Subject } from '../platform/auth/subject.ts';
import type { Database } from '../platform/db/database.ts';
import { openRefreshed, type RefreshedViewOptions } from '../platform/live/refreshedView.ts';
import type { Audience, OpenView, ViewSource } from '../platform/live/viewSource.ts';
import type { NamesSource } from '../platform/names.ts';
import { cursorText, parseCursor } from './listCursor.ts';
import type { OnlineLines } from './onlineLines.ts';
import { type OnlineNow, pageOfLines } from './pageOfLines.ts';
import { readDetail } from './readDetail.ts';
import type { Rosters } from './rosters.ts';
import type { SubscriptionChanges } from './subscriptionChanges.ts';
import type { SubscriptionScope } from './subscriptionListStore.ts';
import { onlineOf, rowOf } from './subscriptionRows.ts';

export interface SubscriptionViewPorts {
  readonly database: Database;
  readonly clock: Clock;
  readonly names: NamesSource;
  readonly changes: SubscriptionChanges;
  readonly online: () => OnlineLines;
  readonly rosters: Rosters;
  readonly onTrouble: (error: unknown) => void;
}

type Of<View extends ViewRequest['view']> = Extract<ViewRequest, { view: View }>;

const LIST_EVERY_MS = 1_000;
const DETAIL_EVERY_MS = 150;
const COUNTS_EVERY_MS = 1_000;
const EXPIRING_WITHIN_MS = 14 * 86_400_000;

/** View `subscriptions`: a page of the filtered, sorted list, and the row `page` with what leads to the next. */
export function subscriptionListView(ports: SubscriptionViewPorts): ViewSource<Of<'subscriptions'>> {
  const { database, clock, names } = ports;
  return {
    view: 'subscriptions',
    admit: (subject, { sort, after }) =>
      after !== undefined && parseCursor(sort, after) === undefined
        ? wireRefusal('wire/malformed')
        : audienceOf(subject),
    async open({ tenant, scope }, { filter, sort, after, limit }, changed) {
      const known = await names.namesOf(tenant);
      const seen = scopeOf(scope);
      const page = {
        ...{ filter, sort, limit: limit + 1, scope: seen },
        after: after === undefined ? undefined : parseCursor(sort, after),
      };
      const shown = new Set<string>();
      const read = async () => {
        const now = onlineNow(ports.online(), tenant);
        const found = await database.tenantTx(tenant, (tx) => pageOfLines(tx, { ...page, now: clock.now() }, now));
        const rows = found.slice(0, limit);
        const last = found.length > limit ? rows.at(-1) : undefined;
        shown.clear();
        for (const { id } of rows) shown.add(id);
        return [
          ...rows.map((row) => ({
            id: row.id,
            fields: rowOf(row, known, onlineOf(ports.online().lineOf(tenant, row.id), seen)),
          })),
          { id: 'page', fields: last ? { next: cursorText(sort, { ...last, since: now.sinceOf(last.id) }) } : {} },
        ];
      };
      const byOnline = filter.online !== undefined || sort === 'online';
      const whenOnline = (ids: ReadonlySet<string>): boolean => byOnline || !ids.isDisjointFrom(shown);
      return await refreshed(ports, { tenant, everyMs: LIST_EVERY_MS, read, whenOnline }, changed);
    },
  };
}

/** View `subscription`: row `subscription`, and rows `event:<position>`, the latest first. */
export function subscriptionView(ports: SubscriptionViewPorts): ViewSource<Of<'subscription'>> {
  return {
    view: 'subscription',
    admit: audienceOf,
    async open({ tenant, scope }, { id }, changed) {
      const known = await ports.names.namesOf(tenant);
      const seen = scopeOf(scope);
      const read = () =>
        readDetail(ports, {
          ...{ tenant, id, scope: seen, names: known },
          online: onlineOf(ports.online().lineOf(tenant, id), seen),
        });
      const whenOnline = (ids: ReadonlySet<string>): boolean => ids.has(id);
      return await refreshed(ports, { tenant, everyMs: DETAIL_EVERY_MS, read, only: id, whenOnline }, changed);
    },
  };
}

/** View `subscriptions.counts`: the row `counts`. */
export function subscriptionCountsView(ports: SubscriptionViewPorts): ViewSource<Of<'subscriptions.counts'>> {
  return {
    view: 'subscriptions.counts',
    admit: audienceOf,
    async open({ tenant, scope }, _request, changed) {
      const { clock, rosters, onTrouble } = ports;
      const { roster, listeners } = await rosters.of(tenant);
      const read = () => [{ id: 'counts', fields: roster.count(scopeOf(scope), clock.now() + EXPIRING_WITHIN_MS) }];
      return await openRefreshed(
        {
          ...{ clock, onTrouble, everyMs: COUNTS_EVERY_MS },
          read: () => Promise.resolve(read()),
          onChange(callback) {
            listeners.add(callback);
            return () => void listeners.delete(callback);
          },
        },
        changed,
      );
    },
  };
}

function onlineNow(online: OnlineLines, tenant: TenantId): OnlineNow {
  const sinceOf = (id: ActorId): number | undefined => online.lineOf(tenant, id)?.since;
  return {
    sinceOf,
    latestFirst: online.latestFirst(tenant),
    has: (id) => sinceOf(id) !== undefined,
  };
}

interface Refreshed {
  readonly tenant: TenantId;
  readonly everyMs: number;
  readonly read: RefreshedViewOptions['read'];
  /** Read again when this one was changed; otherwise with any. */
  readonly only?: ActorId;
  /** Whether it is read again when these came in or went. */
  readonly whenOnline: (ids: ReadonlySet<string>) => boolean;
}

/** Listens before it reads, so that nothing falls in between. */
async function refreshed(ports: SubscriptionViewPorts, view: Refreshed, changed: () => void): Promise<OpenView> {
  const callbacks = new Set<() => void>();
  const unwatch = ports.online().onChange(view.tenant, (ids) => {
    if (view.whenOnline(ids)) callbacks.forEach((callback) => callback());
  });
  const unlisten = await ports.changes.listen(view.tenant, (ids) => {
    if (view.only === undefined || ids.has(view.only)) callbacks.forEach((callback) => callback());
  });
  try {
    const open = await openRefreshed(
      {
        clock: ports.clock,
        everyMs: view.everyMs,
        read: view.read,
        onChange: (callback) => {
          callbacks.add(callback);
          return () => void callbacks.delete(callback);
        },
        onTrouble: ports.onTrouble,
      },
      changed,
    );
    return {
      ...open,
      close: () => {
        open.close();
        unlisten();
        unwatch();
      },
    };
  } catch (error) {
    unlisten();
    unwatch();
    throw error;
  }
}

function audienceOf({ tenant, permissions, branches }: Subject): Audience | Refusal {
  if (!permissions.has('subscription.view')) return wireRefusal('view/not-permitted');
  return { tenant, permissionClass: 'all', scope: branches === 'all' ? 'all' : branches.toSorted().join() };
}

function scopeOf(scope: string): SubscriptionScope {
  if (scope === 'all') return 'all';
  return scope === '' ? [] : scope.split(',').map((id) => BranchId.parse(id));
}
