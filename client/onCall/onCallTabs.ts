import type { SessionView } from '#shared/tenant/session.ts';
import { say } from '../words/words.ts';

/** The pages of on-call; what one gets oneself is for everybody. */
export function onCallTabs(session: SessionView): readonly { readonly href: string; readonly label: string }[] {
  const mine = { href: '/on-call/me', label: say('onCall.mine') };
  if (!session.permissions.includes('onCall.view')) return [mine];
  return [
    { href: '/on-call', label: say('onCall.now') },
    { href: '/on-call/escalation', label: say('onCall.escalation') },
    { href: '/on-call/ways', label: say('onCall.ways') },
    { href: '/on-call/notices', label: say('onCall.notices') },
    mine,
  ];
}
