import type { FastifyRequest } from 'fastify';
import type { Permission } from '#shared/tenant/permissions.ts';
import type { HttpApp } from '../http/httpApp.ts';
import { HttpProblem } from '../http/problem.ts';
import type { SessionCookie } from './sessionCookie.ts';
import type { SessionRegistry } from './sessionRegistry.ts';
import { isCsrfToken } from './sessionToken.ts';
import type { Subject } from './subject.ts';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Who may call the route: anybody, whoever is logged in (so unless told), or whoever has the permission. */
    access?: 'public' | 'session' | Permission;
  }
  interface FastifyRequest {
    /** Who asks; undefined on public routes when nobody is logged in. */
    subject: Subject | undefined;
  }
}

export interface AccessControlOptions {
  readonly sessions: SessionRegistry;
  readonly cookie: SessionCookie;
  /** The address people use, if it is known; otherwise the request's own host is believed. */
  readonly publicUrl?: string;
}

/**
 * Guards every route declared after it. What changes something must come from this site's own pages, and with a session
 * only with its CSRF token in `x-csrf-token`.
 */
export function installAccessControl(app: HttpApp, options: AccessControlOptions): void {
  app.decorateRequest('subject', undefined);
  // After the rate limit (onRequest), before the body is read.
  app.addHook('preParsing', async (request) => {
    const changes = request.method !== 'GET' && request.method !== 'HEAD';
    if (changes) refuseForeignOrigin(request, options.publicUrl);
    const access = request.routeOptions.config.access ?? 'session';
    const subject = await options.sessions.authenticate(request.headers.cookie);
    request.subject = subject;
    if (access === 'public') return;
    const permitted = requireSubject(request);
    if (changes) refuseWithoutCsrfToken(request, options.cookie);
    if (access !== 'session' && !permitted.permissions.has(access)) {
      throw new HttpProblem(403, 'command/not-permitted', 'Your role does not allow this.');
    }
  });
}

/** The subject of a route that is not public. */
export function requireSubject(request: FastifyRequest): Subject {
  if (!request.subject) throw new HttpProblem(401, 'session/required', 'Log in first.');
  return request.subject;
}

function refuseWithoutCsrfToken(request: FastifyRequest, cookie: SessionCookie): void {
  const token = cookie.read(request.headers.cookie);
  const given = request.headers['x-csrf-token'];
  if (token && isCsrfToken(typeof given === 'string' ? given : undefined, token)) return;
  throw new HttpProblem(403, 'session/csrf', 'The request lacks the token of your session. Reload the page.');
}

/** Browsers say where a request comes from; programs without a browser say nothing, and have no session to abuse. */
function refuseForeignOrigin(request: FastifyRequest, publicUrl: string | undefined): void {
  const site = request.headers['sec-fetch-site'];
  const origin = request.headers.origin;
  const ownSite = site === undefined || site === 'same-origin' || site === 'none';
  if (ownSite && (origin === undefined || isOwnOrigin(origin, request, publicUrl))) return;
  throw new HttpProblem(403, 'request/foreign-origin', 'The request comes from another site.');
}

function isOwnOrigin(origin: string, request: FastifyRequest, publicUrl: string | undefined): boolean {
  if (!URL.canParse(origin)) return false;
  if (publicUrl !== undefined && new URL(publicUrl).origin === origin) return true;
  return new URL(origin).host === request.host;
}
