import { expect, test } from 'vitest';
import type { RadiusStats } from '#server/radius/control/radiusStats.ts';
import { RadiusHealth } from '#server/radius/health/radiusHealth.ts';
import { RadiusLine } from '#server/radius/supervision/radiusLine.ts';
import { RadiusServerRow } from '#shared/radius/view.ts';
import { ActorId, BranchId, TenantId } from '#shared/values/ids.ts';
import { helloOf } from './control/controlPair.ts';

const tenant = TenantId.parse('0192a0c4-7e1a-7000-8000-000000000001');
const branch = BranchId.parse('0192a0c4-7e1a-7000-8000-0000000000b1');

const statsOf = (second: number, fields: Partial<RadiusStats> = {}): RadiusStats => ({
  ...{ at: 1_800_000_000_000 + second * 1_000, uptimeMs: second * 1_000, duplicates: 0 },
  requests: { authentication: 10 * second, accounting: 5 * second, status: 0 },
  answers: { accept: 8 * second, reject: 2 * second, challenge: 0, accounting: 5 * second },
  rejects: { wrongPassword: 2 * second },
  drops: {},
  ...{ sessions: 3, subscriptions: 9, memoryBytes: 1, projectionBytes: 1 },
  journal: { freeBytes: 7, writtenBytes: 1, full: false },
  pools: [
    { id: 4, size: 10, used: 3 },
    { id: 5, size: 10, used: 3 },
  ],
  nas: ['near', 'far', 'foreign'].map((nasId) => ({
    ...{ nasId, requests: 10 * second, accepts: 8 * second, rejects: 2 * second, drops: 0, sessions: 1, lastAt: 1 },
  })),
  strangers: [{ address: '192.0.2.9', packets: 4, lastAt: 1 }],
  ...fields,
});

function world() {
  const line = new RadiusLine((error) => {
    throw error;
  });
  const routers = new Map([
    ['near', { name: 'Near', branchId: branch }],
    ['far', { name: 'Far', branchId: BranchId.parse('0192a0c4-7e1a-7000-8000-0000000000b2') }],
  ]);
  const health = new RadiusHealth({
    ...{ line, on: true },
    feed: () => ({ settled: true, lagMs: 0 }),
    changesWaiting: () => 0,
    nas: (_tenant, id) => routers.get(id),
    pools: () => new Map([[4, { id: ActorId.parse('0198fa29-0b0d-7b80-828d-000000000004'), name: 'Homes' }]]),
  });
  const connect = (): void =>
    line.connected(helloOf(), {
      receive: () => undefined,
      send: () => true,
      ready: () => Promise.resolve(),
      close: () => undefined,
    });
  const server = (): RadiusServerRow => RadiusServerRow.parse(health.rows(tenant, 'all')[0]?.fields);
  return { line, health, connect, server, say: (stats: RadiusStats) => line.heard({ say: 'stats', stats }) };
}

test('rates are the differences of what the process counts', () => {
  const { connect, say, server } = world();
  connect();
  for (let second = 1; second <= 9; second += 1) say(statsOf(second));
  expect(server()).toMatchObject({
    ...{ state: 'up', authentication: 10, accounting: 5, accepts: 8, rejects: 2 },
    rejectReasons: [{ reason: 'wrongPassword', perSecond: 2, total: 18 }],
  });
});

test('a process that begins anew has no negative rates', () => {
  const { connect, say, server } = world();
  connect();
  say(statsOf(50));
  say(statsOf(1));
  expect(server()).toMatchObject({ authentication: 0, rejects: 0 });
});

test('people see routers of their branches, pools of their company, and none of others', () => {
  const { connect, say, health } = world();
  connect();
  say(statsOf(1));
  expect(health.rows(tenant, [branch]).map(({ id }) => id)).toEqual([
    'server',
    'nas:near',
    'pool:4',
    'stranger:192.0.2.9',
  ]);
});

test('what is not connected is down, without figures', () => {
  const { connect, say, server, line } = world();
  expect(server()).toMatchObject({ state: 'down' });
  connect();
  say(statsOf(1));
  line.disconnected();
  expect(server()).toEqual({ state: 'down', rejectReasons: [], dropReasons: [] });
});

test('how far loading of accounting is behind is told by its loader', () => {
  const { health, server } = world();
  health.journalLag = () => ({ bytes: 12, seconds: 3 });
  expect(server()).toMatchObject({ journalLagBytes: 12, journalLagSeconds: 3 });
});
