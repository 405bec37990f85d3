import { z } from 'zod';
import { ChangePermissions, RoleId } from '#shared/tenant/administration.ts';
import { ChangeLimits, ChangeRoleDetails, CreateRole, RoleList, RoleView } from '#shared/tenant/roles.ts';
import { requireSubject } from '../platform/auth/accessControl.ts';
import type { Routes } from '../platform/http/httpApp.ts';
import type { AdministrationPorts } from './administrationPorts.ts';
import { answerRefusals } from './refusalProblem.ts';
import { changeLimits, changePermissions, changeRoleDetails, createRole, removeRole, roleView } from './roles.ts';
import { listRoles } from './roleStore.ts';
import { answerDone, doneOrAsked } from './routing.ts';

const ofRole = z.object({ id: RoleId });
const manage = { access: 'role.manage' } as const;

/** Roles of the company: what they allow, how much of it, and who made them. */
export function roleRoutes(ports: AdministrationPorts): Routes {
  return (app) => {
    app.get(
      '/api/roles',
      {
        config: { access: 'user.view' },
        schema: { summary: 'Roles of the company, with permissions and limits', response: { 200: RoleList } },
      },
      async (request) => {
        const { tenant } = requireSubject(request);
        return { roles: (await ports.database.tenantTx(tenant, listRoles)).map(roleView) };
      },
    );
    app.post(
      '/api/roles',
      { config: manage, schema: { summary: 'Make a role', body: CreateRole, response: { 201: RoleView } } },
      async (request, reply) => {
        const subject = requireSubject(request);
        return reply.code(201).send(await answerRefusals(() => createRole(ports, subject, request.body)));
      },
    );
    app.put(
      '/api/roles/:id',
      {
        config: manage,
        schema: { summary: 'Rename a role or change what it requires', params: ofRole, body: ChangeRoleDetails },
      },
      async (request, reply) => {
        const subject = requireSubject(request);
        await answerRefusals(() => changeRoleDetails(ports, subject, request.params.id, request.body));
        return reply.code(204).send();
      },
    );
    app.put(
      '/api/roles/:id/permissions',
      {
        config: manage,
        schema: {
          summary: 'Change what a role allows',
          params: ofRole,
          body: ChangePermissions,
          response: doneOrAsked,
        },
      },
      async (request, reply) => {
        const subject = requireSubject(request);
        const { id } = request.params;
        return answerDone(reply, await answerRefusals(() => changePermissions(ports, subject, id, request.body)));
      },
    );
    app.put(
      '/api/roles/:id/limits',
      { config: manage, schema: { summary: 'Change the limits of a role', params: ofRole, body: ChangeLimits } },
      async (request, reply) => {
        const subject = requireSubject(request);
        await answerRefusals(() => changeLimits(ports, subject, request.params.id, request.body.limits));
        return reply.code(204).send();
      },
    );
    app.delete(
      '/api/roles/:id',
      { config: manage, schema: { summary: 'Remove a role that nobody has', params: ofRole } },
      async (request, reply) => {
        const subject = requireSubject(request);
        await answerRefusals(() => removeRole(ports, subject, request.params.id));
        return reply.code(204).send();
      },
    );
  };
}
