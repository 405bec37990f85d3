import type { SessionView } from '#shared/tenant/session.ts';
import { say } from '../words/words.ts';

/** What waits for a second person, as far as one may see it, and what became of it. */
export function approvalTabs({ permissions }: SessionView): { href: string; label: string }[] {
  const mayDecide = permissions.includes('approval.decide');
  const mine = { href: mayDecide ? '/approvals/mine' : '/approvals', label: say('approval.mine') };
  if (!mayDecide) return [mine];
  return [
    { href: '/approvals', label: say('approval.toDecide') },
    mine,
    { href: '/approvals/history', label: say('approval.history') },
  ];
}
