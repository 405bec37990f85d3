import { z } from 'zod';
import { ApprovalNeeded } from '#shared/approval/requests.ts';
import {
  CreatedInvitation,
  InvitationId,
  InvitationList,
  type InvitationView,
  Invite,
} from '#shared/tenant/invitations.ts';
import { requireSubject } from '../platform/auth/accessControl.ts';
import type { Routes } from '../platform/http/httpApp.ts';
import type { Names } from '../platform/names.ts';
import type { AdministrationPorts } from './administrationPorts.ts';
import { invite, resend, withdraw } from './invitations.ts';
import { listInvitations, type StoredInvitation } from './invitationStore.ts';
import { answerRefusals } from './refusalProblem.ts';
import { originOf } from './routing.ts';

const ofInvitation = z.object({ id: InvitationId });
const manage = { access: 'user.manage', rateLimit: { max: 60, timeWindow: 60_000 } } as const;

/** Who may come. Where there is no mail server the answer holds the link, which is to be handed over. */
export function invitationRoutes(ports: AdministrationPorts): Routes {
  return (app) => {
    app.get(
      '/api/invitations',
      {
        config: { access: 'user.view' },
        schema: { summary: 'Invitations that are open', response: { 200: InvitationList } },
      },
      async (request) => {
        const { tenant, branches } = requireSubject(request);
        const names = await ports.names.namesOf(tenant);
        const found = await ports.database.tenantTx(tenant, (tx) => listInvitations(tx, branches));
        return { invitations: found.map((one) => invitationView(one, names, ports.clock.now())) };
      },
    );
    const created = {
      summary: 'Invite somebody into the company',
      body: Invite,
      response: { 201: CreatedInvitation, 202: ApprovalNeeded },
    };
    app.post('/api/invitations', { config: manage, schema: created }, async (request, reply) => {
      const subject = requireSubject(request);
      const origin = originOf(ports, request);
      const made = await answerRefusals(() => invite(ports, subject, request.body, origin));
      void reply.header('cache-control', 'no-store');
      return 'approvalId' in made ? await reply.code(202).send(made) : await reply.code(201).send(made);
    });
    app.post(
      '/api/invitations/:id/resend',
      {
        config: manage,
        schema: {
          summary: 'Send an invitation again with a new link',
          params: ofInvitation,
          response: { 200: CreatedInvitation },
        },
      },
      async (request, reply) => {
        const subject = requireSubject(request);
        const origin = originOf(ports, request);
        void reply.header('cache-control', 'no-store');
        return await answerRefusals(() => resend(ports, subject, request.params.id, origin));
      },
    );
    app.post(
      '/api/invitations/:id/withdraw',
      { config: manage, schema: { summary: 'Withdraw an invitation', params: ofInvitation } },
      async (request, reply) => {
        const subject = requireSubject(request);
        await answerRefusals(() => withdraw(ports, subject, request.params.id));
        return reply.code(204).send();
      },
    );
  };
}

function invitationView(invitation: StoredInvitation, names: Names, now: number): InvitationView {
  const { roleId, roleName, permissions: _, allBranches, branches, issued, invitedBy, ...rest } = invitation;
  const inviter = invitedBy && names.userName(invitedBy);
  return {
    ...rest,
    role: { id: roleId, name: roleName },
    branches: allBranches ? [] : branches,
    state: !issued ? 'awaitingApproval' : rest.expiresAt > now ? 'pending' : 'expired',
    ...(invitedBy && inviter ? { invitedBy: { id: invitedBy, name: inviter } } : {}),
  };
}
