import { describe, expect, test } from 'vitest';
import { meterStep, SILENT_AFTER_MS } from '#server/staticLine/meterStep.ts';
import type { StaticMeter } from '#server/staticLine/staticMeterStore.ts';
import { ActorId } from '#shared/values/ids.ts';

const id = ActorId.parse('00000000-0000-4000-8000-00000000000a');
const near = ActorId.parse('00000000-0000-4000-8000-0000000000aa');
const far = ActorId.parse('00000000-0000-4000-8000-0000000000bb');
const at = 1_000_000_000;
const before: StaticMeter = {
  ...{ subscriptionId: id, nasId: near, entry: '*7', upBytes: 1_000, downBytes: 10_000, readAt: at - 60_000 },
  ...{ heardAt: undefined, onlineSince: undefined },
};
const reading = {
  nasId: near,
  at,
  bootedAt: 0,
  isHeard: undefined,
  counter: { entry: '*7', upBytes: 0, downBytes: 0 },
};
const counter = (upBytes: number, downBytes: number, entry = '*7') => ({ entry, upBytes, downBytes });

describe('operators 12: from one reading of a queue to the next', () => {
  test.for([
    ['it has grown', before, { counter: counter(1_500, 12_000) }, 500, 2_000],
    ['nothing moved', before, { counter: counter(1_000, 10_000) }, 0, 0],
    ['it was reset', before, { counter: counter(10, 20) }, 10, 20],
    ['one direction went backwards', before, { counter: counter(5_000, 20) }, 5_000, 20],
    [
      'the router restarted and has counted more since',
      before,
      { counter: counter(2_000, 20_000), bootedAt: at - 50_000 },
      2_000,
      20_000,
    ],
    ['the uptime is a second off', before, { counter: counter(2_000, 20_000), bootedAt: at - 59_000 }, 1_000, 10_000],
    ['it was made anew', before, { counter: counter(9_000, 90_000, '*8') }, 9_000, 90_000],
    ['it was never read', undefined, { counter: counter(9_000, 90_000) }, 0, 0],
    ['the line is on another router', before, { counter: counter(9_000, 90_000), nasId: far }, 0, 0],
  ] as const)('%s', ([, known, given, up, down]) => {
    const step = meterStep(known, id, { ...reading, ...given });
    expect([step.upBytes, step.downBytes]).toEqual([up, down]);
    expect(step.after).toMatchObject({
      upBytes: given.counter.upBytes,
      downBytes: given.counter.downBytes,
      readAt: at,
    });
  });

  test('who sends or answers is in; who is silent for long is not', () => {
    const sends = meterStep(before, id, { ...reading, counter: counter(1_001, 10_000) }).after;
    expect(sends).toMatchObject({ heardAt: at, onlineSince: at });
    // What others send to its address says nothing about its equipment.
    expect(meterStep(before, id, { ...reading, counter: counter(1_000, 99_000) }).after.onlineSince).toBeUndefined();
    expect(
      meterStep(before, id, { ...reading, counter: counter(1_000, 10_000), isHeard: true }).after.onlineSince,
    ).toBe(at);
    const later = { ...reading, at: at + 60_000, counter: counter(1_001, 10_000) };
    expect(meterStep(sends, id, later).after).toMatchObject({ heardAt: at, onlineSince: at });
    const silent = { ...later, at: at + SILENT_AFTER_MS };
    expect(meterStep(sends, id, silent).after.onlineSince).toBeUndefined();
  });
});
