import type { StyleSpecification } from 'maplibre-gl';
import { outlines } from './ground.ts';

/** GeoJSON (RFC 7946 §3.1.5). */
interface Lines {
  type: 'Feature';
  properties: Record<string, never>;
  geometry: { type: 'MultiLineString'; coordinates: number[][][] };
}

/** Plain ground, land and a graticule in the colours of the theme where the map stands. Nothing is fetched. */
export function groundStyle(place: HTMLElement): StyleSpecification {
  const colour = resolver(place);
  return {
    version: 8,
    sources: {
      land: {
        type: 'geojson',
        data: {
          type: 'FeatureCollection',
          features: outlines.map(({ name, ring }) => ({
            type: 'Feature',
            properties: { name },
            geometry: { type: 'Polygon', coordinates: [ring.map(([longitude, latitude]) => [longitude, latitude])] },
          })),
        },
      },
      graticule: { type: 'geojson', data: linesOf([]) },
    },
    layers: [
      { id: 'ground', type: 'background', paint: { 'background-color': colour('surface-sunken') } },
      { id: 'land', type: 'fill', source: 'land', paint: { 'fill-color': colour('map-land') } },
      { id: 'border', type: 'line', source: 'land', paint: { 'line-color': colour('line-strong'), 'line-width': 1 } },
      {
        id: 'graticule',
        type: 'line',
        source: 'graticule',
        paint: { 'line-color': colour('map-line'), 'line-width': 0.6 },
      },
    ],
  };
}

export function linesOf(lines: readonly (readonly (readonly [number, number])[])[]): Lines {
  return {
    type: 'Feature',
    properties: {},
    geometry: { type: 'MultiLineString', coordinates: lines.map((line) => line.map(([x, y]) => [x, y])) },
  };
}

/** Tokens hold `light-dark()`, which only an element of the page resolves. */
function resolver(place: HTMLElement): (token: string) => string {
  return (token) => {
    const probe = document.createElement('span');
    probe.style.color = `var(--${token})`;
    place.append(probe);
    const resolved = getComputedStyle(probe).color;
    probe.remove();
    return resolved;
  };
}
