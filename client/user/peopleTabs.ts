import { say } from '../words/words.ts';

/** The pages about people and what they may do. */
export function peopleTabs(): { href: string; label: string }[] {
  return [
    { href: '/users', label: say('user.title') },
    { href: '/users/invitations', label: say('user.invitations') },
    { href: '/roles', label: say('role.title') },
  ];
}
