import fc from 'fast-check';
import { expect, test } from 'vitest';
import { dutiesOf, onCallAt } from '#shared/onCall/duty.ts';
import type { Cover, Rota, RotaLayer } from '#shared/onCall/rota.ts';
import { dayAt, instantOf } from '#shared/onCall/zonedDay.ts';
import { UserId } from '#shared/values/ids.ts';

const person = (n: number): UserId => UserId.parse(`a0000000-0000-4000-8000-${n.toString().padStart(12, '0')}`);
const [amina, babu, chebet] = [person(1), person(2), person(3)];
const zones = ['Africa/Nairobi', 'Asia/Dhaka', 'Europe/Berlin', 'America/New_York', 'Australia/Lord_Howe'] as const;

const weekly: RotaLayer = {
  id: 'first',
  name: 'First line',
  people: [amina, babu, chebet],
  startsOn: '2026-03-02',
  handover: '08:00',
  every: { count: 1, unit: 'week' },
};
const rotaOf = (layer: RotaLayer, timeZone = 'Africa/Nairobi'): Pick<Rota, 'timeZone' | 'layers'> => ({
  timeZone,
  layers: [layer],
});
const utc = Date.parse;

test.for([
  ['before it begins', '2026-03-02T04:59:59Z', undefined],
  ['at the first handover', '2026-03-02T05:00:00Z', amina],
  ['a second before the next', '2026-03-09T04:59:59Z', amina],
  ['at the next', '2026-03-09T05:00:00Z', babu],
  ['in the third week', '2026-03-18T12:00:00Z', chebet],
  ['when the round begins again', '2026-03-23T05:00:00Z', amina],
] as const)('weekly rota, %s', ([, at, who]) => {
  expect(onCallAt(rotaOf(weekly), [], 'first', utc(at))).toBe(who);
});

test('a handover keeps its place on the wall clock when clocks change', () => {
  const layer: RotaLayer = { ...weekly, every: { count: 1, unit: 'day' }, startsOn: '2026-03-27' };
  const duties = dutiesOf(rotaOf(layer, 'Europe/Berlin'), [], 'first', {
    from: utc('2026-03-27T07:00:00Z'),
    until: utc('2026-03-30T06:00:00Z'),
  });
  expect(duties.map(({ from, until }) => (until - from) / 3_600_000)).toEqual([24, 23, 24]);
});

test.for([
  [
    'a time that clocks jump over is read on clocks that were not put forward',
    '2026-03-29',
    '02:30',
    '2026-03-29T01:30:00Z',
  ],
  ['of a time that comes twice the first is meant', '2026-10-25', '02:30', '2026-10-25T00:30:00Z'],
  ['an ordinary one', '2026-07-01', '02:30', '2026-07-01T00:30:00Z'],
] as const)('%s', ([, day, time, expected]) => {
  expect(instantOf('Europe/Berlin', Math.round(utc(`${day}T00:00:00Z`) / 86_400_000), time)).toBe(utc(expected));
});

test('nights belong to the day on which they begin, and the rest is a gap', () => {
  const nights: RotaLayer = { ...weekly, hours: { days: [1, 2, 3, 4, 5], from: '22:00', until: '06:00' } };
  const duties = dutiesOf(rotaOf(nights), [], 'first', {
    from: utc('2026-03-06T12:00:00Z'),
    until: utc('2026-03-09T20:00:00Z'),
  });
  expect(duties.map(({ userId, from }) => [userId, new Date(from).toISOString()])).toEqual([
    [undefined, '2026-03-06T12:00:00.000Z'],
    [amina, '2026-03-06T19:00:00.000Z'],
    [undefined, '2026-03-07T03:00:00.000Z'],
    [babu, '2026-03-09T19:00:00.000Z'],
  ]);
});

test('a swap counts only where the one who gave it away would be on call', () => {
  const cover: Cover = {
    id: '0198fa29-0b0d-7b80-828d-0000000000c1',
    layerId: 'first',
    insteadOf: amina,
    takenBy: chebet,
    from: utc('2026-03-08T00:00:00Z'),
    until: utc('2026-03-10T00:00:00Z'),
  };
  const between = { from: utc('2026-03-07T00:00:00Z'), until: utc('2026-03-11T00:00:00Z') };
  expect(dutiesOf(rotaOf(weekly), [cover], 'first', between)).toMatchObject([
    { userId: amina, until: cover.from },
    { userId: chebet, coverId: cover.id, insteadOf: amina, until: utc('2026-03-09T05:00:00Z') },
    { userId: babu, until: between.until },
  ]);
});

