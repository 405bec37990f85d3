import type { Clock } from '#actors/system/clock.ts';
import { RadiusNasRow, RadiusPoolRow, RadiusServerRow, RadiusStrangerRow } from '#shared/radius/view.ts';
import type { ActorId, BranchId, TenantId } from '#shared/values/ids.ts';
import type { AccountingFeature, LineSession } from '../accounting/accountingFeature.ts';
import type { NasFeature } from '../nas/nasFeature.ts';
import type { Database } from '../platform/db/database.ts';
import type { RadiusFeature } from '../radius/radiusFeature.ts';
import { findSubscription, type OnlineLines, type SubscriptionFeature } from '../subscription/subscriptionFeature.ts';
import type { RadiusSituation, SeenReject, SeenRouter, SeenSession, Situation } from './situation.ts';

export interface SituationSources {
  readonly database: Database;
  readonly clock: Clock;
  readonly subscriptions: Pick<SubscriptionFeature, 'policies'>;
  readonly accounting: Pick<AccountingFeature, 'history' | 'boards'>;
  readonly routers: Pick<NasFeature, 'find' | 'stateOf'>;
  readonly radius: Pick<RadiusFeature, 'health'>;
  /** Who is in, also of those that send no RADIUS. */
  readonly online: Pick<OnlineLines, 'lineOf'>;
}

export interface SituationOf {
  readonly tenant: TenantId;
  readonly id: ActorId;
  readonly scope: readonly BranchId[] | 'all';
}

/** Hours that refusals are looked at. */
export const REJECTS_OF_MS = 24 * 3_600_000;
const LAST_SESSIONS = 5;
const MOST_ROUTERS = 3;

/** Undefined: there is no such line within the scope. */
export async function readSituation(sources: SituationSources, of: SituationOf): Promise<Situation | undefined> {
  const { database, clock, subscriptions, accounting } = sources;
  const { tenant, id, scope } = of;
  const found = await database.tenantTx(tenant, (tx) => findSubscription(tx, id, scope));
  if (!found) return undefined;
  const now = clock.now();
  const [sessions, refused, { policies }] = await Promise.all([
    accounting.history.sessionsOf(tenant, id, LAST_SESSIONS),
    accounting.history.rejectsOf(tenant, id, now - REJECTS_OF_MS),
    subscriptions.policies.of(tenant, [id]),
  ]);
  const nameOf = (nasId: string): string | undefined => routerName(sources, of, nasId as ActorId);
  const seen = (session: LineSession): SeenSession => ({
    ...{ since: session.startedAt, nasId: session.nasId as ActorId, nasName: nameOf(session.nasId) },
    ...{ mac: session.mac, address: session.ipv4 ?? session.ipv6Prefix, unknownSince: session.unknownSince },
  });
  const open = [...accounting.boards.of(tenant).lines.sessionsOf(id).map(seen), ...countedOf(sources, of, found.state)];
  const last = sessions.find(({ endedAt }) => endedAt !== undefined);
  const rejects = refused.map((reject) => ({ ...reject, nasName: nameOf(reject.nasId) }) satisfies SeenReject);
  const radius = radiusOf(sources, of);
  const involved = [...open, ...rejects, ...sessions].map(({ nasId }) => nasId as ActorId);
  const { state } = found;
  return {
    ...{ now, open, rejects, radius: radius.situation },
    line: { ...state, closedReason: policies[0]?.closedReason, hasPassword: state.password !== undefined },
    ended: last && {
      ...{ at: last.endedAt!, cause: last.endCause, nasId: last.nasId as ActorId, nasName: nameOf(last.nasId) },
    },
    routers: [...new Set(involved)]
      .slice(0, MOST_ROUTERS)
      .flatMap((nasId) => routerOf(sources, of, nasId, radius.routers.get(nasId)) ?? []),
  };
}

/** A line without RADIUS, by what its router counts of it. */
function countedOf(
  sources: SituationSources,
  of: SituationOf,
  { accessType, macs }: { readonly accessType: string; readonly macs: readonly string[] },
): readonly SeenSession[] {
  const line = accessType === 'static' ? sources.online.lineOf(of.tenant, of.id) : undefined;
  if (!line) return [];
  const { since, nasId, address, unknownSince } = line;
  return [{ since, nasId, address, unknownSince, mac: macs[0], nasName: routerName(sources, of, nasId) }];
}

/** A router outside of the scope has no name. */
function routerName({ routers }: SituationSources, { tenant, scope }: SituationOf, id: ActorId): string | undefined {
  const nas = routers.find(tenant, id);
  if (!nas) return undefined;
  return scope === 'all' || nas.branchId === null || scope.includes(nas.branchId) ? nas.name : undefined;
}

function routerOf(
  sources: SituationSources,
  of: SituationOf,
  id: ActorId,
  radius: RadiusNasRow | undefined,
): SeenRouter | undefined {
  const name = routerName(sources, of, id);
  const known = sources.routers.stateOf(of.tenant, id);
  if (name === undefined) return undefined;
  return {
    ...{ id, name, state: known?.state, since: known?.since },
    ...{ askedAt: radius?.lastAt, isDropped: (radius?.drops ?? 0) > 0 },
  };
}

const secretReasons = new Set(['wrongSecret', 'messageAuthenticatorWrong', 'messageAuthenticatorMissing']);

function radiusOf(
  { radius }: SituationSources,
  { tenant, scope }: SituationOf,
): { readonly situation: RadiusSituation; readonly routers: ReadonlyMap<string, RadiusNasRow> } {
  const rows = radius.health.rows(tenant, scope);
  const of = (kind: string): readonly object[] =>
    rows.filter(({ id }) => id === kind || id.startsWith(`${kind}:`)).map(({ fields }) => fields);
  const server = RadiusServerRow.parse(of('server')[0]);
  const pools = of('pool').map((fields) => RadiusPoolRow.parse(fields));
  const strangers = of('stranger').map((fields) => RadiusStrangerRow.parse(fields));
  return {
    routers: new Map(
      of('nas')
        .map((fields) => RadiusNasRow.parse(fields))
        .map((row) => [row.id, row]),
    ),
    situation: {
      state: server.state,
      startedAt: server.startedAt,
      secretTrouble: server.dropReasons.some(({ reason, perSecond }) => secretReasons.has(reason) && perSecond > 0),
      strangers: strangers.toSorted((a, b) => b.lastAt - a.lastAt),
      fullPools: pools.filter(({ size, used }) => used >= size).map(({ name }) => name),
    },
  };
}
