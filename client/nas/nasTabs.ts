import { say } from '../words/words.ts';

export function nasTabs(): { href: string; label: string }[] {
  return [
    { href: '/routers', label: say('nas.title') },
    { href: '/map', label: say('nas.map') },
  ];
}
