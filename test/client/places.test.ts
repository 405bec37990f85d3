import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { mayGoTo, placeOf, places } from '#client/shell/places.ts';

test('no two places have the same key or the same address', () => {
  const keys = places.flatMap(({ key }) => key ?? []);
  expect(keys.toSorted()).toEqual([...new Set(keys)].toSorted());
  const paths = places.map(({ path }) => path);
  expect(paths.toSorted()).toEqual([...new Set(paths)].toSorted());
});

test('every place has a screen', () => {
  const routes = readFileSync(join(import.meta.dirname, '../../client/routes.tsx'), 'utf8');
  const known = new Set([...routes.matchAll(/'(\/[^']*)'|path="(\/[^"]*)"/g)].map(([, one, other]) => one ?? other));
  expect(places.map(({ path }) => path).filter((path) => !known.has(path))).toEqual([]);
});

test('an address belongs to the place with the longest path it begins with', () => {
  expect(placeOf('/alarms/history')?.path).toBe('/alarms/history');
  expect(placeOf('/inspector/actor/t/alarm/1')?.path).toBe('/inspector');
  expect(placeOf('/alarmsomething')?.path).toBeUndefined();
  expect(placeOf('/')?.path).toBe('/');
});

test('a place with permissions is for who has one of them', () => {
  const alarms = placeOf('/alarms')!;
  expect(mayGoTo(alarms, ['alarm.view'])).toBe(true);
  expect(mayGoTo(alarms, ['nas.view'])).toBe(false);
  expect(mayGoTo(placeOf('/')!, [])).toBe(true);
});
