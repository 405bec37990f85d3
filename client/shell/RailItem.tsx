import { A } from '@solidjs/router';
import { Show, type JSX } from 'solid-js';
import { Glyph } from '../ui/Glyph.tsx';
import { say, sayNumber } from '../words/words.ts';
import type { PlaceCount } from './placeCounts.ts';
import type { Place } from './places.ts';

/** One place: picture, name, and how much of it needs somebody. */
export function RailItem(props: {
  place: Place;
  count: PlaceCount | undefined;
  current: boolean;
  onGo?: () => void;
}): JSX.Element {
  const name = (): string => say(props.place.word);
  return (
    <A
      class="rail-item"
      classList={{ current: props.current }}
      href={props.place.path}
      end
      aria-current={props.current ? 'page' : undefined}
      title={props.count ? `${name()}: ${props.count.label}` : name()}
      onClick={() => props.onGo?.()}
    >
      <Glyph name={props.place.glyph} />
      <span class="rail-name truncate">{name()}</span>
      <Show when={props.count}>
        {(count) => (
          <span class="rail-count number" classList={{ urgent: count().urgent }}>
            <span aria-hidden="true">{sayNumber(count().count)}</span>
            <span class="visually-hidden">{count().label}</span>
          </span>
        )}
      </Show>
    </A>
  );
}
