import { describe, expect, test } from 'vitest';
import type { DeviceIntentState } from '#actors/deviceIntent/deviceIntentState.ts';
import type { IncomingAnswer, IncomingRequest } from '#server/radius/control/controlMessage.ts';
import { NasPace } from '#server/radius/incoming/nasPace.ts';
import { type ReadBack, sessionActs } from '#server/radius/incoming/sessionActs.ts';
import { TenantId } from '#shared/values/ids.ts';
import { SimulatedTime } from '../../support/simulatedTime.ts';

const tenant = TenantId.parse('0192a0c4-7e1a-7000-8000-000000000001');
const change = {
  nasId: '0192a0c4-7e1a-7000-8000-000000000002',
  acctSessionId: '81a00001',
  startedAt: 1,
  username: 'Amina',
  ipv4: '10.0.0.9',
  subscriptionId: 's',
  version: 2,
  changes: Buffer.from('1b0600000e10', 'hex').toString('base64'),
  why: 'Its policy has changed.',
};

async function carriedOut(
  input: object,
  answers: readonly IncomingAnswer[],
  seen: ReadBack = { result: 'same', proof: 'read back' },
  superseded = false,
) {
  const asked: IncomingRequest[] = [];
  const left = [...answers];
  const [coa] = sessionActs({
    clock: new SimulatedTime(5),
    pace: new NasPace(new SimulatedTime()),
    ask(request) {
      asked.push(request);
      return Promise.resolve(left.shift()!);
    },
    isSuperseded: () => superseded,
    readBack: () => Promise.resolve(seen),
    comesBack: () => undefined,
  });
  const outcome = await coa!.carryOut({
    tenant,
    intent: { input } as unknown as DeviceIntentState,
    begin: (baseline) => Promise.resolve({ baseline, resumed: false }),
    signal: new AbortController().signal,
  });
  return { outcome, asked };
}

const acked: IncomingAnswer = { outcome: 'acked' };

describe('a running session', () => {
  test('is changed, and the router’s own word is the proof', async () => {
    const { outcome, asked } = await carriedOut(change, [acked]);
    expect(outcome).toEqual({ outcome: 'done', proof: 'read back', readAt: 5 });
    expect(asked).toMatchObject([{ code: 43, nasId: change.nasId }]);
    const attributes = Buffer.from(asked[0]!.attributes, 'base64').toString('hex');
    const name = Buffer.from('Amina').toString('hex');
    const id = Buffer.from('81a00001').toString('hex');
    expect(attributes).toBe(`0107${name}2c0a${id}08060a0000091b0600000e10`);
  });

  test('is ended when the router refuses the change', async () => {
    const { outcome, asked } = await carriedOut(change, [{ outcome: 'nacked', errorCause: 401 }, acked]);
    expect(asked.map(({ code }) => code)).toEqual([43, 40]);
    expect(outcome).toMatchObject({
      outcome: 'done',
      proof: expect.stringContaining('Unsupported-Attribute') as string,
    });
  });

  test('is ended when the router took the change and does something else', async () => {
    const { asked } = await carriedOut(change, [acked, acked], { result: 'differs', found: '1 kbit/s' });
    expect(asked.map(({ code }) => code)).toEqual([43, 40]);
  });

  test('that is over needs nothing', async () => {
    const { outcome, asked } = await carriedOut(change, [{ outcome: 'nacked', errorCause: 503 }]);
    expect(asked).toHaveLength(1);
    expect(outcome).toMatchObject({ outcome: 'done' });
  });

  test.each<[string, readonly IncomingAnswer[], string]>([
    ['waits for a router that does not answer', [{ outcome: 'timedOut' }], 'unreachable'],
    ['is left alone on a router that is not registered any more', [{ outcome: 'unknownNas' }], 'undone'],
    [
      'needs a person when it can be neither changed nor ended',
      [{ outcome: 'nacked' }, { outcome: 'nacked' }],
      'failed',
    ],
  ])('%s', async (_what, answers, expected) => {
    expect((await carriedOut(change, answers)).outcome.outcome).toBe(expected);
  });

  test('hears of the newest policy only', async () => {
    const { outcome, asked } = await carriedOut(change, [], undefined, true);
    expect(outcome.outcome).toBe('undone');
    expect(asked).toEqual([]);
  });
});

test('a router is asked for so much at a time and in a second, and the others meanwhile', async () => {
  const clock = new SimulatedTime();
  const pace = new NasPace(clock);
  let [running, most, done] = [0, 0, 0];
  const work = async (): Promise<void> => {
    running += 1;
    most = Math.max(most, running);
    await new Promise<void>((resolve) => void clock.setTimeout(resolve, 10));
    running -= 1;
    done += 1;
  };
  const all = Array.from({ length: 3_000 }, () => pace.run('slow', work));
  let other = false;
  const another = pace.run('other', () => Promise.resolve((other = true)));
  await clock.advance(0);
  expect(other).toBe(true);
  await clock.advance(1_000);
  expect(most).toBe(64);
  expect(done).toBeLessThanOrEqual(1_064);
  await clock.advance(3_000);
  await Promise.all([...all, another]);
  expect(pace.waiting).toBe(0);
});
