import { z } from 'zod';
import { ResetSecondFactor, UserSecurityView } from '#shared/auth/secondFactor.ts';
import { SessionEntry, SessionsEnded } from '#shared/auth/sessions.ts';
import { UserId } from '#shared/values/ids.ts';
import { requireSubject } from '../platform/auth/accessControl.ts';
import type { Routes } from '../platform/http/httpApp.ts';
import type { AdministrationPorts } from './administrationPorts.ts';
import { answerRefusals } from './refusalProblem.ts';
import { answerDone, doneOrAsked } from './routing.ts';
import { endSessionsOf, resetFactorsOf, securityOf, sessionsOf, unlockUser } from './userSecurity.ts';

const ofUser = z.object({ id: UserId });
const manage = { access: 'user.manage' } as const;

/** How people of the company log in: their sessions, locks and second factors. */
export function userSecurityRoutes(ports: AdministrationPorts): Routes {
  return (app) => {
    app.get(
      '/api/users/:id/sessions',
      {
        config: manage,
        schema: { summary: 'Sessions of a user', params: ofUser, response: { 200: z.array(SessionEntry) } },
      },
      async (request) => [
        ...(await answerRefusals(() => sessionsOf(ports, requireSubject(request), request.params.id))),
      ],
    );
    app.post(
      '/api/users/:id/sessions/revoke',
      {
        config: manage,
        schema: { summary: 'End all sessions of a user', params: ofUser, response: { 200: SessionsEnded } },
      },
      async (request) => await answerRefusals(() => endSessionsOf(ports, requireSubject(request), request.params.id)),
    );
    app.get(
      '/api/users/:id/security',
      {
        config: manage,
        schema: { summary: 'Second factors and lock of a user', params: ofUser, response: { 200: UserSecurityView } },
      },
      async (request) => await answerRefusals(() => securityOf(ports, requireSubject(request), request.params.id)),
    );
    app.post(
      '/api/users/:id/unlock',
      { config: manage, schema: { summary: 'Let a user log in again who failed too often', params: ofUser } },
      async (request, reply) => {
        await answerRefusals(() => unlockUser(ports, requireSubject(request), request.params.id));
        return reply.code(204).send();
      },
    );
    app.post(
      '/api/users/:id/second-factor/reset',
      {
        config: { ...manage, stepUp: true },
        schema: {
          summary: 'Take away the second factors of a user who lost them',
          params: ofUser,
          body: ResetSecondFactor,
          response: doneOrAsked,
        },
      },
      async (request, reply) => {
        const subject = requireSubject(request);
        const { id } = request.params;
        return answerDone(reply, await answerRefusals(() => resetFactorsOf(ports, subject, id, request.body?.reason)));
      },
    );
  };
}
