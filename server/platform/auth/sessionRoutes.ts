import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { DemoLogin, LoginRequest, SessionView } from '#shared/tenant/session.ts';
import type { TenantId, UserId } from '#shared/values/ids.ts';
import type { Database } from '../db/database.ts';
import type { HttpApp } from '../http/httpApp.ts';
import { HttpProblem } from '../http/problem.ts';
import { requireSubject } from './accessControl.ts';
import { readProfile } from './accountStore.ts';
import type { Login, LoginOutcome } from './login.ts';
import type { SessionCookie } from './sessionCookie.ts';
import { longestLifetimeMs } from './sessionLifetime.ts';
import type { SessionRegistry } from './sessionRegistry.ts';
import { csrfTokenOf, type SessionToken } from './sessionToken.ts';

export interface SessionRoutesOptions {
  readonly database: Database;
  readonly sessions: SessionRegistry;
  readonly cookie: SessionCookie;
  readonly login: Login;
  /** Shown on the login page; undefined when the lab does not run. */
  readonly demoLogins: readonly DemoLogin[] | undefined;
}

/** `POST /api/login`, `POST /api/logout`, `GET /api/session`, `GET /api/demo-logins`. */
export function sessionRoutes(options: SessionRoutesOptions): (app: HttpApp) => void {
  return (app) => {
    declareLogin(app, options);
    app.post('/api/logout', { config: { access: 'session' } }, async (request, reply) => {
      await options.sessions.logout(requireSubject(request));
      options.cookie.clear(reply);
      return reply.code(204).send();
    });
    app.get(
      '/api/session',
      { config: { access: 'session' }, schema: { response: { 200: SessionView } } },
      async (request, reply) => {
        const { tenant, userId } = requireSubject(request);
        const token = options.cookie.read(request.headers.cookie);
        if (token === undefined) throw notLoggedIn();
        return await viewOf(options.database, reply, { tenant, userId, token });
      },
    );
    const { demoLogins } = options;
    if (demoLogins) {
      app.get(
        '/api/demo-logins',
        { config: { access: 'public' }, schema: { response: { 200: z.array(DemoLogin) } } },
        () => [...demoLogins],
      );
    }
  };
}

function declareLogin(app: HttpApp, { database, sessions, cookie, login }: SessionRoutesOptions): void {
  const config = { access: 'public', rateLimit: { max: 30, timeWindow: 60_000 } } as const;
  app.post(
    '/api/login',
    { config, schema: { body: LoginRequest, response: { 200: SessionView } } },
    async (request, reply) => {
      const outcome = await login(request.body, request.ip);
      if (outcome.outcome !== 'accepted') throw refusalOf(outcome);
      // A browser holds one session: the one it came with is over.
      if (request.subject) await sessions.logout(request.subject);
      cookie.write(reply, outcome.token, longestLifetimeMs);
      const { tenant, userId } = outcome.account;
      return await viewOf(database, reply, { tenant, userId, token: outcome.token });
    },
  );
}

async function viewOf(
  database: Database,
  reply: FastifyReply,
  { tenant, userId, token }: { tenant: TenantId; userId: UserId; token: SessionToken },
): Promise<SessionView> {
  const profile = await database.tenantTx(tenant, (tx) => readProfile(tx, userId));
  if (!profile) throw notLoggedIn();
  void reply.header('cache-control', 'no-store');
  return { ...profile, csrfToken: csrfTokenOf(token) };
}

function notLoggedIn(): HttpProblem {
  return new HttpProblem(401, 'session/required', 'Log in first.');
}

function refusalOf(outcome: Exclude<LoginOutcome, { outcome: 'accepted' }>): HttpProblem {
  switch (outcome.outcome) {
    case 'refused':
      return new HttpProblem(401, 'login/refused', 'E-mail or password is wrong.');
    case 'locked':
      return new HttpProblem(429, 'login/locked', 'Too many failed logins. Wait before trying again.', {
        retryAfterMs: outcome.retryAfterMs,
      });
    case 'busy':
      return new HttpProblem(503, 'login/busy', 'Too many logins at once. Try again in a moment.', {
        retryAfterMs: 2_000,
      });
  }
}
