import { expect, test } from 'vitest';
import { LineRates } from '#server/lineRate/lineRates.ts';
import { nasDrivers } from '#server/nas/vendors/all.ts';
import { systemClock } from '#server/platform/actors/systemClock.ts';
import type { OnlineLines } from '#server/subscription/onlineLines.ts';
import { ActorId, TenantId } from '#shared/values/ids.ts';
import { type LabRouter, startRouter } from '../lab/labRouter.ts';
import { watchRouter } from './watchedRouters.ts';

const tenant = TenantId.parse('00000000-0000-4000-8000-000000000001');
const nasId = ActorId.parse('00000000-0000-4000-8000-0000000000aa');
const driver = nasDrivers[0]!;

/** Counts what a router is asked, by command. */
function counted({ nas }: LabRouter): (command: string) => number {
  const { router } = nas.device;
  const asked = new Map<string, number>();
  const give = router.give.bind(router);
  router.give = (command, ...rest) => {
    asked.set(command, (asked.get(command) ?? 0) + 1);
    return give(command, ...rest);
  };
  return (command) => asked.get(command) ?? 0;
}

async function watched(lab: LabRouter) {
  const router = watchRouter('NAS-TEST', {
    ...{ host: lab.api.host, port: lab.api.port, security: 'plain', fingerprint: undefined },
    ...{ username: lab.nas.user, password: lab.nas.password },
  });
  await expect.poll(() => router.channel.isConnected, { timeout: 10_000 }).toBe(true);
  return router;
}

test('operators 16: whoever looks at a line shares one question to its router, and at its page too', async () => {
  await using lab = await startRouter('7.16');
  const asked = counted(lab);
  const { router } = lab.nas.device;
  const { channel, stop } = await watched(lab);
  router.advance();
  const username = router.table('/ppp/active').all()[0]!.values['name']!;
  const line = {
    nasId,
    nasName: 'NAS-TEST',
    nasBranch: null,
    address: undefined,
    unknownSince: undefined,
    sessions: 1,
  };
  const online: OnlineLines = {
    lineOf: () => ({ ...line, since: 0, username, access: 'pppoe' }),
    all: () => [],
    latestFirst: () => [],
    onChange: () => () => undefined,
  };
  const rates = new LineRates({
    clock: systemClock,
    online,
    routers: {
      followSession: (_tenant, _id, session, onRate, signal) =>
        driver.followSession(channel.wire(), session, onRate, systemClock, signal),
    },
  });
  const id = ActorId.parse('00000000-0000-4000-8000-00000000000a');
  const viewers = Array.from({ length: 25 }, () => rates.follow(tenant, id, () => undefined));
  await expect
    .poll(() => viewers.map(({ rate }) => rate().state), { timeout: 10_000 })
    .toEqual(viewers.map(() => 'live'));
  expect(asked('/interface/monitor-traffic')).toBe(1);
  const pages = Array.from({ length: 25 }, () => [
    channel.followPage(),
    channel.followRates(),
    channel.followActives(),
  ]);
  await expect.poll(() => channel.live.rates.size, { timeout: 10_000 }).toBeGreaterThan(0);
  expect(asked('/interface/monitor-traffic')).toBe(2);
  expect(asked('/log/listen')).toBe(1);
  expect(asked('/ppp/active/listen')).toBe(1);
  for (const viewer of viewers) viewer.stop();
  for (const end of pages.flat()) end();
  stop();
});

test('operators 16: what is read back is asked for by name, however many sessions and accounts the router has', async () => {
  await using lab = await startRouter('7.16', 'CCR2004', 400);
  const { channel, stop } = await watched(lab);
  const { router } = lab.nas.device;
  router.advance();
  const [first, second] = router.table('/ppp/active').all();
  const wire = channel.wire();
  let rows = 0;
  const counting = {
    ...wire,
    run: async (...of: Parameters<typeof wire.run>) => {
      const answer = await wire.run(...of);
      rows += answer.rows.length;
      return answer;
    },
  };
  const { signal } = new AbortController();
  const names = [first!.values['name']!, second!.values['name']!];
  expect(await driver.sessionsNamed(counting, 'ppp', names, signal)).toHaveLength(2);
  expect(await driver.sessionRates(counting, names[0]!, signal)).toBeDefined();
  expect(await driver.accountSwitches(counting, 'ppp', names, signal)).toHaveLength(2);
  expect(await driver.findSession(counting, 'ppp', first!.id, signal)).toMatchObject({ name: names[0] });
  const line = { id: 'a', name: 'S-1', address: '10.44.7.9', prefixes: [], lists: [] };
  await driver.fixedLines.putRight(counting, line, () => false, signal);
  expect((await driver.fixedLines.read(counting, [line], Date.now(), signal)).lines.get('a')).toMatchObject({
    differences: [],
  });
  expect(rows).toBeLessThan(20);
  stop();
});
