import { z } from 'zod';
import { RoleId } from '#shared/tenant/administration.ts';
import { Policies } from '#shared/tenant/company.ts';
import { InvitationId } from '#shared/tenant/invitations.ts';
import { Permission } from '#shared/tenant/permissions.ts';
import { ActorId, UserId } from '#shared/values/ids.ts';
import type { ApprovalHandler, CarriedOut } from '../platform/approvals.ts';
import { hashOfToken, newSessionToken } from '../platform/auth/sessionToken.ts';
import type { TenantTx } from '../platform/db/transaction.ts';
import { approvedResetWaitsMs, makeReset } from './accountLinks.ts';
import type { AdministrationPorts } from './administrationPorts.ts';
import { lockAdministration } from './administrationStore.ts';
import { givePolicies } from './company.ts';
import { readCompany } from './companySettingsStore.ts';
import { doingApproved } from './doing.ts';
import { mailQuietly } from './handOver.ts';
import { issue } from './invitations.ts';
import { issueInvitation, requireInvitation } from './invitationStore.ts';
import { givePermissions } from './roles.ts';
import { requireRole } from './roleStore.ts';
import { TenantRefusal } from './tenantRefusal.ts';
import { changeEmail, enable, giveRole, resetFactors } from './userActs.ts';
import { issueUserLink, readUserLink } from './userLinkStore.ts';
import { requireUser } from './userStore.ts';

/** What of administration takes a second person, and how it is done once it is approved. */
export function registerApprovedActs(ports: AdministrationPorts): void {
  const { approvals } = ports;
  approvals.register('user.changeRole', changeRole(ports));
  approvals.register('user.enable', enablePerson(ports));
  approvals.register('user.changeEmail', changeAddress(ports));
  approvals.register('user.resetPassword', resetPassword(ports));
  approvals.register('user.resetSecondFactor', resetSecondFactor(ports));
  approvals.register('user.invite', invitePerson(ports));
  approvals.register('role.changePermissions', changePermissions(ports));
  approvals.register('company.changePolicies', changePolicies(ports));
}

type Ports = AdministrationPorts;

function changeRole({ clock }: Ports): ApprovalHandler<{ roleId: RoleId }> {
  return {
    permission: 'user.manage',
    payload: z.object({ roleId: RoleId }),
    async describe(tx, { subjectId, payload }) {
      const [person, role] = [await requireUser(tx, UserId.parse(subjectId)), await requireRole(tx, payload.roleId)];
      return { subjectName: person.name, details: { role: { before: person.roleName, after: role.name } } };
    },
    carryOut: (tx, approved) =>
      administering(tx, () =>
        giveRole(tx, doingApproved(approved, clock.now()), UserId.parse(approved.subjectId), approved.payload.roleId),
      ),
  };
}

function enablePerson({ clock }: Ports): ApprovalHandler<Record<string, never>> {
  return {
    permission: 'user.manage',
    payload: z.object({}).strict(),
    describe: async (tx, { subjectId }) => {
      const { name, roleName } = await requireUser(tx, UserId.parse(subjectId));
      return { subjectName: name, details: { role: roleName } };
    },
    carryOut: (tx, approved) =>
      administering(tx, () => enable(tx, doingApproved(approved, clock.now()), UserId.parse(approved.subjectId))),
  };
}

function resetSecondFactor({ clock }: Ports): ApprovalHandler<Record<string, never>> {
  return {
    permission: 'user.manage',
    payload: z.object({}).strict(),
    async describe(tx, { subjectId }) {
      const { name, roleName } = await requireUser(tx, UserId.parse(subjectId));
      return { subjectName: name, details: { role: roleName } };
    },
    carryOut: (tx, approved) =>
      administering(tx, () => resetFactors(tx, doingApproved(approved, clock.now()), UserId.parse(approved.subjectId))),
  };
}

const linkPayload = z.object({ linkId: ActorId });

