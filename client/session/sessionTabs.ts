import type { Permission } from '#shared/tenant/permissions.ts';
import { say } from '../words/words.ts';

export function sessionTabs(permissions: readonly Permission[]): { href: string; label: string }[] {
  return [
    { href: '/sessions', label: say('online.live') },
    { href: '/sessions/usage', label: say('online.usage') },
    ...(permissions.includes('session.findAddress')
      ? [{ href: '/sessions/address', label: say('online.address') }]
      : []),
  ];
}
