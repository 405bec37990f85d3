import type { Permission } from './permissions.ts';

/**
 * Rights over people, secrets and the record of what was done. Nobody can give them, or act on somebody who has them,
 * without having them himself: so an HR clerk who may invite cannot make an owner, nor take an owner's account.
 */
export const guardedPermissions = [
  'nas.viewSecrets',
  'subscription.viewPassword',
  'user.manage',
  'role.manage',
  'branch.manage',
  'tenant.manage',
  'token.manage',
  'audit.view',
  'approval.decide',
  'inspector.operate',
] as const satisfies readonly Permission[];

/** Whoever has one of these is an administrator: the policy of the second person is about giving them. */
export const administratorPermissions = ['user.manage', 'role.manage'] as const satisfies readonly Permission[];

export function isAdministrator(permissions: Iterable<string>): boolean {
  const held = new Set(permissions);
  return administratorPermissions.some((permission) => held.has(permission));
}

/** The guarded ones among `permissions` that `own` lacks. */
export function beyond(permissions: Iterable<string>, own: ReadonlySet<string>): readonly Permission[] {
  const wanted = new Set(permissions);
  return guardedPermissions.filter((permission) => wanted.has(permission) && !own.has(permission));
}
