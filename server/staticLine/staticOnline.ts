import type { NasFeature } from '../nas/nasFeature.ts';
import type { OnlineLines } from '../subscription/subscriptionFeature.ts';
import type { StaticBoard } from './staticBoard.ts';

/** Lines that come in by RADIUS, and those that are seen by what they move. */
export function withStaticLines(
  sessions: OnlineLines,
  board: StaticBoard,
  routers: Pick<NasFeature, 'find'>,
): OnlineLines {
  return {
    lineOf(tenant, id) {
      const session = sessions.lineOf(tenant, id);
      if (session) return session;
      const line = board.lineOf(tenant, id);
      if (!line) return undefined;
      const { since, nasId, name, address } = line;
      const router = routers.find(tenant, nasId);
      return {
        ...{ since, nasId, address, nasName: router?.name, nasBranch: router?.branchId },
        ...{ username: name, access: 'static', unknownSince: board.unknownSince(line), sessions: 1 },
      };
    },
    *all(tenant) {
      yield* sessions.all(tenant);
      yield* board.ids(tenant);
    },
    latestFirst(tenant) {
      const mine = [...board.ids(tenant)].map((id) => ({ id, since: board.lineOf(tenant, id)!.since }));
      const others = sessions.latestFirst(tenant);
      return mine.length === 0 ? others : [...others, ...mine].sort((a, b) => b.since - a.since);
    },
    onChange(tenant, listener) {
      const ends = [sessions.onChange(tenant, listener), board.onChange(tenant, listener)];
      return () => ends.forEach((end) => end());
    },
  };
}
