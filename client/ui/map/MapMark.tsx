import { Show, type JSX } from 'solid-js';
import { say, sayNumber } from '../../words/words.ts';
import { Glyph } from '../Glyph.tsx';
import '../pill.css';
import type { MapCluster } from './mapClusters.ts';

/** What a cluster or place is called. */
export function markName({ places, worst, on, off }: MapCluster): string {
  if (places.length === 1) return `${worst.name}: ${worst.state}`;
  return `${sayNumber(on)} ${say('ui.on')} · ${sayNumber(off)} ${say('ui.off')}`;
}

/** The inside of a mark: a glyph in the colour of its state, or how many are on and off. */
export function MapMark(props: { cluster: MapCluster }): JSX.Element {
  return (
    <Show
      when={props.cluster.places.length > 1}
      fallback={
        <>
          <Glyph name={props.cluster.worst.glyph} class="toned" />
          <span class="visually-hidden">{markName(props.cluster)}</span>
        </>
      }
    >
      <span class="mark-counts number">
        <span>
          {sayNumber(props.cluster.on)} {say('ui.on')}
        </span>
        <Show when={props.cluster.off > 0}>
          <span class="mark-off">
            {sayNumber(props.cluster.off)} {say('ui.off')}
          </span>
        </Show>
      </span>
    </Show>
  );
}
