import type { Permission } from '#shared/tenant/permissions.ts';
import { say } from '../words/words.ts';

/** What is sold, and where its addresses come from. */
export function packageTabs(permissions: readonly Permission[]): { href: string; label: string }[] {
  return [
    ...(permissions.includes('package.view') ? [{ href: '/packages', label: say('package.title') }] : []),
    ...(permissions.includes('pool.view') ? [{ href: '/ip-pools', label: say('pool.title') }] : []),
  ];
}
