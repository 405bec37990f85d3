import type { Clock } from '#actors/system/clock.ts';
import type { Database } from '../db/database.ts';
import type { RepeatingLog } from '../log/repeatingLog.ts';
import { createKnownSessions, type KnownSession } from './knownSessions.ts';
import type { SessionChange } from './sessionChangeStore.ts';
import type { SessionEnd, SessionNotices } from './sessionNotices.ts';
import { findSessionByToken, findSessions, type SessionRow } from './sessionStore.ts';

export interface SessionCacheOptions {
  readonly database: Database;
  readonly clock: Clock;
  readonly repeatingLog: RepeatingLog;
  readonly notices: SessionNotices;
}

/** The sessions this process knows, and how they are brought up to date. */
export interface SessionCache {
  /** The session of a token, read from the database unless it was read a moment ago. Throws DatabaseError. */
  find(tokenHash: Buffer): Promise<KnownSession | undefined>;
  /** Reads it even then. */
  read(tokenHash: Buffer): Promise<KnownSession | undefined>;
  known(sessionId: string): KnownSession | undefined;
  /** What ended here; its screens are told at once. */
  ended(sessionId: string, why: SessionEnd): void;
  /** Reads again whom the change concerns; all, when it does not say. */
  changed(change: SessionChange | undefined): Promise<void>;
  /** Reads again what ended by time, or everything, and what could not be read before. Never rejects. */
  refresh(what: 'expired' | 'everything' | readonly string[]): Promise<void>;
}

/** How long a session is believed without being read again, should a notification not arrive. */
const believedMs = 5_000;
const readAtOnce = 500;

export function createSessionCache({ database, clock, repeatingLog, notices }: SessionCacheOptions): SessionCache {
  const known = createKnownSessions();
  /** To be read again; they are not believed until then. */
  const dirty = new Set<string>();
  /** Why those of them that are gone have ended, as far as it was said. */
  const reasons = new Map<string, SessionEnd>();
  let changesHeard = 0;
  let refreshing: Promise<void> | undefined;

  function take(row: SessionRow): KnownSession {
    const { known: session, changed } = known.put(row, clock.now());
    if (changed) notices.changed(session.subject, changed);
    return session;
  }

  function gone(sessionId: string, why?: SessionEnd): void {
    const session = known.forget(sessionId);
    const said = why ?? reasons.get(sessionId);
    reasons.delete(sessionId);
    if (session) notices.ended(sessionId, said ?? (session.expiresAt <= clock.now() ? 'expired' : 'revoked'));
  }

  async function readAgain(sessionIds: readonly string[]): Promise<void> {
    for (let from = 0; from < sessionIds.length; from += readAtOnce) {
      const chunk = sessionIds.slice(from, from + readAtOnce);
      const rows = await database.systemTx((tx) => findSessions(tx, chunk, clock.now()));
      const standing = new Set(rows.map((row) => take(row).subject.sessionId));
      for (const sessionId of standing) reasons.delete(sessionId);
      for (const sessionId of chunk) if (!standing.has(sessionId)) gone(sessionId);
    }
  }

  async function drain(): Promise<void> {
    while (dirty.size > 0) {
      const sessionIds = [...dirty];
      dirty.clear();
      try {
        await readAgain(sessionIds);
      } catch (error) {
        for (const sessionId of sessionIds) dirty.add(sessionId);
        repeatingLog.report('sessions', 'warn', { err: error }, 'sessions cannot be read again; trying every second');
        return;
      }
    }
  }

  /** One at a time; what becomes dirty meanwhile is read after it. */
  function refresh(sessionIds: readonly string[]): Promise<void> {
    for (const sessionId of sessionIds) dirty.add(sessionId);
    return (refreshing ??= drain().finally(() => (refreshing = undefined)));
  }

  async function read(tokenHash: Buffer): Promise<KnownSession | undefined> {
    const before = changesHeard;
    const row = await database.systemTx((tx) => findSessionByToken(tx, tokenHash, clock.now()));
    if (row === undefined) {
      const stale = known.byToken(tokenHash.toString('hex'));
      if (stale) gone(stale.subject.sessionId);
      return undefined;
    }
    const { sessionId } = take(row).subject;
    // The row may be from before a change that was heard of while it was read.
    if (before !== changesHeard) await refresh([sessionId]);
    return known.byId(sessionId);
  }

  function believed(session: KnownSession): boolean {
    const now = clock.now();
    const fresh = now < session.expiresAt && now - session.loadedAt < believedMs;
    return fresh && database.listener.connected && !dirty.has(session.subject.sessionId);
  }

  return {
    read,
    async find(tokenHash) {
      const standing = known.byToken(tokenHash.toString('hex'));
      return standing && believed(standing) ? standing : await read(tokenHash);
    },
    known: (sessionId) => known.byId(sessionId),
    ended: gone,
    changed(change) {
      changesHeard += 1;
      const concerned = change === undefined ? known.ids() : known.idsOf(change.tenant, change.user);
      if (change?.reason !== undefined) for (const sessionId of concerned) reasons.set(sessionId, change.reason);
      return refresh(concerned);
    },
    refresh(what) {
      if (what === 'everything') return refresh(known.ids());
      return refresh(what === 'expired' ? known.idsEndedBy(clock.now()) : what);
    },
  };
}
