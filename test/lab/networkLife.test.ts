import { describe, expect, test } from 'vitest';
import { AlarmNetwork } from '#lab/alarmSource/alarmNetwork.ts';
import { demoPlan, troubles } from '#lab/alarmSource/demoPlan.ts';
import { SimulatedTime } from '../support/simulatedTime.ts';

/** Life without a collector: a device that is not connected has troubles all the same. */
function network(clock: SimulatedTime, seed: number, alarmsPerMinute = 6): AlarmNetwork {
  return new AlarmNetwork({
    collector: { host: '127.0.0.1', port: 1 },
    seed,
    clock,
    alarmsPerMinute,
    heartbeatMs: 30_000,
  });
}

function startUnconnected(living: AlarmNetwork): void {
  living.start();
  for (const device of living.devices) device.stop();
}

async function lived(seed: number, minutes: number, alarmsPerMinute?: number): Promise<AlarmNetwork> {
  const clock = new SimulatedTime();
  const living = network(clock, seed, alarmsPerMinute);
  startUnconnected(living);
  await clock.advance(minutes * 60_000);
  living.stop();
  return living;
}

describe('everyday life', () => {
  test('is the same in every run with the same seed, and another with another one', async () => {
    const [first, again, other] = [await lived(1, 30), await lived(1, 30), await lived(2, 30)];
    expect(again.truth()).toEqual(first.truth());
    expect(other.truth()).not.toEqual(first.truth());
  });

  test('goes at the rate it is told', async () => {
    const reports = (of: AlarmNetwork): number => of.devices.reduce((sum, device) => sum + device.reports, 0);
    const slow = reports(await lived(1, 60, 2));
    const fast = reports(await lived(1, 60, 12));
    expect(slow).toBeGreaterThan(60);
    expect(fast).toBeGreaterThan(slow * 4);
  });

  test('stays believable: alarms come and go, and never all stand at once', async () => {
    const living = await lived(3, 240);
    const standing = living.devices.flatMap((device) => device.standing);
    expect(standing.length).toBeGreaterThan(5);
    expect(standing.length).toBeLessThan(2 * 60);
  });

  test('stands still while paused', async () => {
    const clock = new SimulatedTime();
    const living = network(clock, 1);
    startUnconnected(living);
    living.paused = true;
    await clock.advance(600_000);
    expect(living.truth().every(({ standing }) => standing.length === 0)).toBe(true);
    living.paused = false;
    await clock.advance(600_000);
    expect(living.truth().some(({ standing }) => standing.length > 0)).toBe(true);
    living.stop();
  });
});

describe('a storm', () => {
  test('is over in its time, about as many alarms as asked for, of one provider', async () => {
    const clock = new SimulatedTime();
    const living = network(clock, 1, 0);
    startUnconnected(living);
    const storm = living.storm({ alarms: 5_000, reports: 50_000, seconds: 5, tenantSlug: 'padma-net' });
    await clock.advance(5_000);
    expect(storm.progress).toMatchObject({ reports: 50_000, done: true });
    expect(storm.progress.raises + storm.progress.clears).toBe(50_000);
    const hit = living.truth().filter(({ standing }) => standing.length > 0);
    expect(new Set(hit.map(({ tenantSlug }) => tenantSlug))).toEqual(new Set(['padma-net']));
    const standing = hit.flatMap((device) => device.standing);
    expect(standing.length).toBeGreaterThan(2_500);
    expect(standing.length).toBeLessThanOrEqual(5_000);
    expect(living.calm('padma-net')).toBe(standing.length);
    expect(living.calm()).toBe(0);
    living.stop();
  });
});

test('every device of the plan has a name, an address and troubles of its own', () => {
  const devices = demoPlan.flatMap(({ branches }) => branches.flatMap((branch) => branch.devices));
  expect(devices).toHaveLength(21);
  for (const key of ['name', 'hostname', 'address'] as const)
    expect(new Set(devices.map((device) => device[key])).size).toBe(21);
  for (const { branches } of demoPlan) {
    for (const branch of branches) expect(branch.devices.length).toBeGreaterThanOrEqual(2);
  }
  for (const device of devices) expect(troubles[device.type].length).toBeGreaterThan(1);
});
