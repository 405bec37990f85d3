import { expect, test, vi } from 'vitest';
import { LineRates, type LineRatesOptions } from '#server/lineRate/lineRates.ts';
import type { OnlineLine } from '#server/subscription/onlineLines.ts';
import { ActorId, TenantId } from '#shared/values/ids.ts';
import { SimulatedTime } from '../support/simulatedTime.ts';

const tenant = TenantId.parse('00000000-0000-4000-8000-000000000001');
const id = ActorId.parse('00000000-0000-4000-8000-00000000000a');
const near = ActorId.parse('00000000-0000-4000-8000-0000000000aa');
const far = ActorId.parse('00000000-0000-4000-8000-0000000000bb');

type Follow = LineRatesOptions['routers']['followSession'];

function world(followSession: Follow) {
  let line: OnlineLine | undefined;
  let told: ((ids: ReadonlySet<string>) => void) | undefined;
  const rates = new LineRates({
    clock: new SimulatedTime(),
    routers: { followSession },
    online: {
      lineOf: () => line,
      all: () => [],
      latestFirst: () => [],
      onChange(_tenant, listener) {
        told = listener;
        return () => (told = undefined);
      },
    },
  });
  return {
    rates,
    isListened: () => told !== undefined,
    at(nasId: ActorId | undefined, access: OnlineLine['access'] = 'pppoe'): void {
      const where = { nasName: 'Westlands', nasBranch: null, address: undefined, unknownSince: undefined };
      line = nasId && { ...where, nasId, username: 'neema', access, since: 0, sessions: 1 };
      told?.(new Set([id]));
    },
  };
}

const untilAborted = (signal: AbortSignal): Promise<boolean> =>
  new Promise((resolve) => signal.addEventListener('abort', () => resolve(true), { once: true }));

test('operators.md 16: all who look at a line share one question to its router, which ends with the last of them', async () => {
  const signals: AbortSignal[] = [];
  const follow = vi.fn<Follow>((_tenant, _id, _session, onRate, signal) => {
    signals.push(signal);
    onRate({ downBps: 8_000_000, upBps: 1_000_000 });
    return untilAborted(signal);
  });
  const { rates, at, isListened } = world(follow);
  at(near);
  const [first, second] = [rates.follow(tenant, id, vi.fn()), rates.follow(tenant, id, vi.fn())];
  expect(follow).toHaveBeenCalledTimes(1);
  expect(second.rate()).toEqual({
    state: 'live',
    at: Date.UTC(2026, 0),
    downBps: 8_000_000,
    upBps: 1_000_000,
    nasName: 'Westlands',
  });
  first.stop();
  expect(signals[0]!.aborted).toBe(false);
  second.stop();
  expect([signals[0]!.aborted, isListened()]).toEqual([true, false]);
});

test('a line that goes has no rate, and one that comes in elsewhere is asked of the other router', () => {
  const asked: ActorId[] = [];
  const { rates, at } = world((_tenant, nasId, _session, _onRate, signal) => {
    asked.push(nasId);
    return untilAborted(signal);
  });
  const followed = rates.follow(tenant, id, vi.fn());
  expect(followed.rate()).toEqual({ state: 'offline' });
  at(near);
  at(undefined);
  expect(followed.rate()).toEqual({ state: 'offline' });
  at(far);
  expect(asked).toEqual([near, far]);
  followed.stop();
});

test.for([
  ['a kind of session that nothing counts', () => Promise.resolve(false), 'unmeasured'],
  ['a router that does not answer', () => Promise.reject(new Error('lost')), 'unreached'],
] as const)('%s is said to be so', async ([, follow, state]) => {
  const { rates, at } = world(follow);
  at(near, 'ipoe');
  const followed = rates.follow(tenant, id, vi.fn());
  await vi.waitFor(() => expect(followed.rate()).toMatchObject({ state }));
  followed.stop();
});
