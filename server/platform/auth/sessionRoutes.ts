import { z } from 'zod';
import { DemoLogin, SessionView } from '#shared/tenant/session.ts';
import type { HttpApp } from '../http/httpApp.ts';
import { requireSubject } from './accessControl.ts';
import type { SessionCookie } from './sessionCookie.ts';
import type { SessionRegistry } from './sessionRegistry.ts';
import type { SessionViews } from './sessionViews.ts';

export interface SessionRoutesOptions {
  readonly sessions: SessionRegistry;
  readonly cookie: SessionCookie;
  readonly views: SessionViews;
  /** Shown on the login page; undefined when the lab does not run. */
  readonly demoLogins: readonly DemoLogin[] | undefined;
}

/** `POST /api/logout`, `GET /api/session`, `GET /api/demo-logins`. */
export function sessionRoutes({ sessions, cookie, views, demoLogins }: SessionRoutesOptions): (app: HttpApp) => void {
  return (app) => {
    app.post(
      '/api/logout',
      { config: { access: 'subject' }, schema: { summary: 'End the session that asks' } },
      async (request, reply) => {
        const subject = requireSubject(request);
        // A program has no session to end; its token is revoked where it was made.
        if (subject.through !== 'token') await sessions.logout(subject);
        cookie.clear(reply);
        return reply.code(204).send();
      },
    );
    app.get(
      '/api/session',
      {
        config: { access: 'subject' },
        schema: { summary: 'Who is logged in, and what they may do', response: { 200: SessionView } },
      },
      async (request, reply) => {
        const token = cookie.read(request.headers.cookie, request.protocol === 'https');
        void reply.header('cache-control', 'no-store');
        return await views.of(requireSubject(request), token);
      },
    );
    if (demoLogins) {
      app.get(
        '/api/demo-logins',
        {
          config: { access: 'public' },
          schema: { summary: 'Logins of the demo; only while the lab runs', response: { 200: z.array(DemoLogin) } },
        },
        () => [...demoLogins],
      );
    }
  };
}
