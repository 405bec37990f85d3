import type { JSX } from 'solid-js';
import type { AlarmSeverity } from '#shared/alarm/values.ts';
import { Glyph } from '../ui/Glyph.tsx';
import { say } from '../words/words.ts';
import './severityMark.css';
import { severityTone } from './severityTone.ts';

/** Shape, colour and word; only `critical` is filled. */
export function SeverityMark(props: { severity: AlarmSeverity }): JSX.Element {
  return (
    <span class={`severity tone-${severityTone[props.severity]} ${props.severity}`}>
      <Glyph name={props.severity} />
      <span class="severity-word">{say(`severity.${props.severity}`)}</span>
    </span>
  );
}
