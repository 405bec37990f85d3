import type { Clock } from '#actors/system/clock.ts';
import { recordAct } from '../audit/auditStore.ts';
import type { Database } from '../db/database.ts';
import type { Logger } from '../log/logger.ts';
import { createRepeatingLog } from '../log/repeatingLog.ts';
import { bearerToken } from './accessToken.ts';
import { touchToken } from './accessTokenStore.ts';
import { userAct, wallAct } from './authActs.ts';
import type { KnownSession } from './knownSessions.ts';
import { forgottenAfterMs } from './loginThrottle.ts';
import { forgetOldFailures } from './loginThrottleStore.ts';
import { deleteExpiredChallenges } from './passkeyChallengeStore.ts';
import { deleteExpiredLogins } from './pendingLoginStore.ts';
import { createSessionCache } from './sessionCache.ts';
import { parseSessionChange, sessionChangedChannel } from './sessionChangeStore.ts';
import type { SessionCookie } from './sessionCookie.ts';
import { activityWrittenEveryMs, stepUpLifetimeMs } from './sessionLifetime.ts';
import { createSessionNotices, type ChangeCallback, type EndCallback } from './sessionNotices.ts';
import { deleteExpiredSessions, deleteSession, extendSession } from './sessionStore.ts';
import { hashOfToken, type SessionToken } from './sessionToken.ts';
import type { Subject } from './subject.ts';

export interface SessionRegistry {
  /** Begins to listen for changes. */
  start(): Promise<void>;
  stop(): Promise<void>;
  /**
   * Who presents this `cookie` header; undefined when nobody that is logged in. Counts as activity.
   * Throws DatabaseError when the session is not known here and the database does not answer.
   */
  authenticate(cookieHeader: string | undefined, secure?: boolean): Promise<Subject | undefined>;
  /** The same for a token that was just given out. */
  authenticateSession(token: SessionToken): Promise<Subject | undefined>;
  /** Who presents `Authorization: Bearer lm_…`; undefined for any other header. Throws like `authenticate`. */
  authenticateToken(authorization: string | undefined, address: string | undefined): Promise<Subject | undefined>;
  /** Reads a session again that was just changed. */
  refresh(sessionId: string): Promise<void>;
  /** Until when the session counts as stepped up; undefined when it does not. */
  steppedUpUntil(sessionId: string): number | undefined;
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
const endings = { logout: 'user.loggedOut', revoked: 'user.sessionRevoked' } as const;
const loggedEndings = { logout: 'logged out', revoked: 'session revoked' } as const;

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
      await database.systemTx(async (tx) => {
        await deleteExpiredSessions(tx, clock.now());
        await deleteExpiredLogins(tx, clock.now());
        await deleteExpiredChallenges(tx, clock.now());
        await forgetOldFailures(tx, clock.now() - forgottenAfterMs);
      });
    } catch (error) {
      repeatingLog.report('tidy', 'warn', { err: error }, 'ended sessions and logins cannot be deleted');
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
  async function noteActivity(session: KnownSession, address?: string): Promise<boolean> {
    const now = clock.now();
    if (now - session.lastSeenAt < activityWrittenEveryMs) return true;
    session.lastSeenAt = now;
    const { tenant, sessionId, through } = session.subject;
    try {
      if (through === 'token') return await database.tenantTx(tenant, (tx) => touchToken(tx, sessionId, now, address));
      const expiresAt = await database.tenantTx(tenant, (tx) => extendSession(tx, sessionId, now));
      if (expiresAt === undefined) return false;
      session.expiresAt = expiresAt;
    } catch (error) {
      repeatingLog.report('activity', 'warn', { err: error }, 'activity of a session cannot be written');
    }
    return true;
  }

  async function end(by: Subject, sessionId: string, why: 'logout' | 'revoked'): Promise<boolean> {
    const deleted = await database.tenantTx(by.tenant, async (tx) => {
      const owner = await deleteSession(tx, sessionId, why);
      if (owner === undefined) return false;
      await recordAct(tx, {
        ...(by.through === 'wall' ? wallAct(owner, 'wall.left') : userAct(owner, endings[why])),
        facts: { session: sessionId },
        by: by.through === 'wall' ? undefined : by.userId,
        at: clock.now(),
      });
      return true;
    });
    if (deleted) log.info({ tenant: by.tenant, userId: by.userId, sessionId }, loggedEndings[why]);
    // What another process had ended is over here as well; a foreign session is neither deleted nor ours to end.
    if (deleted || sessionId === by.sessionId) cache.ended(sessionId, why);
    return deleted;
  }

  async function identify(tokenHash: Buffer, address?: string): Promise<Subject | undefined> {
    const session = await cache.find(tokenHash);
    if (session === undefined || (await noteActivity(session, address))) return session?.subject;
    return (await cache.read(tokenHash))?.subject;
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
    async authenticate(cookieHeader, secure = false) {
      const token = cookie.read(cookieHeader, secure);
      return token === undefined ? undefined : await identify(hashOfToken(token));
    },
    authenticateSession: (token) => identify(hashOfToken(token)),
    refresh: (sessionId) => cache.refresh([sessionId]),
    async authenticateToken(authorization, address) {
      const token = bearerToken(authorization);
      return token === undefined ? undefined : await identify(hashOfToken(token), address);
    },
    steppedUpUntil(sessionId) {
      const at = cache.known(sessionId)?.steppedUpAt;
      return at === undefined || at + stepUpLifetimeMs <= clock.now() ? undefined : at + stepUpLifetimeMs;
    },
    async touch(sessionId) {
      const session = cache.known(sessionId);
      if (session && !(await noteActivity(session))) await cache.refresh([sessionId]);
    },
    async logout(subject) {
      await end(subject, subject.sessionId, 'logout');
    },
    revoke: (administrator, sessionId) => end(administrator, sessionId, 'revoked'),
    onSessionEnded: (callback) => notices.onEnded(callback),
    onSubjectChanged: (callback) => notices.onChanged(callback),
  };
}
