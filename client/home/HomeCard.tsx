import { A } from '@solidjs/router';
import { For, Show, type JSX } from 'solid-js';
import { Glyph, type GlyphName } from '../ui/Glyph.tsx';
import type { Tone } from '../ui/Pill.tsx';
import { say, sayNumber } from '../words/words.ts';

export interface HomeFigure {
  readonly label: string;
  readonly value: number | string;
  /** Colour only where something is wrong; a zero is always calm. */
  readonly tone?: Tone;
  readonly glyph?: GlyphName;
  readonly href?: string;
}

/** One thing one watches, as a few figures; each leads to the list behind it. */
export function HomeCard(props: {
  title: string;
  href?: string;
  figures: readonly HomeFigure[] | undefined;
  /** What is wrong with the card itself. */
  failed?: string | undefined;
  /** The values are names, not numbers. */
  names?: boolean;
  children?: JSX.Element;
}): JSX.Element {
  return (
    <section class="home-card" aria-label={props.title}>
      <h2>
        <Show when={props.href} fallback={props.title}>
          {(href) => <A href={href()}>{props.title}</A>}
        </Show>
      </h2>
      <Show when={props.failed}>{(why) => <p class="muted">{why()}</p>}</Show>
      <Show
        when={props.figures}
        fallback={<Show when={!props.failed}>{<p class="faint home-wait">{say('loading')}</p>}</Show>}
      >
        {(figures) => (
          <dl class="home-figures" classList={{ names: props.names === true }}>
            <For each={figures()}>{(figure) => <Figure figure={figure} />}</For>
          </dl>
        )}
      </Show>
      {props.children}
    </section>
  );
}

function Figure(props: { figure: HomeFigure }): JSX.Element {
  const loud = (): boolean => props.figure.value !== 0 && props.figure.tone !== undefined;
  const value = (): string =>
    typeof props.figure.value === 'number' ? sayNumber(props.figure.value) : props.figure.value;
  return (
    <div class="home-figure" classList={{ [`tone-${props.figure.tone ?? 'calm'}`]: loud(), loud: loud() }}>
      <dt>
        <Show when={loud() && props.figure.glyph}>{(glyph) => <Glyph name={glyph()} />}</Show>
        {props.figure.label}
      </dt>
      <dd class="number">
        <Show when={props.figure.href} fallback={value()}>
          {(href) => (
            <A href={href()} aria-label={`${props.figure.label}: ${value()}`}>
              {value()}
            </A>
          )}
        </Show>
      </dd>
    </div>
  );
}
