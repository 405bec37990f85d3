import fc from 'fast-check';
import { expect, test } from 'vitest';
import { alignSeries, lastValue } from '#client/ui/chart/chartData.ts';
import { lineDiff } from '#client/ui/lineDiff.ts';
import { graticule } from '#client/ui/map/ground.ts';
import { boundsOf, clusterPlaces } from '#client/ui/map/mapClusters.ts';
import type { MapPlace } from '#client/ui/map/mapPlace.ts';
import { withUnit } from '#client/ui/units.ts';
import { csvLine } from '#shared/values/csv.ts';

test('more than the allowed time between two samples is a hole in the line, a missing value too', () => {
  const series = [{ id: 'rx', label: 'Down', values: [1, 2, undefined, 4] }];
  expect(alignSeries([0, 1_000, 2_000, 9_000], series, 1_500)).toEqual([
    [0, 1, 2, 3.5, 9],
    [1, 2, null, null, 4],
  ]);
  expect(lastValue({ id: 'x', label: 'x', values: [3, null, Number.NaN] })).toBe(3);
});

test.each([
  [842_000_000, 'bitrate', '842 Mbit/s'],
  [8_420_000_000, 'bitrate', '8.42 Gbit/s'],
  [999, 'bitrate', '999 bit/s'],
  [1_000, 'bitrate', '1 kbit/s'],
  [0, 'bitrate', '0 bit/s'],
  [1_536, 'bytes', '1.5 KiB'],
  [37.4, 'percent', '37 %'],
  [0.44, 'percent', '0.4 %'],
  [54.23, 'celsius', '54.2 °C'],
  [-21.456, 'dbm', '-21.46 dBm'],
  [12_408, 'count', '12,408'],
] as const)('%d as %s reads %s', (value, unit, text) => {
  expect(withUnit(value, unit)).toBe(text);
});

const place = (part: Partial<MapPlace> & { id: string }): MapPlace => ({
  name: part.id,
  longitude: 36.8,
  latitude: -1.3,
  tone: 'ok',
  glyph: 'cleared',
  state: 'up',
  on: true,
  ...part,
});

test('near places are one mark that counts on and off and looks like the worst of them', () => {
  const places = [
    place({ id: 'a' }),
    place({ id: 'b', longitude: 36.8001, tone: 'critical', on: false }),
    place({ id: 'c', longitude: 40 }),
  ];
  const far = clusterPlaces(places, 5);
  expect(far.map(({ on, off, worst }) => [on, off, worst.id])).toEqual([
    [1, 1, 'b'],
    [1, 0, 'c'],
  ]);
  expect(clusterPlaces(places, 16)).toHaveLength(3);
});

test('no place is lost or shown twice at any zoom', () => {
  const anywhere = fc.record({
    longitude: fc.double({ min: -179, max: 179, noNaN: true }),
    latitude: fc.double({ min: -80, max: 80, noNaN: true }),
  });
  fc.assert(
    fc.property(fc.array(anywhere, { maxLength: 60 }), fc.integer({ min: 0, max: 17 }), (positions, zoom) => {
      const places = positions.map((position, at) => place({ id: String(at), ...position }));
      const shown = clusterPlaces(places, zoom).flatMap((cluster) => cluster.places.map(({ id }) => id));
      expect(shown.toSorted()).toEqual(places.map(({ id }) => id).toSorted());
    }),
  );
});

test('a window of any size has some lines, never hundreds', () => {
  fc.assert(
    fc.property(fc.double({ min: 0.003, max: 360, noNaN: true }), (width) => {
      const lines = graticule({ west: 36, east: 36 + width, south: -1, north: -1 + Math.min(80, width / 2) });
      expect(lines.length).toBeGreaterThan(5);
      expect(lines.length).toBeLessThan(200);
    }),
  );
  expect(boundsOf([])).toBeUndefined();
});

test('a difference of two texts holds both of them, line by line', () => {
  const text = fc.array(fc.constantFrom('a', 'b', 'c', ''), { maxLength: 12 }).map((lines) => lines.join('\n'));
  const linesOf = (whole: string): string[] => {
    const lines = whole.split('\n');
    return lines.at(-1) === '' ? lines.slice(0, -1) : lines;
  };
  fc.assert(
    fc.property(text, text, (before, after) => {
      const lines = lineDiff(before, after);
      expect(lines.filter(({ op }) => op !== 'added').map((line) => line.text)).toEqual(linesOf(before));
      expect(lines.filter(({ op }) => op !== 'removed').map((line) => line.text)).toEqual(linesOf(after));
    }),
  );
});

test('no cell of a CSV file becomes a formula, and every cell can be read back', () => {
  expect(csvLine(['=1+1', '+254700', 'a "b", c', 'two\nlines', 3, undefined])).toBe(
    `'=1+1,'+254700,"a ""b"", c","two\nlines",3,\r\n`,
  );
});
