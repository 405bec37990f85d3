import type { FastifyRequest } from 'fastify';
import type { Clock } from '#actors/system/clock.ts';
import type { Permission } from '#shared/tenant/permissions.ts';
import type { HttpApp } from '../http/httpApp.ts';
import { ownOrigins } from '../http/ownOrigin.ts';
import { HttpProblem } from '../http/problem.ts';
import { authProblem } from './authProblem.ts';
import type { SessionCookie } from './sessionCookie.ts';
import type { SessionRegistry } from './sessionRegistry.ts';
import { isCsrfToken } from './sessionToken.ts';
import type { Subject } from './subject.ts';
import { createTokenLimits, type TokenLimits } from './tokenLimits.ts';

declare module 'fastify' {
  interface FastifyContextConfig {
    /**
     * Who may call the route: anybody; whoever has the permission; a person who is logged in (so unless told); or whoever
     * is known at all, access tokens and walls included.
     */
    access?: 'public' | 'session' | 'subject' | Permission;
    /** The person must have proved within the last five minutes to be there. Closes the route to access tokens. */
    stepUp?: boolean;
  }
  interface FastifyRequest {
    /** Who asks; undefined on public routes when nobody is logged in. */
    subject: Subject | undefined;
  }
}

export interface AccessControlOptions {
  readonly sessions: SessionRegistry;
  readonly cookie: SessionCookie;
  readonly clock: Clock;
  /** The address people use, if it is known; otherwise the request's own host is believed. */
  readonly publicUrl?: string;
}

/**
 * Guards every route declared after it. What changes something must come from this site's own pages, and with a session
 * only with its CSRF token in `x-csrf-token`; an access token is sent by nobody unasked and needs neither.
 */
export function installAccessControl(app: HttpApp, options: AccessControlOptions): void {
  const limits = createTokenLimits(options.clock);
  app.decorateRequest('subject', undefined);
  // After the rate limit (onRequest), before the body is read.
  app.addHook('preParsing', async (request) => {
    const bearer = request.headers.authorization !== undefined;
    const changes = request.method !== 'GET' && request.method !== 'HEAD';
    if (changes && !bearer) refuseForeignOrigin(request, options.publicUrl);
    request.subject = bearer
      ? await subjectOfToken(request, options.sessions, limits)
      : await options.sessions.authenticate(request.headers.cookie, request.protocol === 'https');
    const { access = 'session' } = request.routeOptions.config;
    if (access === 'public') return;
    const subject = requireSubject(request);
    if (changes && !bearer) refuseWithoutCsrfToken(request, options.cookie);
    admit(subject, access, changes);
    if (request.routeOptions.config.stepUp) requireStepUp(subject, options.sessions);
  });
}

/** The subject of a route that is not public. */
export function requireSubject(request: FastifyRequest): Subject {
  if (!request.subject) throw authProblem('session/required');
  return request.subject;
}

async function subjectOfToken(
  request: FastifyRequest,
  sessions: SessionRegistry,
  limits: TokenLimits,
): Promise<Subject | undefined> {
  const subject = await sessions.authenticateToken(request.headers.authorization, request.ip);
  if (subject && !limits.admits(subject.sessionId)) {
    throw new HttpProblem(429, 'request/too-many', 'This token asks too often.', { retryAfterMs: 1_000 });
  }
  return subject;
}

function admit(subject: Subject, access: 'session' | 'subject' | Permission, changes: boolean): void {
  if (access === 'session' && subject.through !== undefined) throw authProblem('session/person-required');
  // A wall looks, and may take itself down.
  if (subject.through === 'wall' && changes && access !== 'subject') throw authProblem('session/person-required');
  if (access !== 'session' && access !== 'subject' && !subject.permissions.has(access)) {
    throw new HttpProblem(403, 'command/not-permitted', 'Your role does not allow this.');
  }
}

function requireStepUp(subject: Subject, sessions: SessionRegistry): void {
  if (subject.through !== undefined) throw authProblem('session/person-required');
  if (sessions.steppedUpUntil(subject.sessionId) === undefined) throw authProblem('session/step-up-required');
}

function refuseWithoutCsrfToken(request: FastifyRequest, cookie: SessionCookie): void {
  const token = cookie.read(request.headers.cookie, request.protocol === 'https');
  const given = request.headers['x-csrf-token'];
  if (token && isCsrfToken(typeof given === 'string' ? given : undefined, token)) return;
  throw authProblem('session/csrf');
}

/** Browsers say where a request comes from; programs without a browser say nothing, and have no session to abuse. */
function refuseForeignOrigin(request: FastifyRequest, publicUrl: string | undefined): void {
  const site = request.headers['sec-fetch-site'];
  const { origin } = request.headers;
  const ownSite = site === undefined || site === 'same-origin' || site === 'none';
  if (ownSite && (origin === undefined || ownOrigins(request, publicUrl).has(origin))) return;
  throw new HttpProblem(403, 'request/foreign-origin', 'The request comes from another site.');
}
