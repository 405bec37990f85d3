import { Show, type JSX } from 'solid-js';
import { say } from '../words/words.ts';
import { Glyph } from './Glyph.tsx';
import { Menu } from './Menu.tsx';
import './objectPage.css';

/**
 * The skeleton of every object's page: name, state pill with since-when, at most three main actions and `more`
 * (`MenuItem`s); left what it is, centre what happens, right what it is connected to. Under 1180 px the right column
 * goes below the left, on phones all stand in one column, what happens first.
 */
export function ObjectPage(props: {
  name: JSX.Element;
  /** What kind of thing it is, above the name. */
  kind?: string;
  state?: JSX.Element;
  actions?: JSX.Element;
  more?: JSX.Element;
  /** Tabs or a banner under the header. */
  below?: JSX.Element;
  left?: JSX.Element;
  right?: JSX.Element;
  children: JSX.Element;
}): JSX.Element {
  return (
    <article class="object-page">
      <header class="object-head">
        <div class="object-name">
          <Show when={props.kind}>
            <p class="faint object-kind">{props.kind}</p>
          </Show>
          <h1>{props.name}</h1>
        </div>
        <div class="object-state">{props.state}</div>
        <div class="object-actions">
          {props.actions}
          <Show when={props.more}>
            <Menu label={<Glyph name="more" />} title={say('ui.moreActions')}>
              {props.more}
            </Menu>
          </Show>
        </div>
      </header>
      {props.below}
      <div
        class="object-columns"
        classList={{ 'no-left': props.left === undefined, 'no-right': props.right === undefined }}
      >
        <Show when={props.left}>
          <section class="object-left">{props.left}</section>
        </Show>
        <section class="object-centre">{props.children}</section>
        <Show when={props.right}>
          <section class="object-right">{props.right}</section>
        </Show>
      </div>
    </article>
  );
}

/** A titled part of a page. */
export function Section(props: { title: string; end?: JSX.Element; children: JSX.Element }): JSX.Element {
  return (
    <section class="section">
      <header class="section-head">
        <h2>{props.title}</h2>
        <Show when={props.end}>
          <div class="section-end">{props.end}</div>
        </Show>
      </header>
      {props.children}
    </section>
  );
}
