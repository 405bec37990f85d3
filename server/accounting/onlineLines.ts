import type { ActorId } from '#shared/values/ids.ts';
import type { NasFeature } from '../nas/nasFeature.ts';
import type { OnlineLines } from '../subscription/subscriptionFeature.ts';
import type { SessionBoards } from './sessionBoard.ts';
import { routerSight } from './sessionViews.ts';

/** Lines with open sessions, as of what is committed. */
export function onlineLines(boards: SessionBoards, routers: Pick<NasFeature, 'find'>): OnlineLines {
  return {
    lineOf(tenant, id) {
      const sessions = boards.of(tenant).lines.sessionsOf(id);
      const [latest] = sessions;
      if (latest === undefined) return undefined;
      const { startedAt, nasId, username, access, ipv4, ipv6, ipv6Prefix, unknownSince } = latest;
      const router = routerSight(routers, tenant, nasId);
      return {
        since: startedAt,
        nasId: nasId as ActorId,
        nasName: router.name,
        nasBranch: router.branchId,
        address: ipv4 ?? ipv6 ?? ipv6Prefix,
        sessions: sessions.length,
        ...{ username, access, unknownSince },
      };
    },
    all: (tenant) => boards.of(tenant).lines.ids(),
    latestFirst: (tenant) => boards.of(tenant).lines.latestFirst(),
    onChange: (tenant, listener) => boards.of(tenant).lines.onChange(listener),
  };
}
