import { describe, expect, test } from 'vitest';
import { createAlarmSounder, REPEAT_MS, type Waiting } from '#client/shell/sound/alarmSounder.ts';
import type { SoundSettings } from '#client/shell/sound/soundSettings.ts';
import type { AlarmSeverity } from '#shared/alarm/values.ts';

const plain: SoundSettings = { from: 'major', volume: 0.6 };
const one = (id: string, severity: AlarmSeverity): Waiting => ({ id, severity });

function sounder(settings: SoundSettings = plain) {
  const heard: AlarmSeverity[] = [];
  const own = createAlarmSounder((severity) => heard.push(severity));
  return {
    heard,
    at: (now: number, waiting: readonly Waiting[]) =>
      own.heard(waiting, waiting.filter(({ severity }) => severity === 'critical').length, settings, now),
  };
}

describe('the sound of alarms', () => {
  test('what stood before the page was opened is not new', () => {
    const { heard, at } = sounder();
    at(0, [one('a', 'major')]);
    at(1_000, [one('a', 'major')]);
    expect(heard).toEqual([]);
  });

  test('a new alarm is heard once, the worst of those that came together', () => {
    const { heard, at } = sounder();
    at(0, []);
    at(1_000, [one('a', 'warning'), one('b', 'major')]);
    at(2_000, [one('a', 'warning'), one('b', 'major')]);
    expect(heard).toEqual(['major']);
  });

  test('an unacknowledged critical is heard again and again until it is taken', () => {
    const { heard, at } = sounder();
    at(0, [one('a', 'critical')]);
    at(REPEAT_MS - 1_000, [one('a', 'critical')]);
    at(REPEAT_MS, [one('a', 'critical')]);
    at(2 * REPEAT_MS, []);
    expect(heard).toEqual(['critical', 'critical']);
  });

  test('a storm is one sound', () => {
    const { heard, at } = sounder();
    at(0, []);
    for (let step = 1; step <= 20; step += 1)
      at(
        step * 100,
        Array.from({ length: step }, (_, n) => one(`${n}`, 'major')),
      );
    expect(heard).toEqual(['major']);
  });

  test('what is less severe than was asked for is not heard', () => {
    const { heard, at } = sounder();
    at(0, []);
    at(5_000, [one('a', 'minor')]);
    expect(heard).toEqual([]);
  });

  test.each(['forever', 60_000] as const)('quiet until %s is quiet, for criticals too', (mutedUntil) => {
    const { heard, at } = sounder({ ...plain, mutedUntil });
    at(0, []);
    at(30_000, [one('a', 'critical')]);
    expect(heard).toEqual([]);
  });

  test('when the quiet is over, a critical that still waits is heard', () => {
    const { heard, at } = sounder({ ...plain, mutedUntil: 60_000 });
    at(0, [one('a', 'critical')]);
    at(61_000, [one('a', 'critical')]);
    expect(heard).toEqual(['critical']);
  });
});
