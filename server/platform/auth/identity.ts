import type { Clock } from '#actors/system/clock.ts';
import type { DemoLogin } from '#shared/tenant/session.ts';
import type { Database } from '../db/database.ts';
import type { Routes } from '../http/httpApp.ts';
import type { Logger } from '../log/logger.ts';
import type { HttpMetrics } from '../metrics/httpMetrics.ts';
import { installAccessControl } from './accessControl.ts';
import { createLogin } from './login.ts';
import { createLoginThrottle } from './loginThrottle.ts';
import { createPasswordQueue, type PasswordQueue } from './passwordQueue.ts';
import { createSessionCookie } from './sessionCookie.ts';
import { createSessionRegistry, type SessionRegistry } from './sessionRegistry.ts';
import { sessionRoutes } from './sessionRoutes.ts';

export interface IdentityOptions {
  readonly database: Database;
  readonly clock: Clock;
  readonly log: Logger;
  readonly metrics: HttpMetrics;
  /** The product is reached over TLS: cookies are `Secure` and carry `__Host-`. */
  readonly https: boolean;
  /** The address people use, if it is known. */
  readonly publicUrl?: string;
  /** Undefined when the lab does not run. */
  readonly demoLogins: readonly DemoLogin[] | undefined;
}

/** Who may come in: sessions, passwords, and the guard before every route that is declared after `routes`. */
export interface Identity {
  readonly sessions: SessionRegistry;
  readonly passwords: PasswordQueue;
  /** Comes first in the server's list of routes. */
  readonly routes: Routes;
}

export function createIdentity(options: IdentityOptions): Identity {
  const cookie = createSessionCookie(options.https);
  const sessions = createSessionRegistry({ ...options, cookie });
  const passwords = createPasswordQueue();
  const login = createLogin({ ...options, passwords, throttle: createLoginThrottle(options.clock) });
  const declare = sessionRoutes({ ...options, sessions, cookie, login });
  return {
    sessions,
    passwords,
    routes: (app) => {
      installAccessControl(app, { ...options, sessions, cookie });
      declare(app);
    },
  };
}
