import { ChangeOwnEmail, ChangeOwnPassword, ChangeOwnProfile } from '#shared/tenant/users.ts';
import { requireSubject } from '../platform/auth/accessControl.ts';
import type { Routes } from '../platform/http/httpApp.ts';
import { changeOwnEmail, changeOwnPassword } from './accountLinks.ts';
import type { AdministrationPorts } from './administrationPorts.ts';
import { doingOf } from './doing.ts';
import { answerRefusals } from './refusalProblem.ts';
import { originOf } from './routing.ts';
import { rename } from './userActs.ts';

const limited = { rateLimit: { max: 10, timeWindow: 60_000 } } as const;

/** What people change of their own account. */
export function profileRoutes(ports: AdministrationPorts): Routes {
  return (app) => {
    app.put(
      '/api/session/profile',
      { config: limited, schema: { summary: 'Change the own name and language', body: ChangeOwnProfile } },
      async (request, reply) => {
        const subject = requireSubject(request);
        const doing = doingOf(subject, ports.clock.now());
        await answerRefusals(() =>
          ports.database.tenantTx(subject.tenant, (tx) => rename(tx, doing, subject.userId, request.body.name)),
        );
        return reply.code(204).send();
      },
    );
    app.post(
      '/api/session/email',
      { config: limited, schema: { summary: "Ask for another e-mail address of one's own", body: ChangeOwnEmail } },
      async (request, reply) => {
        const subject = requireSubject(request);
        await answerRefusals(() => changeOwnEmail(ports, subject, request.body, originOf(ports, request)));
        return reply.code(202).send();
      },
    );
    app.put(
      '/api/session/password',
      { config: limited, schema: { summary: 'Change the own password', body: ChangeOwnPassword } },
      async (request, reply) => {
        await answerRefusals(() => changeOwnPassword(ports, requireSubject(request), request.body));
        return reply.code(204).send();
      },
    );
  };
}
