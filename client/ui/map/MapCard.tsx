import { A } from '@solidjs/router';
import { Show, type JSX } from 'solid-js';
import { say } from '../../words/words.ts';
import { IconButton } from '../IconButton.tsx';
import { Pill } from '../Pill.tsx';
import type { MapPlace } from './mapPlace.ts';

/** A peek at the chosen place. */
export function MapCard(props: {
  place: MapPlace;
  detail: ((place: MapPlace) => JSX.Element) | undefined;
  onClose: () => void;
}): JSX.Element {
  return (
    <div
      class="map-card"
      role="status"
      on:keydown={(event) => {
        if (event.key !== 'Escape') return;
        event.stopPropagation();
        props.onClose();
      }}
    >
      <div class="map-card-head">
        <strong class="truncate">
          <Show when={props.place.href} fallback={props.place.name}>
            {(href) => <A href={href()}>{props.place.name}</A>}
          </Show>
        </strong>
        <IconButton glyph="close" label={say('close')} onClick={() => props.onClose()} />
      </div>
      <Pill tone={props.place.tone} glyph={props.place.glyph}>
        {props.place.state}
      </Pill>
      {props.detail?.(props.place)}
    </div>
  );
}
