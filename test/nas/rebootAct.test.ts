import { expect, test } from 'vitest';
import type { DeviceIntentState } from '#actors/deviceIntent/deviceIntentState.ts';
import { NasTrouble } from '#actors/nas/nasTrouble.ts';
import type { IntentOutcome, IntentTask } from '#server/deviceIntent/deviceIntentFeature.ts';
import type { ActRouter } from '#server/nas/acts/actRouter.ts';
import { rebootAct } from '#server/nas/acts/rebootAct.ts';
import { NasCommandRefused } from '#server/nas/vendors/nasCommandError.ts';
import { SimulatedTime } from '../support/simulatedTime.ts';

const DAY = 86_400_000;

/** A router that restarts when it is told, or does not. */
function createSite(takes: 'restarts' | 'ignores' | 'refuses' | 'dies') {
  const time = new SimulatedTime();
  let bootedAt = time.now() - DAY;
  let sent = 0;
  const driver = {
    vitals: () => Promise.resolve({ uptimeMs: time.now() - bootedAt }),
    reboot() {
      sent += 1;
      if (takes === 'refuses') return Promise.reject(new NasCommandRefused('not enough permissions', false));
      if (takes === 'restarts' || takes === 'dies') bootedAt = time.now() + 5_000;
      return takes === 'dies' ? Promise.reject(new NasTrouble('lost', 'gone')) : Promise.resolve();
    },
  };
  const router = { nas: {}, driver, wire: () => ({}) } as unknown as ActRouter;
  const act = rebootAct(() => Promise.resolve(router), time);
  return {
    sent: () => sent,
    async carryOut(intent: Pick<DeviceIntentState, 'state' | 'baseline'>): Promise<IntentOutcome | undefined> {
      const task: Pick<IntentTask, 'begin' | 'signal'> & { intent: unknown } = {
        intent,
        begin: (baseline) => Promise.resolve({ baseline, resumed: intent.baseline !== undefined }),
        signal: new AbortController().signal,
      };
      let outcome: IntentOutcome | undefined;
      void act.carryOut(task as IntentTask).then((found) => (outcome = found));
      await time.advance(200_000);
      return outcome;
    },
    begun: () => ({ bootedAt, uptimeMs: time.now() - bootedAt }),
  };
}

test.each(['restarts', 'dies'] as const)('a router that %s when told is proven by its uptime', async (takes) => {
  const site = createSite(takes);
  expect(await site.carryOut({ state: 'requested', baseline: undefined })).toMatchObject({ outcome: 'done' });
  expect(site.sent()).toBe(1);
});

test('a router that has not restarted within three minutes needs attention, with the difference', async () => {
  const site = createSite('ignores');
  expect(await site.carryOut({ state: 'requested', baseline: undefined })).toMatchObject({
    outcome: 'failed',
    differences: [{ path: 'started' }],
  });
});

test('after a crash before the command it is not sent, and after a person’s word it is', async () => {
  const site = createSite('restarts');
  const baseline = site.begun();
  expect(await site.carryOut({ state: 'running', baseline })).toMatchObject({ outcome: 'failed' });
  expect(site.sent()).toBe(0);
  expect(await site.carryOut({ state: 'requested', baseline })).toMatchObject({ outcome: 'done' });
  expect(site.sent()).toBe(1);
});

test('a refusal leaves it as it was', async () => {
  const site = createSite('refuses');
  expect(await site.carryOut({ state: 'requested', baseline: undefined })).toMatchObject({
    outcome: 'undone',
    why: 'The router refuses: not enough permissions',
  });
});
