import type { ChangePermissions, RoleId } from '#shared/tenant/administration.ts';
import type { Limit, Limits } from '#shared/tenant/limits.ts';
import { Permission } from '#shared/tenant/permissions.ts';
import type { ChangeRoleDetails, CreateRole, RoleView } from '#shared/tenant/roles.ts';
import { ActorId } from '#shared/values/ids.ts';
import { changesBetween } from '../platform/audit/act.ts';
import { recordAct } from '../platform/audit/auditStore.ts';
import type { Subject } from '../platform/auth/subject.ts';
import type { TenantTx } from '../platform/db/transaction.ts';
import type { AdministrationPorts } from './administrationPorts.ts';
import { lockAdministration } from './administrationStore.ts';
import { askSecondPerson, type Done, wantsSecondPerson } from './askSecondPerson.ts';
import { type Doing, doingOf } from './doing.ts';
import { growsAdministration, requireMayGive, requireWholeCompany } from './rights.ts';
import {
  deleteRole,
  insertRole,
  requireRole,
  setRoleDetails,
  setRoleLimits,
  setRolePermissions,
  type StoredRole,
} from './roleStore.ts';
import { TenantRefusal } from './tenantRefusal.ts';
import { requireUser } from './userStore.ts';

// Roles are the whole company's. Each throws TenantRefusal or HttpProblem when it may not be.

export async function createRole(
  ports: AdministrationPorts,
  subject: Subject,
  { name, copyOf }: CreateRole,
): Promise<RoleView> {
  return await onRoles(ports, subject, async (tx) => {
    requireMayGive(subject, (await requireRole(tx, copyOf)).permissions);
    const id = await insertRole(tx, name, copyOf);
    const created = await requireRole(tx, id);
    const facts = { copyOf, permissions: created.permissions };
    await record(
      tx,
      doingOf(subject, ports.clock.now()),
      id,
      'role.created',
      { changes: { name: { after: name } } },
      facts,
    );
    return roleView(created);
  });
}

export async function changeRoleDetails(
  ports: AdministrationPorts,
  subject: Subject,
  id: RoleId,
  details: ChangeRoleDetails,
): Promise<void> {
  await onRoles(ports, subject, async (tx) => {
    const { name, secondFactorRequired, permissions } = await requireRole(tx, id);
    requireMayGive(subject, permissions);
    const changes = changesBetween({ name, secondFactorRequired }, details);
    if (Object.keys(changes).length === 0) return;
    await setRoleDetails(tx, id, details);
    await record(tx, doingOf(subject, ports.clock.now()), id, 'role.changed', { changes });
  });
}

export async function changePermissions(
  ports: AdministrationPorts,
  subject: Subject,
  id: RoleId,
  { permissions, reason }: ChangePermissions,
): Promise<Done> {
  const asks = await onRoles(ports, subject, async (tx) => {
    const role = await requireRole(tx, id);
    requireMayGive(subject, [...role.permissions, ...permissions]);
    const used = role.users + role.invitations > 0;
    if (used && growsAdministration(role.permissions, permissions) && (await wantsSecondPerson(tx))) return true;
    await givePermissions(tx, doingOf(subject, ports.clock.now(), reason), id, permissions);
    return false;
  });
  if (!asks) return undefined;
  const payload = { permissions };
  return await askSecondPerson(ports, subject, {
    act: 'role.changePermissions',
    subjectKind: 'role',
    subjectId: ActorId.parse(id),
    payload,
    reason,
  });
}

/** With its event; whether whoever does it may is decided before. */
export async function givePermissions(
  tx: TenantTx,
  doing: Doing,
  id: RoleId,
  permissions: readonly Permission[],
): Promise<void> {
  const before = await requireRole(tx, id);
  const wanted = Permission.options.filter((permission) => permissions.includes(permission));
  const given = wanted.filter((permission) => !before.permissions.includes(permission));
  const taken = before.permissions.filter((permission) => !wanted.some((other) => other === permission));
  if (given.length === 0 && taken.length === 0) return;
  await setRolePermissions(tx, id, wanted);
  await record(
    tx,
    doing,
    id,
    'role.permissionsChanged',
    { changes: { permissions: { before: before.permissions, after: wanted } } },
    { given, taken },
  );
}

export async function changeLimits(
  ports: AdministrationPorts,
  subject: Subject,
  id: RoleId,
  limits: Limits,
): Promise<void> {
  await onRoles(ports, subject, async (tx) => {
    const role = await requireRole(tx, id);
    requireMayGive(subject, role.permissions);
    if (Object.keys(limits).some((act) => !role.permissions.includes(act)))
      throw new TenantRefusal('role/limit-without-permission');
    const own = await requireRole(tx, (await requireUser(tx, subject.userId)).roleId);
    if (loosened(role.limits, limits).some((act) => own.limits[act] !== undefined))
      throw new TenantRefusal('tenant/beyond-own-rights');
    const changes = changesBetween({ limits: role.limits }, { limits });
    if (Object.keys(changes).length === 0) return;
    await setRoleLimits(tx, id, limits);
    await record(tx, doingOf(subject, ports.clock.now()), id, 'role.limitsChanged', { changes });
  });
}

export async function removeRole(ports: AdministrationPorts, subject: Subject, id: RoleId): Promise<void> {
  await onRoles(ports, subject, async (tx) => {
    const { name, permissions } = await requireRole(tx, id);
    requireMayGive(subject, permissions);
    await deleteRole(tx, id);
    await record(tx, doingOf(subject, ports.clock.now()), id, 'role.deleted', { changes: { name: { before: name } } });
  });
}

export function roleView({ shipped, permissions, ...role }: StoredRole): RoleView {
  const known = Permission.options.filter((permission) => permissions.includes(permission));
  return { ...role, permissions: known, ...(shipped === null ? {} : { shipped }) };
}

/** Acts that may be done more often than before, as far as that can be said. */
function loosened(before: Limits, after: Limits): readonly Permission[] {
  const stricter = (had: Limit, gets: Limit): boolean =>
    had.per === gets.per && gets.most <= had.most && gets.perDays >= had.perDays;
  return Permission.options.filter((act) => {
    const [had, gets] = [before[act], after[act]];
    return had !== undefined && (gets === undefined || !stricter(had, gets));
  });
}

async function onRoles<Result>(
  { database }: AdministrationPorts,
  subject: Subject,
  work: (tx: TenantTx) => Promise<Result>,
): Promise<Result> {
  requireWholeCompany(subject);
  return await database.tenantTx(subject.tenant, async (tx) => {
    await lockAdministration(tx);
    return await work(tx);
  });
}

async function record(
  tx: TenantTx,
  doing: Doing,
  id: RoleId,
  type: string,
  { changes }: Pick<Parameters<typeof recordAct>[1], 'changes'>,
  facts: Doing['facts'] = {},
): Promise<void> {
  await recordAct(tx, {
    kind: 'role',
    id: ActorId.parse(id),
    type,
    by: doing.by,
    at: doing.at,
    facts: { ...doing.facts, ...facts },
    ...(changes ? { changes } : {}),
  });
}
