import type { Branches, ChangeRole } from '#shared/tenant/administration.ts';
import { isAdministrator } from '#shared/tenant/guardedPermissions.ts';
import type { ChangeUser } from '#shared/tenant/users.ts';
import { ActorId, type UserId } from '#shared/values/ids.ts';
import type { Subject } from '../platform/auth/subject.ts';
import type { TenantTx } from '../platform/db/transaction.ts';
import type { AdministrationPorts } from './administrationPorts.ts';
import { lockAdministration } from './administrationStore.ts';
import { askSecondPerson, type Done, wantsSecondPerson } from './askSecondPerson.ts';
import { doingOf } from './doing.ts';
import { growsAdministration, requireMayChange, requireMayGive, requireWithin } from './rights.ts';
import { requireRole } from './roleStore.ts';
import { TenantRefusal } from './tenantRefusal.ts';
import { changeEmail, disable, enable, giveBranches, giveRole, rename } from './userActs.ts';
import { insertUserLink } from './userLinkStore.ts';
import { isEmailTaken, ownerOfSession, requireUser, type StoredUser } from './userStore.ts';

// What an administrator does to people. Each throws TenantRefusal or HttpProblem when it may not be.

export async function changeRoleOf(
  ports: AdministrationPorts,
  subject: Subject,
  userId: UserId,
  { roleId, reason }: ChangeRole,
): Promise<Done> {
  const asks = await administering(ports, subject, userId, async (tx, person) => {
    const role = await requireRole(tx, roleId);
    requireMayGive(subject, role.permissions);
    if (growsAdministration(person.permissions, role.permissions) && (await wantsSecondPerson(tx))) return true;
    await giveRole(tx, doingOf(subject, ports.clock.now(), reason), userId, roleId);
    return false;
  });
  if (!asks) return undefined;
  return await askSecondPerson(ports, subject, { act: 'user.changeRole', ...of(userId), payload: { roleId }, reason });
}

export async function changeBranchesOf(
  ports: AdministrationPorts,
  subject: Subject,
  userId: UserId,
  branches: Branches,
): Promise<void> {
  await administering(ports, subject, userId, async (tx) => {
    requireWithin(subject, branches);
    await giveBranches(tx, doingOf(subject, ports.clock.now()), userId, branches);
  });
}

export async function disableOther(
  ports: AdministrationPorts,
  subject: Subject,
  userId: UserId,
  reason: string | undefined,
): Promise<void> {
  await administering(ports, subject, userId, (tx) => disable(tx, doingOf(subject, ports.clock.now(), reason), userId));
}

export async function enableOther(
  ports: AdministrationPorts,
  subject: Subject,
  userId: UserId,
  reason: string | undefined,
): Promise<Done> {
  const asks = await administering(ports, subject, userId, async (tx, person) => {
    if (person.disabledAt === null) return false;
    if (isAdministrator(person.permissions) && (await wantsSecondPerson(tx))) return true;
    await enable(tx, doingOf(subject, ports.clock.now(), reason), userId);
    return false;
  });
  if (!asks) return undefined;
  return await askSecondPerson(ports, subject, { act: 'user.enable', ...of(userId), payload: {}, reason });
}

/** Another address takes the account over as soon as its password is reset, so an administrator's is a second person's matter. */
export async function changeUser(
  ports: AdministrationPorts,
  subject: Subject,
  userId: UserId,
  { name, email, reason }: ChangeUser,
): Promise<Done> {
  const now = ports.clock.now();
  const taken = await ports.database.systemTx((tx) => isEmailTaken(tx, email));
  const linkId = await administering(ports, subject, userId, async (tx, person) => {
    if (person.email !== email && taken) throw new TenantRefusal('tenant/email-taken');
    const waits = person.email !== email && (await concernsSecondPerson(tx, subject, person));
    // The address is personal, so it waits in a table that forgets, and not in the request.
    const link = waits
      ? await insertUserLink(tx, {
          userId,
          kind: 'email',
          newEmail: email,
          issuedBy: subject.userId,
          now,
          expiresAt: now,
        })
      : undefined;
    if (!waits) await changeEmail(tx, doingOf(subject, now, reason), userId, email, keptSession(subject, userId));
    await rename(tx, doingOf(subject, now, reason), userId, name);
    return link;
  });
  if (linkId === undefined) return undefined;
  return await askSecondPerson(ports, subject, { act: 'user.changeEmail', ...of(userId), payload: { linkId }, reason });
}

/** One session of somebody; its screens close. */
export async function endSession(
  { database, sessions }: AdministrationPorts,
  subject: Subject,
  sessionId: string,
): Promise<void> {
  await database.tenantTx(subject.tenant, async (tx) => {
    const owner = await ownerOfSession(tx, sessionId);
    if (owner === undefined) throw new TenantRefusal('tenant/session-not-found');
    const person = await requireUser(tx, owner);
    requireVisible(subject, person);
    if (subject.userId !== owner) requireMayChange(subject, person);
  });
  if (!(await sessions.revoke(subject, sessionId))) throw new TenantRefusal('tenant/session-not-found');
}

/** Runs `work` on somebody the subject may change, while nobody else administers. */
export async function administering<Result>(
  { database }: Pick<AdministrationPorts, 'database'>,
  subject: Subject,
  userId: UserId,
  work: (tx: TenantTx, person: StoredUser) => Promise<Result>,
): Promise<Result> {
  return await database.tenantTx(subject.tenant, async (tx) => {
    await lockAdministration(tx);
    const person = await requireUser(tx, userId);
    requireVisible(subject, person);
    if (subject.userId !== userId) requireMayChange(subject, person);
    return await work(tx, person);
  });
}

/** Runs `work` on somebody the subject may look at. */
export async function seeing<Result>(
  { database }: Pick<AdministrationPorts, 'database'>,
  subject: Subject,
  userId: UserId,
  work: (tx: TenantTx) => Promise<Result>,
): Promise<Result> {
  return await database.tenantTx(subject.tenant, async (tx) => {
    requireVisible(subject, await requireUser(tx, userId));
    return await work(tx);
  });
}

/** Under the policy, what takes over an administrator's account; one's own is not taken over. */
export async function concernsSecondPerson(tx: TenantTx, subject: Subject, person: StoredUser): Promise<boolean> {
  return subject.userId !== person.id && isAdministrator(person.permissions) && (await wantsSecondPerson(tx));
}

/** People who work in other branches only do not exist for the subject. */
function requireVisible({ branches, userId }: Subject, person: StoredUser): void {
  if (branches === 'all' || person.branches.length === 0 || person.id === userId) return;
  if (!person.branches.some((id) => branches.includes(id))) throw new TenantRefusal('tenant/user-not-found');
}

function keptSession(subject: Subject, userId: UserId): string | undefined {
  return subject.userId === userId ? subject.sessionId : undefined;
}

function of(userId: UserId): { subjectKind: string; subjectId: ActorId } {
  return { subjectKind: 'user', subjectId: ActorId.parse(userId) };
}
