import { useLocation } from '@solidjs/router';
import { createMemo, For, type JSX } from 'solid-js';
import { say } from '../words/words.ts';
import type { PlaceCount } from './placeCounts.ts';
import { mayGoTo, placeGroups, placeOf, places, type Place, type PlaceGroup } from './places.ts';
import { RailItem } from './RailItem.tsx';
import { useSession } from './session.tsx';

export interface RailPlaces {
  readonly groups: () => readonly { readonly group: PlaceGroup; readonly places: readonly Place[] }[];
  readonly current: () => Place | undefined;
}

/** What this person may go to, by group; groups in which there is nothing are left out. */
export function useRailPlaces(): RailPlaces {
  const session = useSession();
  const location = useLocation();
  const open = createMemo(() =>
    places.filter((place) => place.only === undefined && mayGoTo(place, session.permissions)),
  );
  return {
    groups: createMemo(() =>
      placeGroups
        .map((group) => ({ group, places: open().filter((place) => place.group === group) }))
        .filter((one) => one.places.length > 0),
    ),
    current: createMemo(() => placeOf(location.pathname, open())),
  };
}

export function RailGroups(props: {
  rail: RailPlaces;
  countOf: (path: string) => PlaceCount | undefined;
  onGo?: () => void;
}): JSX.Element {
  return (
    <For each={props.rail.groups()}>
      {({ group, places: inside }) => (
        <section class="rail-group" aria-label={say(`rail.${group}`)}>
          <h2 class="rail-group-name">{say(`rail.${group}`)}</h2>
          <For each={inside}>
            {(place) => (
              <RailItem
                place={place}
                count={props.countOf(place.path)}
                current={props.rail.current()?.path === place.path}
                onGo={() => props.onGo?.()}
              />
            )}
          </For>
        </section>
      )}
    </For>
  );
}
