import type { SearchHit } from '#shared/search/search.ts';
import type { ActorId, TenantId } from '#shared/values/ids.ts';
import type { NasFeature } from '../nas/nasFeature.ts';
import type { SearchProvider } from '../platform/search/searchProvider.ts';
import type { LineSession } from './lineSession.ts';
import type { SessionBoards } from './sessionBoard.ts';
import { inScope, routerSight, scopeOf } from './sessionViews.ts';

/** Fewer letters would find nearly everybody. */
const LEAST_LETTERS = 3;

/** Who is online, by address, prefix, MAC address or session id, from memory; by username lines are found. */
export function sessionSearch(boards: SessionBoards, routers: Pick<NasFeature, 'find'>): SearchProvider {
  return {
    kind: 'session',
    permission: 'session.view',
    find({ tenant, branches, text, limit }) {
      const wanted = text.typed.trim().toLowerCase();
      const found: LineSession[] = [];
      if (wanted.length < LEAST_LETTERS) return Promise.resolve([]);
      const mac = wanted.replaceAll('-', ':');
      for (const { session } of boards.of(tenant).entries.values()) {
        if (!isKnownBy(session, wanted, mac)) continue;
        if (!inScope(scopeOf({ branches }), routerSight(routers, tenant, session.nasId))) continue;
        if (found.push(session) === limit) break;
      }
      return Promise.resolve(found.map((session) => hitOf(session, tenant, routers)));
    },
  };
}

function isKnownBy(session: LineSession, wanted: string, mac: string): boolean {
  const { ipv4, ipv6, ipv6Prefix, delegatedPrefix, acctSessionId } = session;
  const begins = (value: string | undefined, start = wanted): boolean => value?.startsWith(start) === true;
  return (
    begins(ipv4) ||
    begins(session.mac, mac) ||
    begins(ipv6) ||
    begins(ipv6Prefix) ||
    begins(delegatedPrefix) ||
    acctSessionId.toLowerCase() === wanted
  );
}

function hitOf(session: LineSession, tenant: TenantId, routers: Pick<NasFeature, 'find'>): SearchHit {
  const { id, username, ipv4, mac, nasId } = session;
  const nas = routers.find(tenant, nasId as ActorId);
  const state = session.unknownSince === undefined ? 'online' : 'unknown';
  return { kind: 'session', id, title: username, detail: [ipv4, mac, nas?.name].filter(Boolean).join(' · '), state };
}
