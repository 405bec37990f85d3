import {
  Map as MapLibre,
  Marker,
  NavigationControl,
  ScaleControl,
  setWorkerUrl,
  type GeoJSONSource,
} from 'maplibre-gl';
import 'maplibre-gl/dist/maplibre-gl.css';
import workerUrl from 'maplibre-gl/dist/maplibre-gl-worker.mjs?worker&url';
import { createEffect, on, onCleanup, onMount, type JSX } from 'solid-js';
import { render } from 'solid-js/web';
import { say } from '../../words/words.ts';
import { onThemeChange } from '../themeChange.ts';
import { graticule } from './ground.ts';
import { boundsOf, clusterPlaces, type MapCluster } from './mapClusters.ts';
import { MapMark, markName } from './MapMark.tsx';
import type { MapPlace } from './mapPlace.ts';
import { groundStyle, linesOf } from './mapStyle.ts';

// A file of the own origin: the content security policy allows no worker from a blob.
setWorkerUrl(workerUrl);

/** Nearer than this shows nothing more: the ground has no streets. */
const MOST_ZOOM = 17;
const FIT = { padding: 60, maxZoom: 12, duration: 0 } as const;

interface Shown {
  readonly marker: Marker;
  readonly key: string;
  readonly dispose: () => void;
}

/** The map itself. Marks are HTML buttons, so that they carry glyphs and words without fonts for WebGL. */
export function MapCanvas(props: {
  label: string;
  places: readonly MapPlace[];
  selected: string | undefined;
  /** Goes to this place, or with undefined shows all, whenever `turn` changes. */
  focus: { readonly id: string | undefined; readonly turn: number };
  onSelect: (id: string | undefined) => void;
}): JSX.Element {
  let root!: HTMLDivElement;
  let map: MapLibre | undefined;
  const shown = new Map<string, Shown>();

  const fit = (): void => {
    const bounds = boundsOf(props.places);
    if (bounds) map?.fitBounds([bounds.west, bounds.south, bounds.east, bounds.north], FIT);
  };
  const press = (cluster: MapCluster): void => {
    if (cluster.places.length === 1) return props.onSelect(cluster.worst.id);
    const bounds = boundsOf(cluster.places);
    const before = map?.getZoom() ?? 0;
    if (bounds)
      map?.fitBounds([bounds.west, bounds.south, bounds.east, bounds.north], {
        ...FIT,
        maxZoom: before + 4,
        duration: 180,
      });
  };
  const draw = (): void => {
    if (!map) return;
    const clusters = clusterPlaces(props.places, map.getZoom());
    const wanted = new Set(clusters.map(({ id }) => id));
    for (const [id, one] of shown)
      if (!wanted.has(id)) {
        remove(one);
        shown.delete(id);
      }
    for (const cluster of clusters) {
      const key = `${markName(cluster)} ${cluster.worst.tone} ${cluster.worst.glyph} ${cluster.longitude} ${cluster.latitude}`;
      const before = shown.get(cluster.id);
      if (before?.key !== key) {
        if (before) remove(before);
        shown.set(cluster.id, { key, ...mark(map, cluster, () => press(cluster)) });
      }
      shown
        .get(cluster.id)
        ?.marker.getElement()
        .classList.toggle('selected', cluster.id === props.selected);
    }
  };
  const lines = (): void => {
    if (!map?.isStyleLoaded()) return;
    const bounds = map.getBounds();
    void map.getSource<GeoJSONSource>('graticule')?.setData(
      linesOf(
        graticule({
          west: bounds.getWest(),
          south: bounds.getSouth(),
          east: bounds.getEast(),
          north: bounds.getNorth(),
        }),
      ),
    );
  };
  onMount(() => {
    const made = new MapLibre({
      container: root,
      style: groundStyle(root),
      attributionControl: false,
      maxZoom: MOST_ZOOM,
      dragRotate: false,
      pitchWithRotate: false,
      touchPitch: false,
      fadeDuration: 0,
      locale: {
        'Map.Title': props.label,
        'NavigationControl.ZoomIn': say('ui.map.zoomIn'),
        'NavigationControl.ZoomOut': say('ui.map.zoomOut'),
      },
    });
    map = made;
    made.touchZoomRotate.disableRotation();
    made.addControl(new NavigationControl({ showCompass: false }), 'top-right');
    made.addControl(new ScaleControl({}), 'bottom-right');
    made.on('load', lines);
    made.on('moveend', lines);
    made.on('zoomend', draw);
    made.on('click', () => props.onSelect(undefined));
    fit();
    draw();
    onCleanup(onThemeChange(() => made.setStyle(groundStyle(root))));
    made.on('styledata', lines);
  });
  createEffect(on([() => props.places, () => props.selected], draw, { defer: true }));
  createEffect(
    on(
      () => props.focus.turn,
      () => {
        const place = props.places.find(({ id }) => id === props.focus.id);
        if (!place) return fit();
        map?.easeTo({
          center: [place.longitude, place.latitude],
          zoom: Math.max(map.getZoom(), 15),
          duration: 180,
        });
      },
      { defer: true },
    ),
  );
  onCleanup(() => {
    for (const one of shown.values()) remove(one);
    map?.remove();
  });
  return <div ref={root} class="map-canvas" />;
}

function mark(map: MapLibre, cluster: MapCluster, onPress: () => void): Pick<Shown, 'marker' | 'dispose'> {
  const element = document.createElement('button');
  element.type = 'button';
  element.tabIndex = -1;
  element.className = `map-mark tone-${cluster.worst.tone}${cluster.places.length > 1 ? ' many' : ''}`;
  element.title = markName(cluster);
  element.addEventListener('click', (event) => {
    event.stopPropagation();
    onPress();
  });
  const dispose = render(() => <MapMark cluster={cluster} />, element);
  const marker = new Marker({ element }).setLngLat([cluster.longitude, cluster.latitude]).addTo(map);
  return { marker, dispose };
}

function remove({ marker, dispose }: Shown): void {
  dispose();
  marker.remove();
}
