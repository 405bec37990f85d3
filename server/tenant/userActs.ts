import type { RoleId } from '#shared/tenant/administration.ts';
import { ActorId, type BranchId, type UserId } from '#shared/values/ids.ts';
import { changesBetween } from '../platform/audit/act.ts';
import { recordAct } from '../platform/audit/auditStore.ts';
import { deleteApiTokensOf } from '../platform/auth/accessTokenStore.ts';
import { deleteFactors } from '../platform/auth/factorStore.ts';
import { deleteSessionsOfUser } from '../platform/auth/sessionStore.ts';
import type { TenantTx } from '../platform/db/transaction.ts';
import type { Doing } from './doing.ts';
import { requireRole } from './roleStore.ts';
import {
  disableUser,
  enableUser,
  renameUser,
  requireUser,
  setUserBranches,
  setUserEmail,
  setUserPassword,
  setUserRole,
} from './userStore.ts';

// Changes of people with their events. Whether whoever does it may is decided before. What changes nothing is no event.

export async function giveRole(tx: TenantTx, doing: Doing, userId: UserId, roleId: RoleId): Promise<void> {
  const before = await requireUser(tx, userId);
  if (before.roleId === roleId) return;
  const { name } = await requireRole(tx, roleId);
  await setUserRole(tx, userId, roleId);
  await record(tx, doing, userId, 'user.roleChanged', {
    changes: changesBetween({ roleId: before.roleId, role: before.roleName }, { roleId, role: name }),
  });
}

export async function giveBranches(
  tx: TenantTx,
  doing: Doing,
  userId: UserId,
  branches: readonly BranchId[] | 'all',
): Promise<void> {
  const before = await requireUser(tx, userId);
  const had = before.branches.length === 0 ? 'all' : before.branches.toSorted();
  const gets = branches === 'all' ? 'all' : [...new Set(branches)].toSorted();
  const changes = changesBetween({ branches: had }, { branches: gets });
  if (Object.keys(changes).length === 0) return;
  await setUserBranches(tx, userId, branches);
  await record(tx, doing, userId, 'user.branchesChanged', { changes });
}

export async function disable(tx: TenantTx, doing: Doing, userId: UserId): Promise<void> {
  const { disabledAt } = await requireUser(tx, userId);
  if (disabledAt !== null) return;
  await disableUser(tx, userId, doing.at);
  await revokeTokens(tx, doing, userId);
  await record(tx, doing, userId, 'user.disabled', {});
}

export async function enable(tx: TenantTx, doing: Doing, userId: UserId): Promise<void> {
  const { disabledAt } = await requireUser(tx, userId);
  if (disabledAt === null) return;
  await enableUser(tx, userId);
  await record(tx, doing, userId, 'user.enabled', {});
}

export async function rename(tx: TenantTx, doing: Doing, userId: UserId, name: string): Promise<void> {
  const before = await requireUser(tx, userId);
  if (before.name === name) return;
  await renameUser(tx, userId, name);
  await record(tx, doing, userId, 'user.renamed', { personal: changesBetween({ name: before.name }, { name }) });
}

/** Ends the sessions of the person but `but`, and their API tokens. */
export async function changeEmail(
  tx: TenantTx,
  doing: Doing,
  userId: UserId,
  email: string,
  but?: string,
): Promise<void> {
  const before = await requireUser(tx, userId);
  if (before.email === email) return;
  await setUserEmail(tx, userId, email, but);
  await revokeTokens(tx, doing, userId);
  await record(tx, doing, userId, 'user.emailChanged', {
    personal: changesBetween({ email: before.email }, { email }),
  });
}

/** Ends the sessions of the person but `but`; a reset their API tokens, too: somebody else may have made them. */
export async function changePassword(
  tx: TenantTx,
  doing: Doing,
  userId: UserId,
  passwordHash: string,
  type: 'user.passwordReset' | 'user.passwordChanged',
  but?: string,
): Promise<void> {
  await setUserPassword(tx, userId, passwordHash, but);
  if (type === 'user.passwordReset') await revokeTokens(tx, doing, userId);
  await record(tx, doing, userId, type, {});
}

/** Takes the second factors away, if there are any. Whoever has the lost device must not stay in. */
export async function resetFactors(tx: TenantTx, doing: Doing, userId: UserId): Promise<void> {
  await requireUser(tx, userId);
  if (!(await deleteFactors(tx, userId))) return;
  await deleteSessionsOfUser(tx, userId, 'revoked');
  await record(tx, doing, userId, 'user.secondFactorReset', {});
}

/** Answers how many. */
export async function endSessions(tx: TenantTx, { by, at, facts }: Doing, userId: UserId): Promise<number> {
  const ended = await deleteSessionsOfUser(tx, userId, 'revoked');
  if (ended > 0) await record(tx, { by, at, facts: { ...facts, ended } }, userId, 'user.sessionsRevoked', {});
  return ended;
}

/** Says that somebody who failed too often may log in again. */
export async function noteUnlocked(tx: TenantTx, doing: Doing, userId: UserId): Promise<void> {
  await record(tx, doing, userId, 'user.unlocked', {});
}

async function revokeTokens(tx: TenantTx, { by, at }: Doing, userId: UserId): Promise<void> {
  for (const { id, name } of await deleteApiTokensOf(tx, userId)) {
    const what = { kind: 'token', id: ActorId.parse(id), type: 'token.revoked', facts: { kind: 'api', of: userId } };
    await recordAct(tx, { ...what, changes: { name: { before: name } }, by, at });
  }
}

async function record(
  tx: TenantTx,
  { by, at, facts }: Doing,
  userId: UserId,
  type: string,
  more: Pick<Parameters<typeof recordAct>[1], 'changes' | 'personal'>,
): Promise<void> {
  await recordAct(tx, { kind: 'user', id: ActorId.parse(userId), type, by, at, facts, ...more });
}