function changeAddress(ports: Ports): ApprovalHandler<{ linkId: ActorId }> {
  return {
    permission: 'user.manage',
    payload: linkPayload,
    async describe(tx, { subjectId, payload }) {
      const { name, email } = await requireUser(tx, UserId.parse(subjectId));
      const link = await readUserLink(tx, payload.linkId);
      return { subjectName: name, details: link ? { email: { before: email, after: link.newEmail } } : {} };
    },
    carryOut: (tx, approved) =>
      administering(tx, async () => {
        const link = await readUserLink(tx, approved.payload.linkId);
        if (!link?.newEmail) throw new TenantRefusal('link/invalid');
        await changeEmail(tx, doingApproved(approved, ports.clock.now()), link.userId, link.newEmail);
      }),
  };
}

/** The link is mailed to the person, or handed over by who asked, who asks once more for it. */
function resetPassword(ports: Ports): ApprovalHandler<{ linkId: ActorId }> {
  return {
    permission: 'user.manage',
    payload: linkPayload,
    describe: async (tx, { subjectId }) => ({ subjectName: (await requireUser(tx, UserId.parse(subjectId))).name }),
    async carryOut(tx, { payload, requestedBy, subjectId }) {
      const now = ports.clock.now();
      const userId = UserId.parse(subjectId);
      if (!ports.mailer.configured || ports.publicUrl === undefined) {
        await issueUserLink(tx, payload.linkId, { expiresAt: now + approvedResetWaitsMs });
        return { ok: true };
      }
      const made = await makeReset(tx, userId, now, { by: requestedBy, approved: payload.linkId }, ports.publicUrl);
      return { ok: true, afterwards: () => mailQuietly(ports, made.mail) };
    },
  };
}

/** The link is mailed, or made when somebody sends the invitation again. */
function invitePerson(ports: Ports): ApprovalHandler<Record<string, never>> {
  return {
    permission: 'user.manage',
    payload: z.object({}).strict(),
    async describe(tx, { subjectId }) {
      const { name, email, roleName } = await requireInvitation(tx, InvitationId.parse(subjectId));
      return { subjectName: name, details: { email, role: roleName } };
    },
    carryOut: (tx, { subjectId, tenant }) =>
      administering(
        tx,
        () => allowInvitation(tx, InvitationId.parse(subjectId), ports.clock.now()),
        async () => {
          if (ports.publicUrl !== undefined && ports.mailer.configured)
            await issue(ports, tenant, InvitationId.parse(subjectId), ports.publicUrl);
        },
      ),
  };
}

function changePermissions({ clock }: Ports): ApprovalHandler<{ permissions: Permission[] }> {
  return {
    permission: 'role.manage',
    payload: z.object({ permissions: z.array(Permission) }),
    async describe(tx, { subjectId, payload: { permissions } }) {
      const role = await requireRole(tx, RoleId.parse(subjectId));
      const given = permissions.filter((permission) => !role.permissions.includes(permission));
      const taken = role.permissions.filter((permission) => !permissions.some((other) => other === permission));
      return { subjectName: role.name, details: { given, taken, people: role.users } };
    },
    carryOut: (tx, approved) =>
      administering(tx, () =>
        givePermissions(
          tx,
          doingApproved(approved, clock.now()),
          RoleId.parse(approved.subjectId),
          approved.payload.permissions,
        ),
      ),
  };
}

function changePolicies({ clock }: Ports): ApprovalHandler<Policies> {
  return {
    permission: 'tenant.manage',
    payload: Policies,
    describe: async (tx, { payload }) => ({ subjectName: (await readCompany(tx)).name, details: { ...payload } }),
    carryOut: (tx, approved) =>
      administering(tx, () => givePolicies(tx, doingApproved(approved, clock.now()), approved.payload)),
  };
}

/** With a link that nobody knows: from now on it can be sent. */
async function allowInvitation(tx: TenantTx, id: InvitationId, now: number): Promise<void> {
  await requireInvitation(tx, id);
  await issueInvitation(tx, id, { tokenHash: hashOfToken(newSessionToken()), now, expiresAt: now });
}

/** What is refused now was possible when it was asked: the request fails with the reason, and nothing has changed. */
async function administering(
  tx: TenantTx,
  work: () => Promise<void>,
  afterwards?: () => Promise<void>,
): Promise<CarriedOut> {
  try {
    await lockAdministration(tx);
    await work();
    return afterwards ? { ok: true, afterwards } : { ok: true };
  } catch (error) {
    if (error instanceof TenantRefusal) return { ok: false, outcome: error.message };
    throw error;
  }
}
