import {
  AcceptInvitation,
  ConfirmEmail,
  LinkView,
  LookAtLink,
  RequestReset,
  ResetOffer,
  UseReset,
} from '#shared/tenant/links.ts';
import type { Routes } from '../platform/http/httpApp.ts';
import { mailReset } from './accountLinks.ts';
import type { AdministrationPorts } from './administrationPorts.ts';
import { confirmEmail, join, lookAtLink, resetPassword } from './links.ts';
import { answerRefusals } from './refusalProblem.ts';
import { originOf } from './routing.ts';

const limited = (max: number) => ({ access: 'public', rateLimit: { max, timeWindow: 60_000 } }) as const;

/** For people who are not logged in and hold a link, or want one. Tokens come in bodies only. */
export function linkRoutes(ports: AdministrationPorts): Routes {
  const { log } = ports;
  return (app) => {
    app.post(
      '/api/links/look',
      {
        config: limited(30),
        schema: {
          summary: 'What a link from a message is for, and whether it is still good',
          body: LookAtLink,
          response: { 200: LinkView },
        },
      },
      async (request, reply) => {
        void reply.header('cache-control', 'no-store');
        return await answerRefusals(() => lookAtLink(ports, request.body.token));
      },
    );
    app.post(
      '/api/links/join',
      { config: limited(10), schema: { summary: 'Accept an invitation with its link', body: AcceptInvitation } },
      async (request, reply) => {
        const joined = await answerRefusals(() => join(ports, request.body));
        log.info(joined, 'invitation accepted');
        return reply.code(201).send();
      },
    );
    app.post(
      '/api/links/reset',
      { config: limited(10), schema: { summary: 'Set a new password with a link', body: UseReset } },
      async (request, reply) => {
        await answerRefusals(() => resetPassword(ports, request.body));
        return reply.code(204).send();
      },
    );
    app.post(
      '/api/links/email',
      { config: limited(10), schema: { summary: 'Confirm a new e-mail address with its link', body: ConfirmEmail } },
      async (request, reply) => {
        await answerRefusals(() => confirmEmail(ports, request.body.token));
        return reply.code(204).send();
      },
    );
    app.get(
      '/api/password-resets',
      {
        config: { access: 'public' },
        schema: { summary: 'Who asked for a new password and waits for help', response: { 200: ResetOffer } },
      },
      () => ({
        byMail: ports.mailer.configured,
      }),
    );
    app.post(
      '/api/password-resets',
      { config: limited(5), schema: { summary: 'Ask for a link to set a new password', body: RequestReset } },
      (request, reply) => {
        // Only after the answer, whose time then tells nothing about who has an account.
        void reply.code(202).send();
        void mailReset(ports, request.body.email, originOf(ports, request));
        return reply;
      },
    );
  };
}
