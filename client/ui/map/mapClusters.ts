import { worseFirst, type MapPlace } from './mapPlace.ts';

/** Places so near to each other that they are one mark. */
export interface MapCluster {
  readonly id: string;
  readonly places: readonly MapPlace[];
  readonly longitude: number;
  readonly latitude: number;
  readonly on: number;
  readonly off: number;
  /** The place in the worst state, which gives the mark its look. */
  readonly worst: MapPlace;
}

/** Marks are about this many pixels apart. */
const CELL_PX = 64;
const TILE_PX = 512;

/** Web Mercator, 0 to 1 from west to east and from north to south. */
export function mercator(longitude: number, latitude: number): readonly [x: number, y: number] {
  const sine = Math.sin((Math.max(-85, Math.min(85, latitude)) * Math.PI) / 180);
  return [(longitude + 180) / 360, 0.5 - Math.log((1 + sine) / (1 - sine)) / (4 * Math.PI)];
}

/**
 * One mark per cell of a grid that belongs to the zoom and not to the window, so that panning never regroups. Beyond
 * `apartZoom` every place has its own, also where several share a mast.
 */
export function clusterPlaces(places: readonly MapPlace[], zoom: number, apartZoom = 15): readonly MapCluster[] {
  const cells = (TILE_PX * 2 ** Math.round(zoom)) / CELL_PX;
  const groups = new Map<string, MapPlace[]>();
  for (const place of places) {
    const [x, y] = mercator(place.longitude, place.latitude);
    const key = zoom >= apartZoom ? place.id : `${Math.floor(x * cells)} ${Math.floor(y * cells)}`;
    const group = groups.get(key);
    if (group) group.push(place);
    else groups.set(key, [place]);
  }
  return [...groups].map(([key, group]) => {
    const worst = group.toSorted(worseFirst)[0] ?? group[0]!;
    const on = group.filter((place) => place.on).length;
    return {
      id: group.length === 1 ? worst.id : `${Math.round(zoom)}:${key}`,
      places: group,
      longitude: group.reduce((sum, place) => sum + place.longitude, 0) / group.length,
      latitude: group.reduce((sum, place) => sum + place.latitude, 0) / group.length,
      on,
      off: group.length - on,
      worst,
    };
  });
}

export interface Bounds {
  readonly west: number;
  readonly south: number;
  readonly east: number;
  readonly north: number;
}

/** Undefined without places; a single one gets its surroundings. */
export function boundsOf(places: readonly Pick<MapPlace, 'longitude' | 'latitude'>[]): Bounds | undefined {
  if (places.length === 0) return undefined;
  const bounds = { west: 180, south: 90, east: -180, north: -90 };
  for (const { longitude, latitude } of places) {
    bounds.west = Math.min(bounds.west, longitude);
    bounds.east = Math.max(bounds.east, longitude);
    bounds.south = Math.min(bounds.south, latitude);
    bounds.north = Math.max(bounds.north, latitude);
  }
  return bounds;
}
