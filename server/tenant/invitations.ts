import { type CreatedInvitation, type InvitationId, type Invite } from '#shared/tenant/invitations.ts';
import type { IssuedLink } from '#shared/tenant/users.ts';
import { ActorId, type TenantId, UserId } from '#shared/values/ids.ts';
import { type Act, changesBetween } from '../platform/audit/act.ts';
import { recordAct } from '../platform/audit/auditStore.ts';
import { hashOfToken, newSessionToken } from '../platform/auth/sessionToken.ts';
import type { Subject } from '../platform/auth/subject.ts';
import type { TenantTx } from '../platform/db/transaction.ts';
import type { AdministrationPorts } from './administrationPorts.ts';
import { lockAdministration } from './administrationStore.ts';
import { askSecondPerson, wantsSecondPerson } from './askSecondPerson.ts';
import { readCompany } from './companySettingsStore.ts';
import { type Doing, doingOf } from './doing.ts';
import { handOver, linkTo } from './handOver.ts';
import {
  insertInvitation,
  issueInvitation,
  requireInvitation,
  type StoredInvitation,
  withdrawInvitation,
} from './invitationStore.ts';
import { invitationMail } from './mailTexts.ts';
import { growsAdministration, requireMayGive, requireWithin } from './rights.ts';
import { requireRole } from './roleStore.ts';
import { TenantRefusal } from './tenantRefusal.ts';
import { isEmailTaken } from './userStore.ts';

export const invitationLastsMs = 7 * 24 * 3_600_000;

// Each throws TenantRefusal or HttpProblem when it may not be. `origin` is where the link leads.

export async function invite(
  ports: AdministrationPorts,
  subject: Subject,
  { reason, ...wanted }: Invite,
  origin: string,
): Promise<CreatedInvitation | { approvalId: ActorId }> {
  const taken = await ports.database.systemTx((tx) => isEmailTaken(tx, wanted.email));
  const { id, waits } = await ports.database.tenantTx(subject.tenant, async (tx) => {
    await lockAdministration(tx);
    requireWithin(subject, wanted.branches);
    const { permissions } = await requireRole(tx, wanted.roleId);
    requireMayGive(subject, permissions);
    if (taken) throw new TenantRefusal('tenant/email-taken');
    const now = ports.clock.now();
    const made = await insertInvitation(tx, { ...wanted, invitedBy: subject.userId }, now);
    const { roleId, branches, email, name } = wanted;
    await record(tx, doingOf(subject, now, reason), made, {
      type: 'user.invited',
      changes: changesBetween({}, { roleId, branches }),
      personal: changesBetween({}, { email, name }),
    });
    return { id: made, waits: growsAdministration([], permissions) && (await wantsSecondPerson(tx)) };
  });
  if (!waits) return { id, link: await issue(ports, subject.tenant, id, origin) };
  const ask = { act: 'user.invite', subjectKind: 'invitation', subjectId: ActorId.parse(id), payload: {}, reason };
  return await askSecondPerson(ports, subject, ask).catch(async (error: unknown) => {
    // It could not even be asked: nothing must be left that blocks the address.
    await ports.database.tenantTx(subject.tenant, (tx) => withdrawInvitation(tx, id, ports.clock.now()));
    throw error;
  });
}

/** The link before is void. What waits for approval has no link yet. */
export async function resend(
  ports: AdministrationPorts,
  subject: Subject,
  id: InvitationId,
  origin: string,
): Promise<CreatedInvitation> {
  await ports.database.tenantTx(subject.tenant, async (tx) => {
    const invitation = await requireOwnInvitation(tx, subject, id);
    if (!invitation.issued) throw new TenantRefusal('tenant/invitation-not-found');
    await record(tx, doingOf(subject, ports.clock.now()), id, { type: 'invitation.resent' });
  });
  return { id, link: await issue(ports, subject.tenant, id, origin) };
}

export async function withdraw(ports: AdministrationPorts, subject: Subject, id: InvitationId): Promise<void> {
  await ports.database.tenantTx(subject.tenant, async (tx) => {
    await requireOwnInvitation(tx, subject, id);
    await withdrawInvitation(tx, id, ports.clock.now());
    await record(tx, doingOf(subject, ports.clock.now()), id, { type: 'invitation.withdrawn' });
  });
}

/** Makes the link and mails it, or answers it. */
export async function issue(
  ports: AdministrationPorts,
  tenant: TenantId,
  id: InvitationId,
  origin: string,
): Promise<IssuedLink> {
  const token = newSessionToken();
  const now = ports.clock.now();
  const expiresAt = now + invitationLastsMs;
  const { invitation, companyName } = await ports.database.tenantTx(tenant, async (tx) => {
    const found = await requireInvitation(tx, id);
    await issueInvitation(tx, id, { tokenHash: hashOfToken(token), now, expiresAt });
    return { invitation: found, companyName: (await readCompany(tx)).name };
  });
  const invitedBy = invitation.invitedBy && (await ports.names.namesOf(tenant)).userName(invitation.invitedBy);
  const link = linkTo(origin, '/join', token);
  const mail = invitationMail({ to: invitation.email, name: invitation.name, companyName, link }, invitedBy ?? '');
  return await handOver(ports, { link, expiresAt, mail });
}

async function requireOwnInvitation(tx: TenantTx, subject: Subject, id: InvitationId): Promise<StoredInvitation> {
  await lockAdministration(tx);
  const invitation = await requireInvitation(tx, id);
  requireWithin(subject, invitation.allBranches ? 'all' : invitation.branches.map((branch) => branch.id));
  requireMayGive(subject, invitation.permissions);
  return invitation;
}

async function record(
  tx: TenantTx,
  { by, at, facts }: Doing,
  id: InvitationId,
  what: Pick<Act, 'type' | 'changes' | 'personal'>,
): Promise<void> {
  await recordAct(tx, { kind: 'invitation', id: ActorId.parse(id), by: UserId.parse(by), at, facts, ...what });
}
