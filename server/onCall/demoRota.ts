import type { RotaPlan } from '#shared/onCall/rota.ts';
import { dayAt } from '#shared/onCall/zonedDay.ts';
import type { Person } from './peopleStore.ts';

const DAY_MS = 86_400_000;

/** A rota for the demo companies, so that the screens show one: whoever may acknowledge takes weeks in turn. */
export function demoRota(people: readonly Person[], timeZone: string, now: number): RotaPlan | undefined {
  const able = people.filter(({ disabled, permissions }) => !disabled && permissions.includes('alarm.acknowledge'));
  const [first, ...others] = able.map(({ id }) => id);
  if (first === undefined) return undefined;
  // The Monday before: days since 1970 begin with a Thursday.
  const today = dayAt(timeZone, now);
  const startsOn = new Date((today - ((today + 3) % 7)) * DAY_MS).toISOString().slice(0, 10);
  const weekly = { startsOn, handover: '08:00', every: { count: 1, unit: 'week' as const } };
  return {
    name: 'NOC',
    timeZone,
    layers: [
      { id: 'l1', name: 'First line', people: [first, ...others], ...weekly },
      { id: 'l2', name: 'Second line', people: [...others, first], ...weekly },
    ],
  };
}
