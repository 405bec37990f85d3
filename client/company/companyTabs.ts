import type { SessionView } from '#shared/tenant/session.ts';
import { say } from '../words/words.ts';

/** The company's own pages, as far as one may see them. */
export function companyTabs(session: SessionView): { href: string; label: string }[] {
  const may = (permission: SessionView['permissions'][number]): boolean => session.permissions.includes(permission);
  return [
    ...(may('tenant.manage') ? [{ href: '/company', label: say('company.title') }] : []),
    { href: '/branches', label: say('branch.title') },
    ...(may('tenant.manage') && may('subscription.view')
      ? [{ href: '/company/usernames', label: say('subscription.rules') }]
      : []),
    ...(may('bulk.view') ? [{ href: '/company/brake', label: say('bulk.brakeTitle') }] : []),
    ...(may('token.manage') ? [{ href: '/tokens', label: say('token.title') }] : []),
  ];
}
