import type { JSX } from 'solid-js';
import type { Tone } from './Pill.tsx';
import './badge.css';
import './pill.css';

/** A short word or figure about something beside it: a count, a version, "demo". States are `Pill`s. */
export function Badge(props: { tone?: Tone; children: JSX.Element; title?: string }): JSX.Element {
  return (
    <span class={`badge number tone-${props.tone ?? 'calm'}`} title={props.title}>
      {props.children}
    </span>
  );
}
