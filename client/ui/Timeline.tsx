import { A } from '@solidjs/router';
import { createMemo, createSignal, For, Show, type JSX } from 'solid-js';
import { say } from '../words/words.ts';
import { Age } from './Age.tsx';
import { Chip } from './Chip.tsx';
import { Glyph, type GlyphName } from './Glyph.tsx';
import type { Tone } from './Pill.tsx';
import './filterBar.css';
import './timeline.css';

export interface TimelineFact {
  readonly id: string;
  readonly at: number;
  readonly glyph: GlyphName;
  readonly tone?: Tone | undefined;
  /** What the filter calls it, e.g. "Comments"; facts without one are always shown. */
  readonly kind?: string | undefined;
  readonly text: JSX.Element;
  /** Words of a person, set off from the facts. */
  readonly quote?: boolean | undefined;
  /** Who did it; undefined: nobody, it is marked automatic. */
  readonly by?: string | undefined;
  /** Why: another event or object, as a link where there is a page. */
  readonly cause?: { readonly label: string; readonly href?: string | undefined } | undefined;
  /** What an automatic act was based on (packet, trap, answer), shown when unfolded. */
  readonly evidence?: (() => JSX.Element) | undefined;
}

/** One ordered list of facts, newest first as given, with causes and evidence; filtered by kind when there are several. */
export function Timeline(props: {
  facts: readonly TimelineFact[];
  timeZone: string;
  filter?: boolean;
  empty?: string;
}): JSX.Element {
  const [kind, setKind] = createSignal<string>();
  const kinds = createMemo(() => [...new Set(props.facts.flatMap((fact) => fact.kind ?? []))]);
  const shown = createMemo(() => props.facts.filter((fact) => kind() === undefined || fact.kind === kind()));
  const none = (): string =>
    kind() === undefined ? (props.empty ?? say('ui.timeline.empty')) : say('ui.timeline.noKind');
  return (
    <div class="timeline-frame">
      <Show when={props.filter === true && kinds().length > 1}>
        <div class="filter-group timeline-filter">
          <Chip pressed={kind() === undefined} onToggle={() => setKind(undefined)}>
            {say('ui.timeline.all')}
          </Chip>
          <For each={kinds()}>
            {(name) => (
              <Chip
                pressed={kind() === name}
                onToggle={() => setKind(kind() === name ? undefined : name)}
                count={props.facts.filter((fact) => fact.kind === name).length}
              >
                {name}
              </Chip>
            )}
          </For>
        </div>
      </Show>
      <ol class="timeline">
        <For each={shown()} fallback={<li class="timeline-none faint">{none()}</li>}>
          {(fact) => <TimelineLine fact={fact} timeZone={props.timeZone} />}
        </For>
      </ol>
    </div>
  );
}

function TimelineLine(props: { fact: TimelineFact; timeZone: string }): JSX.Element {
  return (
    <li classList={{ quote: props.fact.quote === true }}>
      <Glyph name={props.fact.glyph} class={props.fact.tone ? `tone-${props.fact.tone} toned` : ''} />
      <div class="timeline-body">
        <div class="timeline-text">{props.fact.text}</div>
        <p class="faint timeline-by">
          <Show when={props.fact.by} fallback={<span class="timeline-auto">{say('ui.timeline.automatic')}</span>}>
            {props.fact.by}
          </Show>
          {' · '}
          <Age at={props.fact.at} timeZone={props.timeZone} />
        </p>
        <Show when={props.fact.cause}>
          {(cause) => (
            <p class="timeline-cause faint">
              <Glyph name="link" />
              <span class="visually-hidden">{say('ui.timeline.because')} </span>
              <Show when={cause().href} fallback={<span class="mono">{cause().label}</span>}>
                {(href) => <A href={href()}>{cause().label}</A>}
              </Show>
            </p>
          )}
        </Show>
        <Show when={props.fact.evidence}>{(evidence) => <Evidence content={evidence()} />}</Show>
      </div>
    </li>
  );
}

function Evidence(props: { content: () => JSX.Element }): JSX.Element {
  const [open, setOpen] = createSignal(false);
  return (
    <details class="timeline-evidence" onToggle={({ currentTarget }) => setOpen(currentTarget.open)}>
      <summary>{say('ui.timeline.evidence')}</summary>
      <Show when={open()}>{props.content()}</Show>
    </details>
  );
}
