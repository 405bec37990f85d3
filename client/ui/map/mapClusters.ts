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

/** The side of a cell, and how near two marks may come: counts are wider than high. */
const CELL_PX = 104;
const NEAR_PX = { x: 112, y: 34 } as const;
const TILE_PX = 512;

/** Web Mercator, 0 to 1 from west to east and from north to south. */
export function mercator(longitude: number, latitude: number): readonly [x: number, y: number] {
  const sine = Math.sin((Math.max(-85, Math.min(85, latitude)) * Math.PI) / 180);
  return [(longitude + 180) / 360, 0.5 - Math.log((1 + sine) / (1 - sine)) / (4 * Math.PI)];
}

/**
 * One mark per cell of a grid that belongs to the zoom and not to the window, so that panning never regroups; marks that
 * would cover each other are then joined, greater first. Beyond `apartZoom` every place has its own, also where several
 * share a mast.
 */
export function clusterPlaces(places: readonly MapPlace[], zoom: number, apartZoom = 15): readonly MapCluster[] {
  if (zoom >= apartZoom) return places.map((place) => clusterOf([place], place.id));
  const worldPx = TILE_PX * 2 ** Math.round(zoom);
  const groups = new Map<string, MapPlace[]>();
  for (const place of places) {
    const [x, y] = mercator(place.longitude, place.latitude);
    add(groups, `${Math.floor((x * worldPx) / CELL_PX)} ${Math.floor((y * worldPx) / CELL_PX)}`, [place]);
  }
  const kept = new Map<string, { readonly x: number; readonly y: number }>();
  const joined = new Map<string, MapPlace[]>();
  for (const [key, group] of [...groups].toSorted(([, a], [, b]) => b.length - a.length)) {
    const [x, y] = middle(group, worldPx);
    const near = neighbours(key).find((other) => {
      const mark = kept.get(other);
      return mark && Math.abs(mark.x - x) < NEAR_PX.x && Math.abs(mark.y - y) < NEAR_PX.y;
    });
    if (near === undefined) kept.set(key, { x, y });
    add(joined, near ?? key, group);
  }
  return [...joined].map(([key, group]) => clusterOf(group, `${Math.round(zoom)}:${key}`));
}

function clusterOf(group: readonly MapPlace[], id: string): MapCluster {
  const worst = group.toSorted(worseFirst)[0]!;
  const on = group.filter((place) => place.on).length;
  return {
    id: group.length === 1 ? worst.id : id,
    places: group,
    longitude: group.reduce((sum, place) => sum + place.longitude, 0) / group.length,
    latitude: group.reduce((sum, place) => sum + place.latitude, 0) / group.length,
    on,
    off: group.length - on,
    worst,
  };
}

function add(groups: Map<string, MapPlace[]>, key: string, places: readonly MapPlace[]): void {
  const group = groups.get(key);
  if (group) group.push(...places);
  else groups.set(key, [...places]);
}

function middle(group: readonly MapPlace[], worldPx: number): readonly [x: number, y: number] {
  const { longitude, latitude } = clusterOf(group, '');
  const [x, y] = mercator(longitude, latitude);
  return [x * worldPx, y * worldPx];
}

/** The cells in which a mark may be too near. */
function neighbours(key: string): readonly string[] {
  const [column = 0, row = 0] = key.split(' ').map(Number);
  return [-2, -1, 0, 1, 2].flatMap((x) => [-1, 0, 1].map((y) => `${column + x} ${row + y}`));
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
