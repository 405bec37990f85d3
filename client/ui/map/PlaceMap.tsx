import { createMemo, createSignal, ErrorBoundary, lazy, Match, Show, Suspense, Switch, type JSX } from 'solid-js';
import { say } from '../../words/words.ts';
import { EmptyState } from '../EmptyState.tsx';
import { ErrorState } from '../ErrorState.tsx';
import { IconButton } from '../IconButton.tsx';
import { Spinner } from '../Progress.tsx';
import './map.css';
import { MapCard } from './MapCard.tsx';
import type { MapPlace } from './mapPlace.ts';
import { PlaceList } from './PlaceList.tsx';
import { PlotMap } from './PlotMap.tsx';

/** MapLibre comes with the first map, not with the console. */
const MapCanvas = lazy(async () => ({ default: (await import('./MapCanvas.tsx')).MapCanvas }));

export interface PlaceMapProps {
  readonly label: string;
  readonly places: readonly MapPlace[];
  readonly selected?: string | undefined;
  readonly onSelect?: (id: string | undefined) => void;
  /** What the card of a chosen place says below its name and state. */
  readonly detail?: (place: MapPlace) => JSX.Element;
  /** False when the screen opens a panel of its own. */
  readonly card?: boolean;
  readonly empty?: JSX.Element;
  /** The list beside the map is the way for keyboards and screen readers; false where the screen has one already. */
  readonly list?: boolean;
}

/** Places on a plain ground that needs no tile server, with a list of the same beside it. */
export function PlaceMap(props: PlaceMapProps): JSX.Element {
  const [own, setOwn] = createSignal<string>();
  const [focus, setFocus] = createSignal<{ readonly id: string | undefined; readonly turn: number }>({
    id: undefined,
    turn: 0,
  });
  const selected = (): string | undefined => props.selected ?? own();
  const choose = (id: string | undefined): void => {
    setOwn(id);
    props.onSelect?.(id);
  };
  const chosen = createMemo(() => props.places.find(({ id }) => id === selected()));
  const fromList = (id: string): void => {
    choose(id);
    setFocus(({ turn }) => ({ id, turn: turn + 1 }));
  };
  const webgl = hasWebgl();
  return (
    <Show when={props.places.length > 0} fallback={props.empty ?? <NoPlaces />}>
      <div class="place-map" classList={{ 'with-list': props.list !== false }}>
        <section class="map-frame" aria-label={props.label}>
          <Switch>
            <Match when={webgl}>
              <ErrorBoundary
                fallback={(error: unknown) => (
                  <ErrorState
                    title={say('ui.map.failed')}
                    text={error instanceof Error ? error.message : String(error)}
                  />
                )}
              >
                <Suspense fallback={<MapPending />}>
                  <MapCanvas
                    label={props.label}
                    places={props.places}
                    selected={selected()}
                    focus={focus()}
                    onSelect={choose}
                  />
                </Suspense>
              </ErrorBoundary>
              <IconButton
                class="map-fit"
                glyph="home"
                label={say('ui.map.fit')}
                onClick={() => setFocus(({ turn }) => ({ id: undefined, turn: turn + 1 }))}
              />
            </Match>
            <Match when={!webgl}>
              <PlotMap label={props.label} places={props.places} selected={selected()} onSelect={choose} />
              <p class="map-note faint">{say('ui.map.noWebgl')}</p>
            </Match>
          </Switch>
          <Show when={props.card !== false && chosen()}>
            {(place) => <MapCard place={place()} detail={props.detail} onClose={() => choose(undefined)} />}
          </Show>
        </section>
        <Show when={props.list !== false}>
          <PlaceList places={props.places} selected={selected()} onChoose={fromList} />
        </Show>
      </div>
    </Show>
  );
}

function NoPlaces(): JSX.Element {
  return <EmptyState glyph="pin" title={say('ui.map.empty')} text={say('ui.map.emptyText')} />;
}

function MapPending(): JSX.Element {
  return (
    <div class="map-pending">
      <Spinner />
    </div>
  );
}

function hasWebgl(): boolean {
  const context = document.createElement('canvas').getContext('webgl2');
  context?.getExtension('WEBGL_lose_context')?.loseContext();
  return context !== null;
}
