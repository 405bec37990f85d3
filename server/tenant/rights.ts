import { administratorPermissions, beyond } from '#shared/tenant/guardedPermissions.ts';
import type { BranchId } from '#shared/values/ids.ts';
import type { Subject } from '../platform/auth/subject.ts';
import { TenantRefusal } from './tenantRefusal.ts';

/** What of a person decides who may change them. */
export interface Concerned {
  readonly permissions: readonly string[];
  /** Empty: all. */
  readonly branches: readonly BranchId[];
}

/** Within the own branches and rights; throws TenantRefusal. Oneself always is. */
export function requireMayChange(subject: Subject, person: Concerned): void {
  requireWithin(subject, person.branches.length === 0 ? 'all' : person.branches);
  requireMayGive(subject, person.permissions);
}

export function mayChange(subject: Subject, person: Concerned): boolean {
  try {
    requireMayChange(subject, person);
    return true;
  } catch (error) {
    if (error instanceof TenantRefusal) return false;
    throw error;
  }
}

/** A role or person with guarded rights that the subject lacks; throws TenantRefusal. */
export function requireMayGive(subject: Subject, permissions: Iterable<string>): void {
  if (beyond(permissions, subject.permissions).length > 0) throw new TenantRefusal('tenant/beyond-own-rights');
}

/** Throws TenantRefusal. */
export function requireWithin(subject: Subject, branches: readonly BranchId[] | 'all'): void {
  const own = subject.branches;
  if (own === 'all') return;
  if (branches === 'all' || !branches.every((id) => own.includes(id)))
    throw new TenantRefusal('tenant/outside-branches');
}

/** Roles, policies and the company itself are everybody's; throws TenantRefusal. */
export function requireWholeCompany(subject: Subject): void {
  if (subject.branches !== 'all') throw new TenantRefusal('tenant/whole-company-needed');
}

/** Whether the change makes somebody an administrator, or more of one. */
export function growsAdministration(before: Iterable<string>, after: Iterable<string>): boolean {
  const [had, gets] = [new Set(before), new Set(after)];
  return administratorPermissions.some((permission) => gets.has(permission) && !had.has(permission));
}
