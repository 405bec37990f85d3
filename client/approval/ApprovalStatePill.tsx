import type { JSX } from 'solid-js';
import type { ApprovalRow } from '#shared/approval/view.ts';
import type { GlyphName } from '../ui/Glyph.tsx';
import { Pill, type Tone } from '../ui/Pill.tsx';
import { say } from '../words/words.ts';

const looks: { readonly [State in ApprovalRow['state']]: readonly [Tone, GlyphName] } = {
  requested: ['warning', 'shelved'],
  approved: ['notice', 'acknowledged'],
  declined: ['calm', 'close'],
  expired: ['unknown', 'stale'],
  withdrawn: ['unknown', 'undo'],
  carriedOut: ['ok', 'cleared'],
  failed: ['critical', 'warning'],
};

export function ApprovalStatePill(props: { state: ApprovalRow['state'] }): JSX.Element {
  return (
    <Pill tone={looks[props.state][0]} glyph={looks[props.state][1]}>
      {say(`approval.state.${props.state}`)}
    </Pill>
  );
}
