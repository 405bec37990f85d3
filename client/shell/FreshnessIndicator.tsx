import type { JSX } from 'solid-js';
import { Glyph } from '../ui/Glyph.tsx';
import { duration } from '../ui/relativeTime.ts';
import { say } from '../words/words.ts';
import { useFreshness } from './live.tsx';

/** Being connected for the first time looks like catching up; the last two are on their way to another page. */
const looks = {
  connecting: 'catching-up',
  live: 'live',
  'catching-up': 'catching-up',
  stale: 'stale',
  ended: 'stale',
  outdated: 'catching-up',
} as const;
const glyphs = { live: 'live', 'catching-up': 'catchingUp', stale: 'stale' } as const;

/** Whether what is on the screen can be trusted, in a word and a shape. */
export function FreshnessIndicator(): JSX.Element {
  const freshness = useFreshness();
  const look = () => looks[freshness.state];
  const word = (): string => {
    if (look() === 'live') return say('fresh.live');
    if (look() === 'catching-up') return say('fresh.catchingUp');
    return say('fresh.stale', { duration: duration(freshness.staleForMs) });
  };
  return (
    <span class={`freshness number ${look()}`} title={say(`fresh.${look()}.explain`)}>
      <Glyph name={glyphs[look()]} />
      <span class="freshness-word">{word()}</span>
      <span class="visually-hidden" role="status">
        {look() === 'stale' ? say('fresh.stale.explain') : ''}
      </span>
    </span>
  );
}
