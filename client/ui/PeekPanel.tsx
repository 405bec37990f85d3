import { A } from '@solidjs/router';
import { Show, type JSX } from 'solid-js';
import { say } from '../words/words.ts';
import { Button } from './Button.tsx';
import { Glyph } from './Glyph.tsx';
import './peekPanel.css';

/**
 * One object beside its list: put it after the list inside `<div class="with-peek">` of a grid `PeekLayout`.
 * `marks` (state pill) and `title` on top, then `actions`, the body scrolls, `foot` stays (a comment form).
 */
export function PeekPanel(props: {
  label: string;
  marks?: JSX.Element;
  title?: JSX.Element;
  text?: JSX.Element;
  actions?: JSX.Element;
  /** The object's own page; Enter in the list opens it too. */
  href?: string | undefined;
  foot?: JSX.Element;
  onClose: () => void;
  children: JSX.Element;
}): JSX.Element {
  return (
    <aside class="peek" aria-label={props.label}>
      <header class="peek-head">
        <div class="peek-marks">
          {props.marks}
          <span class="peek-end">
            <Show when={props.href}>
              {(href) => (
                <A class="icon-button" href={href()} title={say('ui.openPage')}>
                  <Glyph name="external" />
                  <span class="visually-hidden">{say('ui.openPage')}</span>
                </A>
              )}
            </Show>
            <Button look="quiet" hint="Esc" onClick={() => props.onClose()}>
              <Glyph name="close" />
              <span class="visually-hidden">{say('close')}</span>
            </Button>
          </span>
        </div>
        <Show when={props.title}>
          <h2>{props.title}</h2>
        </Show>
        {props.text}
        <Show when={props.actions}>
          <div class="peek-actions" role="toolbar" aria-label={say('peek.actions')}>
            {props.actions}
          </div>
        </Show>
      </header>
      <div class="peek-body" tabIndex={0}>
        {props.children}
      </div>
      {props.foot}
    </aside>
  );
}

/** A list and, while something is peeked at, its panel beside it; on narrow screens above it. */
export function PeekLayout(props: { open: boolean; children: JSX.Element; panel: JSX.Element }): JSX.Element {
  return (
    <div class="peek-layout" classList={{ 'with-peek': props.open }}>
      <div class="peek-list">{props.children}</div>
      {props.panel}
    </div>
  );
}
