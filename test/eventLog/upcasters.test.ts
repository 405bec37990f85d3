import { expect, test } from 'vitest';
import { createUpcast, type Upcaster } from '#server/platform/eventLog/upcasters.ts';
import { TenantId } from '#shared/values/ids.ts';
import { newEvents } from './events.ts';

const tenant = TenantId.parse('0198fa29-0b0d-7b80-828d-000000000001');
const record = (v: number, type = 'alarm.raised') => ({
  ...newEvents(1, { v, type, data: { n: 1 } })[0]!,
  tenant,
  position: 1,
});
const upcaster = (from: number): Upcaster => ({
  kind: 'alarm',
  type: 'alarm.raised',
  from,
  up: (data) => ({ ...data, [`from${from}`]: true }),
});

test('an old event passes every version up to the newest', () => {
  const upcast = createUpcast([upcaster(2), upcaster(1)]);
  expect(upcast(record(1))).toMatchObject({ v: 3, data: { n: 1, from1: true, from2: true } });
  expect(upcast(record(2))).toMatchObject({ v: 3, data: { n: 1, from2: true } });
});

test('an event of the newest version, or of another type, stays as it is', () => {
  const upcast = createUpcast([upcaster(1)]);
  const [newest, other] = [record(2), record(1, 'alarm.cleared')];
  expect(upcast(newest)).toBe(newest);
  expect(upcast(other)).toBe(other);
});

test('a chain with a hole or two beginnings is refused', () => {
  expect(() => createUpcast([upcaster(1), upcaster(3)])).toThrow('leads to version 3');
  expect(() => createUpcast([upcaster(1), upcaster(1)])).toThrow('start at version 1');
});