const layers = fc.record({
  id: fc.constant('first'),
  name: fc.constant('First'),
  people: fc.array(fc.integer({ min: 1, max: 9 }).map(person), { minLength: 1, maxLength: 5 }),
  startsOn: fc.constantFrom('2026-01-01', '2026-03-28', '2026-10-24', '2024-02-29'),
  handover: fc.constantFrom('00:00', '02:30', '08:00', '23:59'),
  every: fc.record({ count: fc.integer({ min: 1, max: 4 }), unit: fc.constantFrom('day' as const, 'week' as const) }),
  hours: fc.option(
    fc.record({
      days: fc.uniqueArray(fc.integer({ min: 1, max: 7 }), { minLength: 1 }),
      from: fc.constantFrom('00:00', '02:15', '18:00', '22:00'),
      until: fc.constantFrom('00:00', '02:45', '06:00', '18:00'),
    }),
    { nil: undefined },
  ),
}) as fc.Arbitrary<RotaLayer>;
const instants = fc.integer({ min: utc('2026-01-01T00:00:00Z'), max: utc('2027-01-01T00:00:00Z') });
const covers = fc.array(
  fc
    .record({
      insteadOf: fc.option(fc.integer({ min: 1, max: 9 }).map(person), { nil: undefined }),
      from: instants,
      days: fc.integer({ min: 1, max: 20 }),
    })
    .map(({ insteadOf, from, days }, n = 0): Cover => ({
      id: `0198fa29-0b0d-7b80-828d-${String(n).padStart(12, '0')}`,
      layerId: 'first',
      ...(insteadOf ? { insteadOf } : {}),
      takenBy: chebet,
      from,
      until: from + days * 86_400_000,
    })),
  { maxLength: 4 },
);

test('duties lie side by side without a hole, and say at every moment what onCallAt says', { timeout: 60_000 }, () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...zones),
      layers,
      covers,
      instants,
      fc.array(fc.double({ min: 0, max: 0.999, noNaN: true })),
      (zone, layer, list, from, moments) => {
        const rota = rotaOf(layer, zone);
        const between = { from, until: from + 40 * 86_400_000 };
        const duties = dutiesOf(rota, list, 'first', between);
        expect(duties[0]?.from).toBe(between.from);
        expect(duties.at(-1)?.until).toBe(between.until);
        for (const [index, duty] of duties.entries()) {
          expect(duty.until).toBeGreaterThan(duty.from);
          if (index > 0) expect(duty.from).toBe(duties[index - 1]!.until);
          for (const share of [0, ...moments]) {
            const at = Math.floor(duty.from + share * (duty.until - duty.from));
            expect(onCallAt(rota, list, 'first', at)).toBe(duty.userId);
          }
        }
      },
    ),
    { numRuns: 100 },
  );
});

test('turns are fair: over whole rounds everybody has as many handovers, at the same time on the wall', () => {
  fc.assert(
    fc.property(fc.constantFrom(...zones), layers, instants, (zone, plan, from) => {
      const { hours: _, ...layer } = plan;
      const people = [...new Set(layer.people)];
      const days = layer.every.count * (layer.every.unit === 'week' ? 7 : 1);
      const rota = rotaOf({ ...layer, people }, zone);
      const start = Math.max(
        from,
        instantOf(zone, dayAt(zone, utc(`${layer.startsOn}T12:00:00Z`)) + 1, layer.handover),
      );
      const duties = dutiesOf(rota, [], 'first', {
        from: start,
        until: start + people.length * days * 3 * 86_400_000 + 7_200_000,
      });
      const whole = duties.slice(1, 1 + people.length * 2);
      const counts = Map.groupBy(whole, ({ userId }) => userId);
      if (people.length > 1) expect([...counts.values()].map((list) => list.length)).toEqual(people.map(() => 2));
      for (const duty of whole) expect(instantOf(zone, dayAt(zone, duty.from), layer.handover)).toBe(duty.from);
    }),
    { numRuns: 150 },
  );
});
