import { say } from '../words/words.ts';

export function inspectorTabs(setAside?: number): { href: string; label: string; count?: number | undefined }[] {
  return [
    { href: '/inspector', label: say('inspector.tree') },
    { href: '/inspector/set-aside', label: say('inspector.setAside'), count: setAside },
  ];
}
