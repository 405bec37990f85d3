import { A } from '@solidjs/router';
import { Show, type JSX } from 'solid-js';
import { Age } from '../Age.tsx';
import { Glyph, type GlyphName } from '../Glyph.tsx';
import type { Tone } from '../Pill.tsx';
import '../pill.css';
import './chart.css';

export interface StatTileProps {
  readonly label: string;
  /** As it is written, unit included; undefined: not known. */
  readonly value: string | undefined;
  /** Only when it needs somebody: healthy figures have no colour. */
  readonly tone?: Tone | undefined;
  readonly glyph?: GlyphName | undefined;
  readonly note?: JSX.Element;
  /** When it was measured, shown once it is stale. */
  readonly stale?: { readonly at: number; readonly timeZone: string } | undefined;
  readonly sparkline?: JSX.Element;
  readonly href?: string | undefined;
}

/** One big number with what it counts; a link to what is behind it. */
export function StatTile(props: StatTileProps): JSX.Element {
  const inside = (
    <>
      <span class="stat-label">{props.label}</span>
      <span class={`stat-value number ${props.tone ? `toned tone-${props.tone}` : ''}`}>
        <span>
          <Show when={props.glyph}>{(glyph) => <Glyph name={glyph()} />}</Show> {props.value ?? '–'}
        </span>
        {props.sparkline}
      </span>
      <span class="stat-note">
        <Show when={props.stale} fallback={props.note}>
          {(stale) => <Age at={stale().at} timeZone={stale().timeZone} />}
        </Show>
      </span>
    </>
  );
  return (
    <Show
      when={props.href}
      fallback={
        <div class="stat-tile" classList={{ stale: props.stale !== undefined }}>
          {inside}
        </div>
      }
    >
      {(href) => (
        <A class={`stat-tile ${props.stale ? 'stale' : ''}`} href={href()}>
          {inside}
        </A>
      )}
    </Show>
  );
}

/** Tiles in as many columns as there is room for. */
export function StatTiles(props: { children: JSX.Element }): JSX.Element {
  return <div class="stat-tiles">{props.children}</div>;
}
