import { A } from '@solidjs/router';
import type { JSX } from 'solid-js';
import { EmptyState } from '../ui/EmptyState.tsx';
import { say } from '../words/words.ts';
import { useTrail } from './trail.ts';

export function MissingScreen(): JSX.Element {
  useTrail(() => [{ label: say('missing.title') }]);
  return (
    <EmptyState glyph="search" title={say('missing.title')} text={say('missing.text')}>
      <A href="/">{say('missing.home')}</A>
    </EmptyState>
  );
}
