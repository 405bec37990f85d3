import { expect, test } from 'vitest';
import { createActor } from 'xstate';
import { nasActor, nasLogic } from '#actors/nas/nasActor.ts';
import type { NasAlarmReport } from '#actors/nas/nasAlarm.ts';
import type { NasFact, NasMeasured } from '#actors/nas/nasFacts.ts';
import type { NasStatus } from '#actors/nas/nasPorts.ts';
import { NasTrouble, type NasTroubleKind } from '#actors/nas/nasTrouble.ts';
import { SimulatedTime } from '../support/simulatedTime.ts';

interface Attempt {
  readonly succeed: () => void;
  readonly fail: (error: Error) => void;
}

function startNas(overrides: { maintenance?: boolean } = {}) {
  const clock = new SimulatedTime(Date.UTC(2026, 0, 1));
  const connects: Attempt[] = [];
  const watches: { tell: (fact: NasFact) => void; fail: (error: Error) => void }[] = [];
  const reports: NasAlarmReport[] = [];
  const shown: NasStatus[] = [];
  let refuseReports = false;
  const actor = createActor(
    nasLogic({
      connect: () => new Promise<void>((succeed, fail) => void connects.push({ succeed, fail })),
      watch: (tell) => new Promise<void>((_, fail) => void watches.push({ tell, fail })),
      report: async (report) => {
        if (refuseReports) throw new Error('storage/unavailable');
        reports.push(report);
      },
      show: (status) => shown.push(status),
    }),
    {
      clock,
      input: { name: 'R1', maintenance: false, seed: 7, alarmAfterMs: 10_000, steadyAfterMs: 10_000, ...overrides },
    },
  );
  const errors: unknown[] = [];
  actor.subscribe({ error: (error) => errors.push(error) });
  actor.start();
  return {
    clock,
    actor,
    connects,
    reports,
    shown,
    errors,
    state: () => shown.at(-1)?.state,
    machineState: () => nasActor.machineState(actor.getSnapshot()),
    standing: () => {
      const raised = new Set<string>();
      for (const { type, cause } of reports) {
        if (type === 'raise') raised.add(cause);
        else raised.delete(cause);
      }
      return [...raised];
    },
    refuse: (on: boolean) => (refuseReports = on),
    async up() {
      connects.at(-1)!.succeed();
      await clock.settle();
    },
    async refused(kind: NasTroubleKind = 'unreachable') {
      connects.at(-1)!.fail(new NasTrouble(kind, `it is ${kind}`));
      await clock.settle();
    },
    async lost() {
      watches.at(-1)!.fail(new NasTrouble('lost', 'the connection ended'));
      await clock.settle();
    },
    async measured(fact: Partial<NasMeasured> = {}) {
      watches.at(-1)!.tell({ type: 'nas.measured', at: clock.now(), latencyMs: 3, lossPercent: 0, ...fact });
      await clock.settle();
    },
  };
}

test('a router that answers is up, and whatever stood from an earlier run is cleared', async () => {
  const nas = startNas();
  expect(nas.state()).toBe('connecting');
  expect(nas.reports).toEqual([]);
  await nas.up();
  expect(nas.state()).toBe('up');
  expect(nas.reports.map(({ type, cause }) => `${type} ${cause}`).toSorted()).toEqual([
    'clear nasAuthFailed',
    'clear nasCertificateChanged',
    'clear nasDegraded',
    'clear nasDown',
  ]);
});

test('a lost connection shows as down at once, is tried again quickly, and raises an alarm when it lasts', async () => {
  const nas = startNas();
  await nas.up();
  await nas.lost();
  expect(nas.shown.at(-1)).toMatchObject({ state: 'down', error: 'the connection ended', attempts: 1 });
  expect(nas.shown.at(-1)!.retryAfterMs).toBeLessThan(400);
  for (let tries = 0; tries < 30; tries += 1) {
    await nas.clock.advance(nas.shown.at(-1)!.retryAfterMs!);
    expect(nas.machineState()).toBe('away.trying');
    await nas.refused();
    expect(nas.shown.at(-1)!.retryAfterMs).toBeLessThan(4_100);
  }
  expect(nas.standing()).toEqual(['nasDown']);
  await nas.clock.advance(nas.shown.at(-1)!.retryAfterMs!);
  await nas.up();
  expect(nas.state()).toBe('up');
  expect(nas.standing()).toEqual([]);
});

