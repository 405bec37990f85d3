import { z } from 'zod';
import type { Clock } from '#actors/system/clock.ts';
import { UserSecurityView } from '#shared/auth/secondFactor.ts';
import { SessionEntry, SessionsEnded } from '#shared/auth/sessions.ts';
import { UserId } from '#shared/values/ids.ts';
import { recordAct } from '../audit/auditStore.ts';
import type { Database } from '../db/database.ts';
import type { TenantTx } from '../db/transaction.ts';
import type { HttpApp } from '../http/httpApp.ts';
import { requireSubject } from './accessControl.ts';
import { userAct } from './authActs.ts';
import { authProblem } from './authProblem.ts';
import { deviceName } from './deviceName.ts';
import { deleteFactors, type Factors, readFactors } from './factorStore.ts';
import type { LoginThrottle } from './loginThrottle.ts';
import { type ListedSession, listSessions, ownsSession } from './sessionListStore.ts';
import type { SessionRegistry } from './sessionRegistry.ts';
import { deleteSessionsOfUser } from './sessionStore.ts';
import type { Subject } from './subject.ts';

export interface SessionListRoutesOptions {
  readonly database: Database;
  readonly clock: Clock;
  readonly sessions: SessionRegistry;
  readonly throttle: LoginThrottle;
}

const byId = z.object({ id: z.uuid() });
const ofUser = z.object({ id: UserId });
const own = { access: 'session' } as const;
const managing = { access: 'user.manage' } as const;

/** Lists of sessions and their ends: one's own, and for administrators those of others, with their locks and factors. */
export function sessionListRoutes(options: SessionListRoutesOptions): (app: HttpApp) => void {
  return (app) => {
    declareOwn(app, options);
    declareOfUser(app, options);
    declareHelp(app, options);
  };
}

function declareOwn(app: HttpApp, { database, clock, sessions }: SessionListRoutesOptions): void {
  app.get(
    '/api/session/sessions',
    { config: own, schema: { summary: 'Own sessions', response: { 200: z.array(SessionEntry) } } },
    async (request) => {
      const { tenant, userId, sessionId } = requireSubject(request);
      const listed = await database.tenantTx(tenant, (tx) => listSessions(tx, userId, clock.now()));
      return listed.map((session) => entryOf(session, sessionId));
    },
  );
  app.post(
    '/api/session/sessions/:id/revoke',
    { config: own, schema: { summary: 'End one of the own sessions', params: byId } },
    async (request, reply) => {
      const subject = requireSubject(request);
      const { id } = request.params;
      const found = await database.tenantTx(subject.tenant, (tx) => ownsSession(tx, subject.userId, id));
      if (!found || !(await sessions.revoke(subject, id))) throw authProblem('session/not-found');
      return reply.code(204).send();
    },
  );
  app.post(
    '/api/session/sessions/revoke-others',
    { config: own, schema: { summary: 'End all own sessions but this one', response: { 200: SessionsEnded } } },
    async (request) => {
      const subject = requireSubject(request);
      return await database.tenantTx(subject.tenant, (tx) =>
        endSessions(tx, subject, subject.userId, clock.now(), subject.sessionId),
      );
    },
  );
}

function declareOfUser(app: HttpApp, { database, clock }: SessionListRoutesOptions): void {
  app.get(
    '/api/users/:id/sessions',
    {
      config: managing,
      schema: { summary: 'Sessions of a user', params: ofUser, response: { 200: z.array(SessionEntry) } },
    },
    async (request) => {
      const { tenant, sessionId } = requireSubject(request);
      const { id } = request.params;
      const listed = await database.tenantTx(tenant, async (tx) => {
        await factorsOf(tx, id);
        return await listSessions(tx, id, clock.now());
      });
      return listed.map((session) => entryOf(session, sessionId));
    },
  );
  app.post(
    '/api/users/:id/sessions/revoke',
    {
      config: managing,
      schema: { summary: 'End all sessions of a user', params: ofUser, response: { 200: SessionsEnded } },
    },
    async (request) => {
      const subject = requireSubject(request);
      const { id } = request.params;
      return await database.tenantTx(subject.tenant, async (tx) => {
        await factorsOf(tx, id);
        return await endSessions(tx, subject, id, clock.now());
      });
    },
  );
}

function declareHelp(app: HttpApp, { database, clock, throttle }: SessionListRoutesOptions): void {
  app.get(
    '/api/users/:id/security',
    {
      config: managing,
      schema: { summary: 'Second factors and lock of a user', params: ofUser, response: { 200: UserSecurityView } },
    },
    async (request) => {
      const { tenant } = requireSubject(request);
      const factors = await database.tenantTx(tenant, (tx) => factorsOf(tx, request.params.id));
      const lockedUntil = await throttle.lockedUntil(factors.email);
      const { required, totpSince, passkeys } = factors;
      return {
        required,
        totp: totpSince !== undefined,
        passkeys,
        ...(lockedUntil === undefined ? {} : { lockedUntil }),
      };
    },
  );
  app.post(
    '/api/users/:id/unlock',
    { config: managing, schema: { summary: 'Let a user log in again who failed too often', params: ofUser } },
    async (request, reply) => {
      const { tenant, userId } = requireSubject(request);
      const { id } = request.params;
      const { email } = await database.tenantTx(tenant, (tx) => factorsOf(tx, id));
      await throttle.unlock(email);
      const act = { ...userAct(id, 'user.unlocked'), by: userId, at: clock.now() };
      await database.tenantTx(tenant, (tx) => recordAct(tx, act));
      return reply.code(204).send();
    },
  );
  app.post(
    '/api/users/:id/second-factor/reset',
    {
      config: { ...managing, stepUp: true },
      schema: { summary: 'Take away the second factors of a user who lost them', params: ofUser },
    },
    async (request, reply) => {
      const { tenant, userId } = requireSubject(request);
      const { id } = request.params;
      await database.tenantTx(tenant, async (tx) => {
        await factorsOf(tx, id);
        if (!(await deleteFactors(tx, id))) return;
        // Whoever has the lost device must not stay in.
        await deleteSessionsOfUser(tx, id, 'revoked');
        await recordAct(tx, { ...userAct(id, 'user.secondFactorReset'), by: userId, at: clock.now() });
      });
      return reply.code(204).send();
    },
  );
}

async function factorsOf(tx: TenantTx, userId: UserId): Promise<Factors> {
  const factors = await readFactors(tx, userId);
  if (factors === undefined) throw authProblem('user/not-found');
  return factors;
}

async function endSessions(
  tx: TenantTx,
  by: Subject,
  userId: UserId,
  now: number,
  but?: string,
): Promise<SessionsEnded> {
  const ended = await deleteSessionsOfUser(tx, userId, 'revoked', but);
  const act = { ...userAct(userId, 'user.sessionsRevoked'), facts: { ended }, by: by.userId, at: now };
  if (ended > 0) await recordAct(tx, act);
  return { ended };
}

function entryOf({ userAgent, ...session }: ListedSession, current: string): SessionEntry {
  return { ...session, device: deviceName(userAgent), current: session.id === current };
}
