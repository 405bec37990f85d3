import { createMemo, createSignal, For, Show, type JSX } from 'solid-js';
import { say, sayCount } from '../../words/words.ts';
import { Glyph } from '../Glyph.tsx';
import { worseFirst, type MapPlace } from './mapPlace.ts';

/** More are found by typing. */
const MOST = 100;

/** The same places as a list, worst first: for keyboards, screen readers and whoever looks for a name. */
export function PlaceList(props: {
  places: readonly MapPlace[];
  selected: string | undefined;
  onChoose: (id: string) => void;
}): JSX.Element {
  const [text, setText] = createSignal('');
  const found = createMemo(() =>
    props.places.filter(({ name }) => name.toLowerCase().includes(text().trim().toLowerCase())).toSorted(worseFirst),
  );
  return (
    <div class="place-list">
      <input
        type="search"
        class="place-search"
        aria-label={say('filter.text')}
        placeholder={say('filter.text')}
        value={text()}
        onInput={({ currentTarget }) => setText(currentTarget.value)}
      />
      <ul aria-label={say('ui.map.list')}>
        <For each={found().slice(0, MOST)} fallback={<li class="faint place-none">{say('ui.noMatch')}</li>}>
          {(place) => (
            <li>
              <button
                type="button"
                class="place"
                aria-pressed={place.id === props.selected}
                onClick={() => props.onChoose(place.id)}
              >
                <Glyph name={place.glyph} class={`tone-${place.tone} toned`} />
                <span class="truncate">{place.name}</span>
                <span class="faint">{place.state}</span>
              </button>
            </li>
          )}
        </For>
      </ul>
      <Show when={found().length > MOST}>
        <p class="faint place-none">{sayCount('ui.map.cluster', found().length)}</p>
      </Show>
    </div>
  );
}
