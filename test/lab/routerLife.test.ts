import { describe, expect, test } from 'vitest';
import type { Values } from '#lab/nas/mikrotik/configTable.ts';
import { policies } from '#lab/nas/mikrotik/menu.ts';
import type { MikrotikRouter } from '#lab/nas/mikrotik/router.ts';
import { SimulatedTime } from '../support/simulatedTime.ts';
import { simulatedRouter } from './simulatedRouter.ts';

const HOUR = 3_600_000;
const midnight = Date.UTC(2026, 10, 20, 21);

const routerAt = (clock: SimulatedTime, seed = 1): MikrotikRouter =>
  simulatedRouter(clock, { version: '7.16', seed, ppp: 150, hotspot: 40 });

const admin = { name: 'admin', rights: new Set<string>(policies), via: 'test' };

function rows(router: MikrotikRouter, menu: string, args: Values = {}): readonly Values[] {
  router.advance();
  return router.run(menu, 'print', args, admin).rows;
}

const namesOf = (router: MikrotikRouter): readonly (string | undefined)[] =>
  rows(router, '/ppp/active').map(({ name }) => name);

describe('subscribers', () => {
  test('are the same in every run with the same seed, and others with another one', async () => {
    const lived = async (seed: number): Promise<readonly unknown[]> => {
      const clock = new SimulatedTime(midnight);
      const router = routerAt(clock, seed);
      const before = namesOf(router);
      router.life.watch(true);
      await clock.advance(HOUR);
      return [before, namesOf(router)];
    };
    const [first, again, other] = [await lived(1), await lived(1), await lived(2)];
    expect(again).toEqual(first);
    expect(other).not.toEqual(first);
    expect(first[1]).not.toEqual(first[0]);
  });

  test('come and go in believable numbers through the day, each with an address of its own', async () => {
    const clock = new SimulatedTime(midnight);
    const router = routerAt(clock);
    router.advance();
    router.life.watch(true);
    const counts: number[] = [];
    for (let hour = 0; hour < 24; hour += 1) {
      const active = rows(router, '/ppp/active');
      counts.push(active.length);
      expect(new Set(active.map(({ address }) => address)).size).toBe(active.length);
      expect(rows(router, '/interface').filter(({ type }) => type === 'pppoe-in')).toHaveLength(active.length);
      await clock.advance(HOUR);
    }
    expect(Math.min(...counts)).toBeGreaterThan(60);
    expect(Math.max(...counts)).toBeLessThanOrEqual(150);
    expect(counts[21]).toBeGreaterThan(counts[5]! + 10);
  });

  test('need no timer while nobody is connected, and what was missed is made up for', async () => {
    const clock = new SimulatedTime(midnight);
    const router = routerAt(clock);
    const before = namesOf(router);
    expect(clock.waitingMs()).toEqual([]);
    await clock.advance(HOUR);
    expect(namesOf(router)).not.toEqual(before);
    const lines = rows(router, '/log');
    expect(lines.length).toBeGreaterThan(20);
    const times = router
      .table('/log')
      .all()
      .map(({ values }) => Number(values['at']));
    expect(times).toEqual(times.toSorted((one, other) => one - other));
  });

  test('who is switched off does not come back, others dial again within half a minute', async () => {
    const clock = new SimulatedTime(midnight);
    const router = routerAt(clock);
    const [one, two] = rows(router, '/ppp/active');
    router.life.watch(true);
    const secret = router.table('/ppp/secret').byName(one!['name']!)!;
    router.run('/ppp/secret', 'disable', { '.id': secret.id }, admin);
    router.run('/ppp/active', 'remove', { '.id': `${one!['.id']},${two!['.id']}` }, admin);
    expect(namesOf(router)).not.toContain(two!['name']);
    await clock.advance(30_000);
    expect(namesOf(router)).toContain(two!['name']);
    expect(namesOf(router)).not.toContain(one!['name']);
  });

  test('are gone after a power cut and back within minutes', async () => {
    const clock = new SimulatedTime(midnight);
    const router = routerAt(clock);
    const before = namesOf(router).length;
    router.bootAgain('power');
    router.life.watch(true);
    expect(namesOf(router)).toEqual([]);
    expect(rows(router, '/system/resource')[0]).toMatchObject({ uptime: '0s' });
    await clock.advance(120_000);
    expect(namesOf(router).length).toBeGreaterThan(before * 0.9);
  });
});

describe('traffic', () => {
  test('follows the day, and counters only grow', async () => {
    const clock = new SimulatedTime(midnight);
    const router = routerAt(clock);
    router.advance();
    router.life.watch(true);
    const rates: number[] = [];
    let last = 0;
    for (let hour = 0; hour < 24; hour += 1) {
      const [rate] = router.run('/interface', 'monitor-traffic', { interface: 'sfp28-1', once: '' }, admin).rows;
      rates.push(Number(rate?.['rx-bits-per-second']));
      const [uplink] = rows(router, '/interface');
      expect(Number(uplink?.['rx-byte'])).toBeGreaterThan(last);
      last = Number(uplink?.['rx-byte']);
      await clock.advance(HOUR);
    }
    expect(rates[20]! + rates[21]! + rates[22]!).toBeGreaterThan(2 * (rates[3]! + rates[4]! + rates[5]!));
  });

  test('what comes in by the uplink leaves on the side of the customers', () => {
    const router = routerAt(new SimulatedTime(midnight));
    router.advance();
    const rateOf = (name: string) =>
      router.run('/interface', 'monitor-traffic', { interface: name, once: '' }, admin).rows[0]!;
    expect(rateOf('sfp28-1')['rx-bits-per-second']).toBe(rateOf('sfp28-2')['tx-bits-per-second']);
  });

  test('a scheduled script runs when its time has come', async () => {
    const clock = new SimulatedTime(midnight);
    const router = routerAt(clock);
    router.paste('/system scheduler add name=tick interval=10m on-event="/system identity set name=TICKED"');
    await clock.advance(9 * 60_000);
    expect(rows(router, '/system/identity')).toEqual([{ name: 'NAS' }]);
    await clock.advance(2 * 60_000);
    expect(rows(router, '/system/identity')).toEqual([{ name: 'TICKED' }]);
  });
});
