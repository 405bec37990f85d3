import { z } from 'zod';
import { ApprovalNeeded } from '#shared/approval/requests.ts';
import { ChangeBranches, ChangeRole } from '#shared/tenant/administration.ts';
import { isAdministrator } from '#shared/tenant/guardedPermissions.ts';
import {
  ChangeUser,
  DisableUser,
  IssuedLink,
  IssueReset,
  UserPage,
  UserQuery,
  type UserView,
} from '#shared/tenant/users.ts';
import { UserId } from '#shared/values/ids.ts';
import { requireSubject } from '../platform/auth/accessControl.ts';
import type { Subject } from '../platform/auth/subject.ts';
import type { Routes } from '../platform/http/httpApp.ts';
import { issueReset } from './accountLinks.ts';
import type { AdministrationPorts } from './administrationPorts.ts';
import { answerRefusals } from './refusalProblem.ts';
import { mayChange } from './rights.ts';
import { answerDone, doneOrAsked, originOf } from './routing.ts';
import { type ListedUser, listUsers } from './userListStore.ts';
import { changeBranchesOf, changeRoleOf, changeUser, disableOther, enableOther, endSession } from './users.ts';

const ofUser = z.object({ id: UserId });
const ofSession = z.object({ id: z.uuid() });
const manage = { access: 'user.manage' } as const;

/** People of the company: within the branches of who asks. */
export function userRoutes(ports: AdministrationPorts): Routes {
  const { database, clock } = ports;
  return (app) => {
    app.get(
      '/api/users',
      {
        config: { access: 'user.view' },
        schema: { summary: 'Users of the company', querystring: UserQuery, response: { 200: UserPage } },
      },
      async (request) => {
        const subject = requireSubject(request);
        const page = await database.tenantTx(subject.tenant, (tx) =>
          listUsers(tx, request.query, subject.branches, clock.now()),
        );
        return { users: page.users.map((user) => userView(subject, user)), total: page.total };
      },
    );
    app.put(
      '/api/users/:id',
      {
        config: manage,
        schema: { summary: "Change a user's name or e-mail", params: ofUser, body: ChangeUser, response: doneOrAsked },
      },
      async (request, reply) => {
        const subject = requireSubject(request);
        const done = await answerRefusals(() => changeUser(ports, subject, request.params.id, request.body));
        return answerDone(reply, done);
      },
    );
    app.post(
      '/api/users/:id/role',
      {
        config: manage,
        schema: { summary: 'Give a user another role', params: ofUser, body: ChangeRole, response: doneOrAsked },
      },
      async (request, reply) => {
        const subject = requireSubject(request);
        const done = await answerRefusals(() => changeRoleOf(ports, subject, request.params.id, request.body));
        return answerDone(reply, done);
      },
    );
    app.put(
      '/api/users/:id/branches',
      { config: manage, schema: { summary: 'Give a user other branches', params: ofUser, body: ChangeBranches } },
      async (request, reply) => {
        const subject = requireSubject(request);
        const { id } = request.params;
        await answerRefusals(() => changeBranchesOf(ports, subject, id, request.body.branches));
        return reply.code(204).send();
      },
    );
    app.post(
      '/api/users/:id/disable',
      {
        config: manage,
        schema: { summary: 'Disable a user and end their sessions', params: ofUser, body: DisableUser },
      },
      async (request, reply) => {
        const subject = requireSubject(request);
        await answerRefusals(() => disableOther(ports, subject, request.params.id, request.body?.reason));
        return reply.code(204).send();
      },
    );
    app.post(
      '/api/users/:id/enable',
      {
        config: manage,
        schema: { summary: 'Let a disabled user in again', params: ofUser, body: DisableUser, response: doneOrAsked },
      },
      async (request, reply) => {
        const subject = requireSubject(request);
        const { id } = request.params;
        return answerDone(reply, await answerRefusals(() => enableOther(ports, subject, id, request.body?.reason)));
      },
    );
    app.post(
      '/api/sessions/:id/revoke',
      { config: manage, schema: { summary: 'End a session of anybody in the company', params: ofSession } },
      async (request, reply) => {
        await answerRefusals(() => endSession(ports, requireSubject(request), request.params.id));
        return reply.code(204).send();
      },
    );
    const reset = {
      summary: 'Give a user a link to set a new password',
      params: ofUser,
      body: IssueReset,
      response: { 200: IssuedLink, 202: ApprovalNeeded },
    };
    app.post('/api/users/:id/password-reset', { config: manage, schema: reset }, async (request, reply) => {
      const subject = requireSubject(request);
      const { id } = request.params;
      const origin = originOf(ports, request);
      const issued = await answerRefusals(() => issueReset(ports, subject, id, request.body?.reason, origin));
      void reply.header('cache-control', 'no-store');
      return 'approvalId' in issued ? await reply.code(202).send(issued) : await reply.code(200).send(issued);
    });
  };
}

function userView(subject: Subject, user: ListedUser): UserView {
  const { roleId, roleName, permissions, disabledAt, lastSeenAt, ...rest } = user;
  const branches = user.branches.map(({ id }) => id);
  return {
    ...rest,
    role: { id: roleId, name: roleName },
    state: disabledAt === null ? 'active' : 'disabled',
    ...(disabledAt === null ? {} : { disabledAt }),
    ...(lastSeenAt === null ? {} : { lastSeenAt }),
    administrator: isAdministrator(permissions),
    mayChange: subject.permissions.has('user.manage') && mayChange(subject, { permissions, branches }),
  };
}
