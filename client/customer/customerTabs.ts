import type { Permission } from '#shared/tenant/permissions.ts';
import { say } from '../words/words.ts';

/** Customers, and what they buy. */
export function customerTabs(permissions: readonly Permission[]): { href: string; label: string }[] {
  const may = (permission: Permission): boolean => permissions.includes(permission);
  return [
    ...(may('customer.view') ? [{ href: '/customers', label: say('customer.title') }] : []),
    ...(may('package.view') ? [{ href: '/packages', label: say('package.title') }] : []),
    ...(may('pool.view') ? [{ href: '/ip-pools', label: say('pool.title') }] : []),
  ];
}
