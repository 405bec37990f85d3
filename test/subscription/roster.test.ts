import { expect, test } from 'vitest';
import { Roster, type RosterLine } from '#server/subscription/roster.ts';
import { ActorId, BranchId } from '#shared/values/ids.ts';

const near = BranchId.parse('00000000-0000-4000-8000-00000000000a');
const far = BranchId.parse('00000000-0000-4000-8000-00000000000b');

function line(number: number, part: Partial<RosterLine> = {}): RosterLine {
  const id = ActorId.parse(`00000000-0000-4000-8000-${String(number).padStart(12, '0')}`);
  return { id, number, state: 'active', branchId: null, validUntil: null, ...part };
}

test('lines are counted by state, by end and by who is in, each as it stands last', () => {
  const roster = new Roster();
  roster.put(line(1, { validUntil: 500 }));
  roster.put(line(2, { validUntil: 5_000 }));
  roster.put(line(3000, { state: 'suspended', validUntil: 500 }));
  roster.cameIn(line(2));
  expect(roster.count('all', 1_000)).toEqual({
    ...{ pending: 0, active: 2, grace: 0, expired: 0, suspended: 1, left: 0 },
    ...{ expiring: 1, online: 1 },
  });
  roster.put(line(1, { state: 'expired', validUntil: 500 }));
  roster.went(line(2).id);
  expect(roster.count('all', 1_000)).toMatchObject({ active: 1, expired: 1, expiring: 0, online: 0 });
});

test('a person counts the lines of the own branches and those of none', () => {
  const roster = new Roster();
  roster.put(line(1));
  roster.put(line(2, { branchId: near }));
  roster.put(line(3, { branchId: far }));
  for (const number of [1, 2, 3]) roster.cameIn(line(number));
  expect(roster.count([near], 0)).toMatchObject({ active: 2, online: 2 });
  expect(roster.count([], 0)).toMatchObject({ active: 1, online: 1 });
  expect(roster.count('all', 0)).toMatchObject({ active: 3, online: 3 });
});
