import type { JSX } from 'solid-js';
import type { NodeState } from '#shared/inspector/view.ts';
import { Pill } from '../ui/Pill.tsx';
import { say } from '../words/words.ts';
import { nodeLook } from './nodeTone.ts';

export function NodeStatePill(props: { state: NodeState }): JSX.Element {
  return (
    <Pill tone={nodeLook[props.state].tone} glyph={nodeLook[props.state].glyph}>
      {say(`node.${props.state}`)}
    </Pill>
  );
}
