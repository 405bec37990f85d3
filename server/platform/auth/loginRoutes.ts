import type { FastifyReply, FastifyRequest } from 'fastify';
import { EnrolledLogin, LoginStep } from '#shared/auth/login.ts';
import { PasskeyLogin, PasskeyOptions } from '#shared/auth/passkey.ts';
import { FactorCode, TotpEnrolment } from '#shared/auth/secondFactor.ts';
import { LoginRequest, SessionView } from '#shared/tenant/session.ts';
import type { HttpApp } from '../http/httpApp.ts';
import { authProblem } from './authProblem.ts';
import type { BegunSession } from './beginSession.ts';
import type { Login, LoginRefusal } from './login.ts';
import type { PasskeyLogins } from './passkeyLogin.ts';
import { relyingPartyOf } from './relyingParty.ts';
import type { SecondStep } from './secondStep.ts';
import type { SessionCookie } from './sessionCookie.ts';
import { longestLifetimeMs, pendingLoginLifetimeMs } from './sessionLifetime.ts';
import type { SessionRegistry } from './sessionRegistry.ts';
import type { SessionToken } from './sessionToken.ts';
import type { SessionViews } from './sessionViews.ts';
import { visitorOf } from './visitor.ts';

export interface LoginRoutesOptions {
  readonly sessions: SessionRegistry;
  readonly cookie: SessionCookie;
  /** Holds a login between its steps. */
  readonly stepCookie: SessionCookie;
  readonly login: Login;
  readonly secondStep: SecondStep;
  readonly passkeyLogins: PasskeyLogins;
  readonly views: SessionViews;
  readonly publicUrl?: string;
}

const config = { access: 'public', rateLimit: { max: 30, timeWindow: 60_000 } } as const;

/** `POST /api/login` and its further steps. */
export function loginRoutes(options: LoginRoutesOptions): (app: HttpApp) => void {
  return (app) => {
    declarePassword(app, options);
    declareCode(app, options);
    declareEnrolment(app, options);
    declarePasskey(app, options);
  };
}

function declarePassword(app: HttpApp, options: LoginRoutesOptions): void {
  app.post(
    '/api/login',
    {
      config,
      schema: {
        summary: 'Log in with e-mail and password; 202 when a second step follows',
        body: LoginRequest,
        response: { 200: SessionView, 202: LoginStep },
      },
    },
    async (request, reply) => {
      const outcome = await options.login(request.body, visitorOf(request));
      if (outcome.outcome === 'accepted') return await enter(options, request, reply, outcome);
      if (outcome.outcome !== 'pending') throw refusalOf(outcome);
      options.stepCookie.write(reply, outcome.token, pendingLoginLifetimeMs);
      return reply.code(202).header('cache-control', 'no-store').send(outcome.step);
    },
  );
}

function declareCode(app: HttpApp, options: LoginRoutesOptions): void {
  app.post(
    '/api/login/code',
    {
      config,
      schema: {
        summary: 'Second step of a login: a code of the authenticator app, or a recovery code',
        body: FactorCode,
        response: { 200: SessionView },
      },
    },
    async (request, reply) => {
      const token = stepToken(options, request);
      const begun = await options.secondStep.withCode(token, request.body.code, visitorOf(request));
      return await enter(options, request, reply, begun);
    },
  );
}

function declareEnrolment(app: HttpApp, options: LoginRoutesOptions): void {
  app.post(
    '/api/login/enrolment',
    {
      config,
      schema: {
        summary: 'Second step where the role requires a second factor: set up an authenticator app',
        response: { 200: TotpEnrolment },
      },
    },
    async (request, reply) => {
      void reply.header('cache-control', 'no-store');
      return await options.secondStep.beginEnrolment(stepToken(options, request));
    },
  );
  app.post(
    '/api/login/enrolment/confirm',
    {
      config,
      schema: {
        summary: 'Confirm that authenticator app with its first code, and be logged in',
        body: FactorCode,
        response: { 200: EnrolledLogin },
      },
    },
    async (request, reply) => {
      const token = stepToken(options, request);
      const begun = await options.secondStep.confirmEnrolment(token, request.body.code, visitorOf(request));
      const session = await enter(options, request, reply, begun);
      return { session, recoveryCodes: [...begun.recoveryCodes] };
    },
  );
}

function declarePasskey(app: HttpApp, options: LoginRoutesOptions): void {
  app.post(
    '/api/login/passkey/options',
    {
      config,
      schema: {
        summary: 'Begin a login with a passkey, alone or as second step',
        response: { 200: PasskeyOptions },
      },
    },
    async (request, reply) => {
      void reply.header('cache-control', 'no-store');
      const pending = await options.secondStep.pending(stepToken(options, request));
      return await options.passkeyLogins.options(pending, relyingPartyOf(options.publicUrl, request));
    },
  );
  app.post(
    '/api/login/passkey',
    {
      config,
      schema: { summary: 'Log in with a passkey', body: PasskeyLogin, response: { 200: SessionView } },
    },
    async (request, reply) => {
      const pending = await options.secondStep.pending(stepToken(options, request));
      const party = relyingPartyOf(options.publicUrl, request);
      const { response } = request.body;
      const begun = await options.passkeyLogins.finish(response, pending, party, visitorOf(request));
      return await enter(options, request, reply, begun);
    },
  );
}

function stepToken({ stepCookie }: LoginRoutesOptions, request: FastifyRequest): SessionToken | undefined {
  return stepCookie.read(request.headers.cookie, request.protocol === 'https');
}

/** A browser holds one session: the one it came with is over. */
async function enter(
  options: LoginRoutesOptions,
  request: FastifyRequest,
  reply: FastifyReply,
  begun: BegunSession,
): Promise<SessionView> {
  if (request.subject && request.subject.through !== 'token') await options.sessions.logout(request.subject);
  options.cookie.write(reply, begun.token, longestLifetimeMs);
  if (stepToken(options, request)) options.stepCookie.clear(reply);
  void reply.header('cache-control', 'no-store');
  return await options.views.ofPerson(begun);
}

function refusalOf(outcome: LoginRefusal): Error {
  switch (outcome.outcome) {
    case 'refused':
      return authProblem('login/refused');
    case 'locked':
      return authProblem('login/locked', { retryAfterMs: outcome.retryAfterMs });
    case 'busy':
      return authProblem('login/busy', { retryAfterMs: 2_000 });
  }
}
