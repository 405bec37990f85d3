import type { JSX } from 'solid-js';
import type { MaintenanceState } from '#shared/maintenance/values.ts';
import type { GlyphName } from '../ui/Glyph.tsx';
import { Pill, type Tone } from '../ui/Pill.tsx';
import { say } from '../words/words.ts';

const looks: Readonly<Record<MaintenanceState, { readonly tone: Tone; readonly glyph: GlyphName }>> = {
  planned: { tone: 'calm', glyph: 'calendar' },
  announced: { tone: 'calm', glyph: 'bell' },
  running: { tone: 'maintenance', glyph: 'maintenance' },
  overrun: { tone: 'major', glyph: 'warning' },
  ended: { tone: 'calm', glyph: 'cleared' },
  cancelled: { tone: 'unknown', glyph: 'close' },
};

export function MaintenanceStatePill(props: {
  state: MaintenanceState;
  since?: { readonly at: number; readonly timeZone: string } | undefined;
}): JSX.Element {
  return (
    <Pill tone={looks[props.state].tone} glyph={looks[props.state].glyph} since={props.since}>
      {say(`maintenance.state.${props.state}`)}
    </Pill>
  );
}
