import type { AcceptInvitation, LinkView, UseReset } from '#shared/tenant/links.ts';
import { repeatsEmail } from '#shared/tenant/passwordPolicy.ts';
import { ActorId, type TenantId, type UserId } from '#shared/values/ids.ts';
import { recordAct } from '../platform/audit/auditStore.ts';
import { hashOfToken } from '../platform/auth/sessionToken.ts';
import type { TenantTx } from '../platform/db/transaction.ts';
import type { AdministrationPorts } from './administrationPorts.ts';
import { readCompany } from './companySettingsStore.ts';
import { mailQuietly } from './handOver.ts';
import {
  acceptInvitation,
  invitationOfLink,
  lockInvitation,
  requireInvitation,
  type StoredInvitation,
  tenantOfInvitationLink,
} from './invitationStore.ts';
import { emailChangedMail } from './mailTexts.ts';
import { TenantRefusal } from './tenantRefusal.ts';
import { changeEmail, changePassword } from './userActs.ts';
import { tenantOfUserLink, type UserLink, userLinkOfToken, useUserLinks } from './userLinkStore.ts';
import { insertUser, requireUser, type StoredUser } from './userStore.ts';

// What somebody who is not logged in does with a link. Each throws TenantRefusal `link/invalid` for one that is wrong, used
// or expired, and never says which.

export async function lookAtLink(ports: AdministrationPorts, token: string): Promise<LinkView> {
  const hash = hashOfToken(token);
  const invited = await withInvitation(ports, hash, async (tx, { email, name, expiresAt }) => {
    return { kind: 'invitation' as const, tenantName: (await readCompany(tx)).name, email, name, expiresAt };
  });
  if (invited) return invited;
  return await withUserLink(ports, hash, undefined, async (tx, { kind, newEmail, expiresAt }, { email, name }) => {
    return { kind, tenantName: (await readCompany(tx)).name, email: newEmail ?? email, name, expiresAt };
  });
}

/** The person is there from now on and can log in. Throws PasswordQueueFull, too. */
export async function join(
  ports: AdministrationPorts,
  { token, name, password }: AcceptInvitation,
): Promise<{ tenant: TenantId; userId: UserId }> {
  const hash = hashOfToken(token);
  // Before the costly hash, and again after it.
  const found = await withInvitation(ports, hash, async (_tx, { email }) => requireOwn(password, email));
  if (found === undefined) throw new TenantRefusal('link/invalid');
  const passwordHash = await ports.passwords.hash(password);
  const joined = await withInvitation(ports, hash, async (tx, invitation) => {
    const { id, email, roleId, allBranches, branches } = invitation;
    const now = ports.clock.now();
    const wanted = allBranches ? 'all' : branches.map((branch) => branch.id);
    const userId = await insertUser(tx, { name, email, roleId, passwordHash, branches: wanted }, now);
    await acceptInvitation(tx, id, userId, now);
    const personal = { name: { after: name }, email: { after: email } };
    const act = { kind: 'user', id: ActorId.parse(userId), type: 'user.joined', by: userId, at: now } as const;
    await recordAct(tx, { ...act, personal, facts: { invitationId: id, roleId, branches: wanted } });
    return { tenant: tx.tenant, userId };
  });
  if (joined === undefined) throw new TenantRefusal('link/invalid');
  return joined;
}

/** Every session of the person ends. Throws PasswordQueueFull, too. */
export async function resetPassword(ports: AdministrationPorts, { token, password }: UseReset): Promise<void> {
  const hash = hashOfToken(token);
  await withUserLink(ports, hash, 'reset', async (_tx, _link, { email }) => requireOwn(password, email));
  const passwordHash = await ports.passwords.hash(password);
  const email = await withUserLink(ports, hash, 'reset', async (tx, { userId }, person) => {
    const now = ports.clock.now();
    await useUserLinks(tx, userId, now);
    await changePassword(tx, { by: userId, at: now, facts: {} }, userId, passwordHash, 'user.passwordReset');
    return person.email;
  });
  await ports.unlock(email);
}

/** The new address logs in from now on; every session of the person ends. */
export async function confirmEmail(ports: AdministrationPorts, token: string): Promise<void> {
  const told = await withUserLink(
    ports,
    hashOfToken(token),
    'email',
    async (tx, { userId, newEmail }, { email, name }) => {
      const now = ports.clock.now();
      await useUserLinks(tx, userId, now);
      await changeEmail(tx, { by: userId, at: now, facts: {} }, userId, newEmail ?? email);
      return { to: email, name, companyName: (await readCompany(tx)).name };
    },
  );
  await mailQuietly(ports, emailChangedMail(told));
}

async function withInvitation<Result>(
  { database, clock }: AdministrationPorts,
  hash: Buffer,
  work: (tx: TenantTx, invitation: StoredInvitation) => Promise<Result>,
): Promise<Result | undefined> {
  const tenant = await database.systemTx((tx) => tenantOfInvitationLink(tx, hash));
  if (tenant === undefined) return undefined;
  return await database.tenantTx(tenant, async (tx) => {
    await requireRunning(tx);
    const id = await invitationOfLink(tx, hash, clock.now());
    if (id === undefined) return undefined;
    await lockInvitation(tx, id);
    // Whoever was faster has used it up meanwhile.
    if ((await invitationOfLink(tx, hash, clock.now())) === undefined) return undefined;
    return await work(tx, await requireInvitation(tx, id));
  });
}

async function withUserLink<Result>(
  { database, clock }: AdministrationPorts,
  hash: Buffer,
  kind: UserLink['kind'] | undefined,
  work: (tx: TenantTx, link: UserLink, person: StoredUser) => Promise<Result>,
): Promise<Result> {
  const tenant = await database.systemTx((tx) => tenantOfUserLink(tx, hash));
  if (tenant === undefined) throw new TenantRefusal('link/invalid');
  return await database.tenantTx(tenant, async (tx) => {
    await requireRunning(tx);
    const link = await userLinkOfToken(tx, hash, clock.now());
    if (link === undefined || (kind !== undefined && link.kind !== kind)) throw new TenantRefusal('link/invalid');
    const person = await requireUser(tx, link.userId);
    if (person.disabledAt !== null) throw new TenantRefusal('link/invalid');
    return await work(tx, link, person);
  });
}

async function requireRunning(tx: TenantTx): Promise<void> {
  if ((await readCompany(tx)).suspendedAt !== null) throw new TenantRefusal('link/invalid');
}

async function requireOwn(password: string, email: string): Promise<true> {
  if (repeatsEmail(password, email)) throw new TenantRefusal('tenant/password-repeats-email');
  return true;
}
