import { say } from '../words/words.ts';

export function subscriptionTabs(): readonly { readonly href: string; readonly label: string }[] {
  return [
    { href: '/subscriptions', label: say('subscription.all') },
    { href: '/subscriptions/expiring', label: say('subscription.expiring') },
  ];
}
