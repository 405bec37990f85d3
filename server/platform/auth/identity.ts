import type { IncomingHttpHeaders } from 'node:http';
import type { Clock } from '#actors/system/clock.ts';
import type { DemoLogin } from '#shared/tenant/session.ts';
import type { Database } from '../db/database.ts';
import type { Routes } from '../http/httpApp.ts';
import type { RequestAddress } from '../http/ownOrigin.ts';
import type { Logger } from '../log/logger.ts';
import type { HttpMetrics } from '../metrics/httpMetrics.ts';
import type { Secrets } from '../secrets/secrets.ts';
import { installAccessControl } from './accessControl.ts';
import { createAuthenticatorApp } from './authenticatorApp.ts';
import { factorRoutes } from './factorRoutes.ts';
import { createLogin } from './login.ts';
import { loginRoutes } from './loginRoutes.ts';
import { createLoginThrottle, type LoginThrottle } from './loginThrottle.ts';
import { createOwnFactors } from './ownFactors.ts';
import { createPasskeyLogins } from './passkeyLogin.ts';
import { createPasskeys } from './passkeys.ts';
import { createPasswordQueue, type PasswordQueue } from './passwordQueue.ts';
import { createSecondStep } from './secondStep.ts';
import { createSessionCookie } from './sessionCookie.ts';
import { sessionListRoutes } from './sessionListRoutes.ts';
import { createSessionRegistry, type SessionRegistry } from './sessionRegistry.ts';
import { sessionRoutes } from './sessionRoutes.ts';
import { createSessionViews } from './sessionViews.ts';
import { createStepUps } from './stepUp.ts';
import type { Subject } from './subject.ts';
import { tokenRoutes } from './tokenRoutes.ts';
import { createWalls } from './walls.ts';

export interface IdentityOptions {
  readonly database: Database;
  readonly clock: Clock;
  readonly log: Logger;
  readonly metrics: HttpMetrics;
  readonly secrets: Secrets;
  /** People reach the product over TLS alone: cookies are always `Secure` and carry `__Host-`. */
  readonly https: boolean;
  /** The address people use, if it is known. */
  readonly publicUrl?: string;
  /** Undefined when the lab does not run. */
  readonly demoLogins: readonly DemoLogin[] | undefined;
}

/** Who may come in: sessions, factors, tokens, and the guard before every route that is declared after `routes`. */
export interface Identity {
  readonly sessions: SessionRegistry;
  readonly passwords: PasswordQueue;
  /** For a password reset: whoever proved to own the mailbox need not wait; and for administrators. */
  readonly throttle: Pick<LoginThrottle, 'unlock' | 'lockedUntil'>;
  /** Who comes up a live connection, with a cookie or an access token. Throws DatabaseError. */
  ofHandshake(headers: IncomingHttpHeaders, at: RequestAddress): Promise<Subject | undefined>;
  /** Comes first in the server's list of routes. */
  readonly routes: Routes;
}

export function createIdentity(options: IdentityOptions): Identity {
  const { database, clock } = options;
  const cookie = createSessionCookie(options.https);
  const stepCookie = createSessionCookie(options.https, 'lastmile_login');
  const sessions = createSessionRegistry({ ...options, cookie });
  const passwords = createPasswordQueue();
  const throttle = createLoginThrottle(database, clock);
  const app = createAuthenticatorApp(options);
  const passkeys = createPasskeys(options);
  const views = createSessionViews(database);
  const parts = { ...options, sessions, cookie, stepCookie, passwords, throttle, app, passkeys, views };
  const declarations: readonly Routes[] = [
    sessionRoutes(parts),
    loginRoutes({
      ...parts,
      login: createLogin(parts),
      secondStep: createSecondStep(parts),
      passkeyLogins: createPasskeyLogins(parts),
    }),
    factorRoutes({ ...parts, factors: createOwnFactors(parts), stepUps: createStepUps(parts) }),
    sessionListRoutes(parts),
    tokenRoutes({ ...parts, walls: createWalls(parts) }),
  ];
  return {
    sessions,
    passwords,
    throttle,
    ofHandshake: ({ authorization, cookie: cookies }, { protocol }) =>
      authorization === undefined
        ? sessions.authenticate(cookies, protocol === 'https')
        : sessions.authenticateToken(authorization, undefined),
    routes: (http) => {
      installAccessControl(http, parts);
      for (const declare of declarations) declare(http);
    },
  };
}
