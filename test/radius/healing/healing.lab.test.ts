import { setTimeout as pause } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { mikrotikDriver } from '#server/nas/vendors/mikrotik/mikrotikDriver.ts';
import type { NasWire } from '#server/nas/vendors/nasDriver.ts';
import { SilentSessions } from '#server/radius/healing/silentSessions.ts';
import { TenantId } from '#shared/values/ids.ts';
import { router as nas } from '../process/runningRadius.ts';
import { healingWorld, SILENCE_MS } from './healingWorld.ts';

test('silence ends nothing while the router is not reached; then it says what runs and what is gone (operators 6)', async () => {
  await using here = await healingWorld();
  const { stack, clock, radius, router, journal, ids } = here;
  const way: { wire?: NasWire } = {};
  const troubles: unknown[] = [];
  const silent = new SilentSessions({
    clock,
    line: {
      hello: {} as never,
      send: (message) => (radius.process.apply(message), true),
      ready: () => Promise.resolve(),
    },
    nas: {
      sessionsThere: async (_tenant, _id, sessions, signal) =>
        way.wire && (await mikrotikDriver.sessionsThere(way.wire, sessions, Date.now(), signal)),
    },
    tenants: () => [TenantId.parse(nas.tenantId)],
    open: () => journal.open.values(),
    onTrouble: (_nasId, error) => troubles.push(error),
  });
  stack.defer(() => silent.stop());

  clock.skip(SILENCE_MS);
  await expect.poll(() => radius.process.silentSessions()).toBe(4);
  await expect.poll(async () => (await journal.read(), journal.open.size)).toBe(4);
  expect([...journal.open.values()].every(({ unknownSince }) => unknownSince !== undefined)).toBe(true);

  silent.fellSilent(nas.nasId);
  for (let hour = 0; hour < 3; hour += 1) {
    clock.skip(3_600_000);
    await pause(100);
  }
  await journal.read();
  expect({ running: radius.process.stats().sessions, ended: journal.ended }).toEqual({ running: 4, ended: [] });

  router.lines.leave(here.of('ann'), 'vanish');
  router.lines.leave(here.of('guest'), 'vanish');
  way.wire = await here.connect();
  silent.isBack(nas.nasId);
  await expect.poll(() => radius.process.silentSessions(), { timeout: 5_000 }).toBe(0);
  expect(radius.process.stats().sessions).toBe(2);
  await expect
    .poll(async () => (await journal.read(), journal.ended.map((end) => ids.get(end.slice(0, 8)))))
    .toEqual(['ann', 'guest']);
  expect(journal.ended.every((end) => end.endsWith(' silent'))).toBe(true);
  expect([...journal.open.values()].map(({ username, unknownSince }) => [username, unknownSince])).toEqual([
    ['bob', undefined],
    ['guest2', undefined],
  ]);
  expect(troubles).toEqual([]);
});
