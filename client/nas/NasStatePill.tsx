import type { JSX } from 'solid-js';
import type { NasRow } from '#shared/nas/view.ts';
import { Pill } from '../ui/Pill.tsx';
import { say } from '../words/words.ts';
import { nasLooks } from './nasLooks.ts';

/** State and how long; why it is not up on hover. */
export function NasStatePill(props: { nas: Pick<NasRow, 'state' | 'since' | 'error'>; timeZone: string }): JSX.Element {
  return (
    <Pill
      tone={nasLooks[props.nas.state].tone}
      glyph={nasLooks[props.nas.state].glyph}
      since={{ at: props.nas.since, timeZone: props.timeZone }}
      title={props.nas.error}
    >
      {say(`nas.state.${props.nas.state}`)}
    </Pill>
  );
}
