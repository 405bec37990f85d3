import type { Clock } from '#actors/system/clock.ts';
import type { Database } from '../db/database.ts';
import type { Logger } from '../log/logger.ts';
import { createRepeatingLog } from '../log/repeatingLog.ts';
import type { KnownSession } from './knownSessions.ts';
import { createSessionCache } from './sessionCache.ts';
import { parseSessionChange, sessionChangedChannel } from './sessionChangeStore.ts';
import type { SessionCookie } from './sessionCookie.ts';
import { activityWrittenEveryMs } from './sessionLifetime.ts';
import { createSessionNotices, type ChangeCallback, type EndCallback } from './sessionNotices.ts';
import { deleteExpiredSessions, deleteSession, extendSession } from './sessionStore.ts';
import { hashOfToken } from './sessionToken.ts';
import type { Subject } from './subject.ts';

export interface SessionRegistry {
  /** Begins to listen for changes. */
  start(): Promise<void>;
  stop(): Promise<void>;
  /**
   * Who presents this `cookie` header; undefined when nobody that is logged in. Counts as activity.
   * Throws DatabaseError when the session is not known here and the database does not answer.
   */
  authenticate(cookieHeader: string | undefined): Promise<Subject | undefined>;
  /** What the live layer calls when something comes up a socket that was authenticated earlier. Never rejects. */
  touch(sessionId: string): Promise<void>;
  /** Ends the subject's own session. */
  logout(subject: Subject): Promise<void>;
  /** Ends a session of the same tenant; false when there is none. */
  revoke(administrator: Subject, sessionId: string): Promise<boolean>;
  /** Called once for each session this process has seen, within a second of its end. Answers how to stop it. */
  onSessionEnded(callback: EndCallback): () => void;
  /** Called with the new subject within a second of a change of name, permissions or branches. Answers how to stop it. */
  onSubjectChanged(callback: ChangeCallback): () => void;
}

export interface SessionRegistryOptions {
  readonly database: Database;
  readonly clock: Clock;
  readonly log: Logger;
  readonly cookie: SessionCookie;
}

const sweepEveryMs = 1_000;
const readAllEverySweeps = 30;
const tidyEverySweeps = 600;

/**
 * Sessions as this process knows them. A change elsewhere is heard by NOTIFY and read at once; while notifications do
 * not arrive, everything known is read every second. So an open screen loses its rights within a second.
 */
export function createSessionRegistry({ database, clock, log, cookie }: SessionRegistryOptions): SessionRegistry {
  const repeatingLog = createRepeatingLog({ log, clock });
  const notices = createSessionNotices(log);
  const cache = createSessionCache({ database, clock, repeatingLog, notices });
  let unlisten: (() => Promise<void>) | undefined;
  let sweepTimer: unknown;
  let sweeping: Promise<void> | undefined;
  let sweeps = 0;
  let running = false;

  async function sweep(): Promise<void> {
    sweeps += 1;
    const everything = !database.listener.connected || sweeps % readAllEverySweeps === 0;
    await cache.refresh(everything ? 'everything' : 'expired');
    if (sweeps % tidyEverySweeps === 0) await tidy();
  }

  async function tidy(): Promise<void> {
    try {
      await database.systemTx((tx) => deleteExpiredSessions(tx, clock.now()));
    } catch (error) {
      repeatingLog.report('tidy', 'warn', { err: error }, 'ended sessions cannot be deleted');
    }
  }

  function sweepLater(): void {
    sweepTimer = clock.setTimeout(() => {
      sweeping = sweep().finally(() => {
        if (running) sweepLater();
      });
    }, sweepEveryMs);
  }

  /** False when the session turned out to have ended. */
  async function noteActivity(session: KnownSession): Promise<boolean> {
    const now = clock.now();
    if (now - session.lastSeenAt < activityWrittenEveryMs) return true;
    session.lastSeenAt = now;
    const { tenant, sessionId } = session.subject;
    try {
      const expiresAt = await database.tenantTx(tenant, (tx) => extendSession(tx, sessionId, now));
      if (expiresAt === undefined) return false;
      session.expiresAt = expiresAt;
    } catch (error) {
      repeatingLog.report('activity', 'warn', { err: error }, 'activity of a session cannot be written');
    }
    return true;
  }

  async function end(subject: Subject, sessionId: string, what: string): Promise<boolean> {
    const deleted = await database.tenantTx(subject.tenant, (tx) => deleteSession(tx, sessionId));
    if (deleted) log.info({ tenant: subject.tenant, userId: subject.userId, sessionId }, what);
    // What another process had ended is over here as well; a foreign session is neither deleted nor ours to end.
    if (deleted || sessionId === subject.sessionId) cache.ended(sessionId);
    return deleted;
  }

  return {
    async start() {
      if (running) return;
      running = true;
      unlisten = await database.listen(
        sessionChangedChannel,
        (payload) => void cache.changed(parseSessionChange(payload)),
        () => void cache.changed(undefined),
      );
      sweepLater();
    },
    async stop() {
      running = false;
      clock.clearTimeout(sweepTimer);
      repeatingLog.stop();
      await unlisten?.();
      unlisten = undefined;
      await sweeping;
    },
    async authenticate(cookieHeader) {
      const token = cookie.read(cookieHeader);
      if (token === undefined) return undefined;
      const tokenHash = hashOfToken(token);
      const session = await cache.find(tokenHash);
      if (session === undefined || (await noteActivity(session))) return session?.subject;
      return (await cache.read(tokenHash))?.subject;
    },
    async touch(sessionId) {
      const session = cache.known(sessionId);
      if (session && !(await noteActivity(session))) await cache.refresh([sessionId]);
    },
    async logout(subject) {
      await end(subject, subject.sessionId, 'logged out');
    },
    revoke: (administrator, sessionId) => end(administrator, sessionId, 'session revoked'),
    onSessionEnded: (callback) => notices.onEnded(callback),
    onSubjectChanged: (callback) => notices.onChanged(callback),
  };
}
