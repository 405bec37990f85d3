import { createMemo, For, type JSX } from 'solid-js';
import { graticule, outlines } from './ground.ts';
import { boundsOf, clusterPlaces, mercator, type MapCluster } from './mapClusters.ts';
import { MapMark, markName } from './MapMark.tsx';
import type { MapPlace } from './mapPlace.ts';

const WIDTH = 800;
const HEIGHT = 520;
const MARGIN = 60;
/** Web Mercator pixels of the whole world at zoom 0. */
const WORLD_PX = 512;

/** Where there is no WebGL: the same ground, marks and states, drawn once to fit. */
export function PlotMap(props: {
  label: string;
  places: readonly MapPlace[];
  selected: string | undefined;
  onSelect: (id: string | undefined) => void;
}): JSX.Element {
  const frame = createMemo(() => frameOf(props.places));
  const clusters = createMemo(() => clusterPlaces(props.places, Math.log2(frame().scale / WORLD_PX)));
  const path = (ring: readonly (readonly [number, number])[]): string =>
    ring
      .map(([longitude, latitude], at) => `${at === 0 ? 'M' : 'L'}${frame().place(longitude, latitude).join(' ')}`)
      .join('');
  const position = (cluster: MapCluster): { left: string; top: string } => {
    const [x, y] = frame().place(cluster.longitude, cluster.latitude);
    return { left: `${(x / WIDTH) * 100}%`, top: `${(y / HEIGHT) * 100}%` };
  };
  return (
    <div class="plot-map">
      <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-label={props.label}>
        <For each={outlines}>{({ ring }) => <path class="plot-land" d={path(ring)} />}</For>
        <For each={graticule(frame().window)}>{(line) => <path class="plot-line" d={path(line)} />}</For>
      </svg>
      <For each={clusters()}>
        {(cluster) => (
          <button
            type="button"
            class={`map-mark plotted tone-${cluster.worst.tone}`}
            classList={{ many: cluster.places.length > 1, selected: cluster.worst.id === props.selected }}
            tabIndex={-1}
            style={position(cluster)}
            title={markName(cluster)}
            onClick={() => props.onSelect(cluster.worst.id)}
          >
            <MapMark cluster={cluster} />
          </button>
        )}
      </For>
    </div>
  );
}

interface Frame {
  readonly scale: number;
  readonly window: { readonly west: number; readonly south: number; readonly east: number; readonly north: number };
  place(longitude: number, latitude: number): readonly [x: number, y: number];
}

function frameOf(places: readonly MapPlace[]): Frame {
  const bounds = boundsOf(places) ?? { west: 33, south: -5, east: 42, north: 5 };
  const [left, top] = mercator(bounds.west, bounds.north);
  const [right, bottom] = mercator(bounds.east, bounds.south);
  const least = 0.00005;
  const scale = Math.min(
    (WIDTH - 2 * MARGIN) / Math.max(least, right - left),
    (HEIGHT - 2 * MARGIN) / Math.max(least, bottom - top),
  );
  const [middleX, middleY] = [(left + right) / 2, (top + bottom) / 2];
  const reach = WIDTH / scale / 2;
  const longitude = (x: number): number => x * 360 - 180;
  const around = (bounds.east - bounds.west) / 2 + 0.5;
  return {
    scale,
    window: {
      west: longitude(middleX - reach),
      east: longitude(middleX + reach),
      south: bounds.south - around,
      north: bounds.north + around,
    },
    place: (lng, lat) => {
      const [x, y] = mercator(lng, lat);
      return [
        Math.round((WIDTH / 2 + (x - middleX) * scale) * 10) / 10,
        Math.round((HEIGHT / 2 + (y - middleY) * scale) * 10) / 10,
      ];
    },
  };
}
