import { z } from 'zod';
import type { Clock } from '#actors/system/clock.ts';
import { SessionEntry, SessionsEnded } from '#shared/auth/sessions.ts';
import type { UserId } from '#shared/values/ids.ts';
import { recordAct } from '../audit/auditStore.ts';
import type { Database } from '../db/database.ts';
import type { TenantTx } from '../db/transaction.ts';
import type { HttpApp } from '../http/httpApp.ts';
import { requireSubject } from './accessControl.ts';
import { userAct } from './authActs.ts';
import { authProblem } from './authProblem.ts';
import { sessionEntry } from './sessionEntry.ts';
import { listSessions, ownsSession } from './sessionListStore.ts';
import type { SessionRegistry } from './sessionRegistry.ts';
import { deleteSessionsOfUser } from './sessionStore.ts';
import type { Subject } from './subject.ts';

export interface SessionListRoutesOptions {
  readonly database: Database;
  readonly clock: Clock;
  readonly sessions: SessionRegistry;
}

const byId = z.object({ id: z.uuid() });
const own = { access: 'session' } as const;

/** One's own sessions, and their ends. Those of others are administration's. */
export function sessionListRoutes(options: SessionListRoutesOptions): (app: HttpApp) => void {
  return (app) => {
    declareOwn(app, options);
  };
}

function declareOwn(app: HttpApp, { database, clock, sessions }: SessionListRoutesOptions): void {
  app.get(
    '/api/session/sessions',
    { config: own, schema: { summary: 'Own sessions', response: { 200: z.array(SessionEntry) } } },
    async (request) => {
      const { tenant, userId, sessionId } = requireSubject(request);
      const listed = await database.tenantTx(tenant, (tx) => listSessions(tx, userId, clock.now()));
      return listed.map((session) => sessionEntry(session, sessionId));
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
