import type { LineSession } from './lineSession.ts';

/** Beginnings that are worked out from reports of the same session differ by rounding and by the way of the packet. */
const CLOCKED_MS = 120_000;
/** Without Event-Timestamp a report that waited is taken for a later one. */
const UNCLOCKED_MS = 600_000;

/** How far two beginnings of one session, worked out from different reports, can be apart. */
export function sameBeginning(a: number, b: number, unclocked: boolean): boolean {
  return Math.abs(a - b) <= (unclocked ? UNCLOCKED_MS : CLOCKED_MS);
}

/** Open sessions by router and Acct-Session-Id. A router that restarted may use an id again: several under one are possible. */
export class OpenSessions {
  readonly #routers = new Map<string, Map<string, LineSession | LineSession[]>>();
  #count = 0;

  get count(): number {
    return this.#count;
  }

  *all(): Generator<LineSession> {
    for (const sessions of this.#routers.values())
      for (const held of sessions.values()) {
        if (Array.isArray(held)) yield* held;
        else yield held;
      }
  }

  *ofRouter(nasId: string): Generator<LineSession> {
    for (const held of this.#routers.get(nasId)?.values() ?? []) {
      if (Array.isArray(held)) yield* held;
      else yield held;
    }
  }

  /** The one that began then, or nearly. */
  find(nasId: string, acctSessionId: string, startedAt: number, unclocked: boolean): LineSession | undefined {
    const held = this.#routers.get(nasId)?.get(acctSessionId);
    if (held === undefined) return undefined;
    return nearest(Array.isArray(held) ? held : [held], startedAt, unclocked);
  }

  /** In place of the one with the same id; one that has ended goes. */
  put(session: LineSession): void {
    const sessions = this.#routers.get(session.nasId);
    const known = sessions?.get(session.acctSessionId);
    // Nearly always: the next report of the only one.
    if (known !== undefined && !Array.isArray(known) && known.id === session.id && session.endedAt === undefined) {
      sessions!.set(session.acctSessionId, session);
      return;
    }
    const others = this.#others(session);
    const held = session.endedAt === undefined ? [...others, session] : others;
    this.#store(session, held);
  }

  #others({ id, nasId, acctSessionId }: LineSession): readonly LineSession[] {
    const held = this.#routers.get(nasId)?.get(acctSessionId);
    if (held === undefined) return [];
    const all = Array.isArray(held) ? held : [held];
    const others = all.filter((other) => other.id !== id);
    this.#count -= all.length;
    return others;
  }

  #store({ nasId, acctSessionId }: LineSession, held: readonly LineSession[]): void {
    this.#count += held.length;
    let sessions = this.#routers.get(nasId);
    if (sessions === undefined) this.#routers.set(nasId, (sessions = new Map<string, LineSession | LineSession[]>()));
    if (held.length === 0) sessions.delete(acctSessionId);
    else sessions.set(acctSessionId, held.length === 1 ? held[0]! : [...held]);
  }
}

/** Of sessions of one router and Acct-Session-Id: the one whose beginning is nearest, when it can be the same. */
export function nearest(
  sessions: readonly LineSession[],
  startedAt: number,
  unclocked: boolean,
): LineSession | undefined {
  let best: LineSession | undefined;
  for (const session of sessions) {
    const distance = Math.abs(session.startedAt - startedAt);
    if (!sameBeginning(session.startedAt, startedAt, unclocked)) continue;
    if (best === undefined || distance < Math.abs(best.startedAt - startedAt)) best = session;
  }
  return best;
}
