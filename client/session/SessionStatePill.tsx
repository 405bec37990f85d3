import type { JSX } from 'solid-js';
import type { SessionRow } from '#shared/session/view.ts';
import { Pill } from '../ui/Pill.tsx';
import { say } from '../words/words.ts';

/** Online, not known, or ended. */
export function SessionStatePill(props: { session: SessionRow }): JSX.Element {
  const state = (): 'online' | 'unknown' | 'ended' =>
    props.session.endedAt !== undefined ? 'ended' : props.session.unknownSince !== undefined ? 'unknown' : 'online';
  const looks = {
    // Who is online is nothing to look at: the others are.
    online: { tone: 'calm', glyph: 'live' },
    unknown: { tone: 'unknown', glyph: 'stale' },
    ended: { tone: 'calm', glyph: 'minus' },
  } as const;
  return (
    <Pill tone={looks[state()].tone} glyph={looks[state()].glyph}>
      {say(`online.state.${state()}`)}
    </Pill>
  );
}
