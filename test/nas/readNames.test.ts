import { expect, test } from 'vitest';
import { readNames } from '#server/nas/vendors/mikrotik/readNames.ts';
import { NasCommandRefused } from '#server/nas/vendors/nasCommandError.ts';
import type { NasCommand, NasReplyRow, NasWire } from '#server/nas/vendors/nasDriver.ts';

const menus: Readonly<Record<string, readonly NasReplyRow[]>> = {
  '/ip/pool': [{ name: 'pppoe' }, { name: 'guests' }],
  '/ppp/profile': [{ name: 'default' }, { name: 'gold' }],
  '/ip/firewall/filter': [
    { 'src-address-list': 'EXPIRED', disabled: 'false' },
    { 'dst-address-list': '!ours', disabled: 'false' },
    { 'src-address-list': 'nobody looks', disabled: 'true' },
  ],
  '/ip/firewall/mangle': [{ 'src-address-list': 'slow', disabled: 'false' }],
};
const asked: NasCommand[] = [];
const wire = {
  run(command: NasCommand) {
    asked.push(command);
    const rows = menus[command.path.replace('/print', '')];
    return rows
      ? Promise.resolve({ rows, done: {} })
      : Promise.reject(new NasCommandRefused('no such command prefix', true));
  },
} satisfies Pick<NasWire, 'run'> as unknown as NasWire;

test('names of a router are read, with address lists only where a rule in force looks at them', async () => {
  expect(await readNames(wire, new AbortController().signal)).toEqual({
    pools: ['pppoe', 'guests'],
    ipv6Pools: [],
    pppProfiles: ['default', 'gold'],
    hotspotProfiles: [],
    addressLists: ['EXPIRED', 'ours', 'slow'],
  });
});

test('no more than names is asked for', () => {
  expect(asked.every(({ attributes }) => attributes?.['.proplist'] !== undefined)).toBe(true);
});
