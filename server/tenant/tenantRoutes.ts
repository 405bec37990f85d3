import { z } from 'zod';
import type { Clock } from '#actors/system/clock.ts';
import { ChangeBranches, ChangePermissions, ChangeRole, RoleId } from '#shared/tenant/administration.ts';
import { UserId } from '#shared/values/ids.ts';
import { requireSubject } from '../platform/auth/accessControl.ts';
import type { SessionRegistry } from '../platform/auth/sessionRegistry.ts';
import type { Subject } from '../platform/auth/subject.ts';
import type { Database } from '../platform/db/database.ts';
import type { TenantTx } from '../platform/db/transaction.ts';
import type { HttpApp } from '../platform/http/httpApp.ts';
import type { Logger } from '../platform/log/logger.ts';
import { answerRefusals } from './refusalProblem.ts';
import { TenantRefusal } from './tenantRefusal.ts';
import { disableUser, setRolePermissions, setUserBranches, setUserRole } from './userStore.ts';

export interface TenantRoutesOptions {
  readonly database: Database;
  readonly sessions: SessionRegistry;
  readonly clock: Clock;
  readonly log: Logger;
}

const ofUser = z.object({ id: UserId });
const ofRole = z.object({ id: RoleId });
const ofSession = z.object({ id: z.uuid() });
const config = { access: 'user.manage' } as const;

/** Users, roles and sessions of the administrator's own company. Each answers 204 and is logged with who did it. */
export function tenantRoutes({ database, sessions, clock, log }: TenantRoutesOptions): (app: HttpApp) => void {
  async function act(by: Subject, what: string, fields: object, work: (tx: TenantTx) => Promise<void>): Promise<void> {
    await answerRefusals(() => database.tenantTx(by.tenant, work));
    log.info({ tenant: by.tenant, by: by.userId, ...fields }, what);
  }

  return (app) => {
    app.post(
      '/api/users/:id/role',
      { config, schema: { params: ofUser, body: ChangeRole } },
      async (request, reply) => {
        const { id } = request.params;
        const { roleId } = request.body;
        await act(requireSubject(request), 'user given another role', { userId: id, roleId }, (tx) =>
          setUserRole(tx, id, roleId),
        );
        return reply.code(204).send();
      },
    );
    app.put(
      '/api/users/:id/branches',
      { config, schema: { params: ofUser, body: ChangeBranches } },
      async (request, reply) => {
        const { id } = request.params;
        const { branches } = request.body;
        await act(requireSubject(request), 'user given other branches', { userId: id, branches }, (tx) =>
          setUserBranches(tx, id, branches),
        );
        return reply.code(204).send();
      },
    );
    app.post('/api/users/:id/disable', { config, schema: { params: ofUser } }, async (request, reply) => {
      const { id } = request.params;
      await act(requireSubject(request), 'user disabled', { userId: id }, (tx) => disableUser(tx, id, clock.now()));
      return reply.code(204).send();
    });
    app.put(
      '/api/roles/:id/permissions',
      { config, schema: { params: ofRole, body: ChangePermissions } },
      async (request, reply) => {
        const { id } = request.params;
        const { permissions } = request.body;
        await act(requireSubject(request), 'role permissions changed', { roleId: id, permissions }, (tx) =>
          setRolePermissions(tx, id, permissions),
        );
        return reply.code(204).send();
      },
    );
    app.post('/api/sessions/:id/revoke', { config, schema: { params: ofSession } }, async (request, reply) => {
      const revoked = await sessions.revoke(requireSubject(request), request.params.id);
      if (!revoked) await answerRefusals(() => Promise.reject(new TenantRefusal('tenant/session-not-found')));
      return reply.code(204).send();
    });
  };
}