test('a short break raises no alarm', async () => {
  const nas = startNas();
  await nas.up();
  const before = nas.reports.length;
  await nas.lost();
  await nas.clock.advance(400);
  await nas.up();
  await nas.clock.advance(60_000);
  expect(nas.reports.length).toBe(before);
});

test('a refused login raises its own alarm at once and is repeated rarely, until somebody says that it may work now', async () => {
  const nas = startNas();
  await nas.refused('authFailed');
  await nas.clock.advance(0);
  expect(nas.state()).toBe('authFailed');
  expect(nas.standing()).toEqual(['nasAuthFailed']);
  for (let tries = 0; tries < 6; tries += 1) {
    await nas.clock.advance(nas.shown.at(-1)!.retryAfterMs!);
    await nas.refused('authFailed');
  }
  expect(nas.shown.at(-1)!.resting).toBe(true);
  expect(nas.shown.at(-1)!.retryAfterMs).toBeGreaterThan(200_000);
  nas.actor.send({ type: 'nas.tryNow' });
  await nas.up();
  expect(nas.state()).toBe('up');
  expect(nas.standing()).toEqual([]);
});

test('a trouble of another kind is another alarm, and the first is cleared', async () => {
  const nas = startNas();
  await nas.up();
  await nas.lost();
  await nas.clock.advance(10_000);
  expect(nas.standing()).toEqual(['nasDown']);
  await nas.refused('untrusted');
  await nas.clock.advance(0);
  expect(nas.state()).toBe('untrusted');
  expect(nas.standing()).toEqual(['nasCertificateChanged']);
});

test('two bad polls degrade it, three good ones restore it, and figures at the threshold do not make it flutter', async () => {
  const nas = startNas();
  await nas.up();
  await nas.measured({ cpuPercent: 95 });
  expect(nas.state()).toBe('up');
  await nas.measured({ cpuPercent: 97 });
  expect(nas.shown.at(-1)).toMatchObject({ state: 'degraded', error: 'CPU at 97 %' });
  await nas.clock.advance(10_000);
  expect(nas.standing()).toEqual(['nasDegraded']);
  for (const cpuPercent of [85, 85, 85, 85]) await nas.measured({ cpuPercent });
  expect(nas.state()).toBe('degraded');
  for (const cpuPercent of [40, 40, 40]) await nas.measured({ cpuPercent });
  expect(nas.state()).toBe('up');
  expect(nas.standing()).toEqual([]);
});

test('a connection that comes and goes is tried slower and slower', async () => {
  const nas = startNas();
  const delays: number[] = [];
  for (let times = 0; times < 6; times += 1) {
    await nas.up();
    await nas.lost();
    delays.push(nas.shown.at(-1)!.retryAfterMs!);
    await nas.clock.advance(delays.at(-1)!);
  }
  expect(delays.at(-1)!).toBeGreaterThan(2_900);
  await nas.up();
  await nas.clock.advance(10_000);
  await nas.lost();
  expect(nas.shown.at(-1)!.retryAfterMs).toBeLessThan(400);
});

test('announced maintenance keeps alarms quiet and goes on watching', async () => {
  const nas = startNas({ maintenance: true });
  await nas.up();
  await nas.lost();
  await nas.clock.advance(60_000);
  expect(nas.state()).toBe('down');
  expect(nas.standing()).toEqual([]);
  nas.actor.send({ type: 'nas.maintenanceEnded' });
  await nas.clock.settle();
  expect(nas.standing()).toEqual(['nasDown']);
  nas.actor.send({ type: 'nas.maintenanceBegan' });
  await nas.clock.settle();
  expect(nas.standing()).toEqual([]);
});

test('an alarm that can not be told now is told later', async () => {
  const nas = startNas();
  nas.refuse(true);
  await nas.up();
  await nas.lost();
  await nas.clock.advance(12_000);
  expect(nas.reports).toEqual([]);
  nas.refuse(false);
  await nas.clock.advance(5_000);
  expect(nas.standing()).toEqual(['nasDown']);
  expect(nas.errors).toEqual([]);
});
