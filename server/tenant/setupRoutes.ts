import type { Clock } from '#actors/system/clock.ts';
import { SetupRequest, SetupView } from '#shared/tenant/setup.ts';
import type { PasswordQueue } from '../platform/auth/passwordQueue.ts';
import type { Database } from '../platform/db/database.ts';
import type { HttpApp } from '../platform/http/httpApp.ts';
import type { Logger } from '../platform/log/logger.ts';
import { answerRefusals } from './refusalProblem.ts';
import { setUp } from './setup.ts';
import { anyTenant } from './tenantStore.ts';

export interface SetupRoutesOptions {
  readonly database: Database;
  readonly clock: Clock;
  readonly log: Logger;
  readonly passwords: PasswordQueue;
}

/** `GET /api/setup`: is it needed? `POST /api/setup` with the one-time token: 201, then log in. */
export function setupRoutes({ database, clock, log, passwords }: SetupRoutesOptions): (app: HttpApp) => void {
  return (app) => {
    app.get(
      '/api/setup',
      {
        config: { access: 'public' },
        schema: { summary: 'Whether the installation waits for its first company', response: { 200: SetupView } },
      },
      async () => {
        return { needed: !(await database.systemTx(anyTenant)) };
      },
    );
    const config = { access: 'public', rateLimit: { max: 10, timeWindow: 60_000 } } as const;
    app.post(
      '/api/setup',
      { config, schema: { summary: 'Found the first company with the one-time link', body: SetupRequest } },
      async (request, reply) => {
        const tenant = await answerRefusals(() => setUp(database, clock, passwords, request.body));
        log.info({ tenant, slug: request.body.slug }, 'first company set up');
        return reply.code(201).send();
      },
    );
  };
}
