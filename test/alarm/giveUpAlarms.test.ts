import { expect, test } from 'vitest';
import type { CommandEnvelope } from '#actors/system/envelope.ts';
import { alarmId } from '#server/alarm/alarmId.ts';
import { createGiveUpAlarms, LASTMILE_SOURCE } from '#server/alarm/giveUpAlarms.ts';
import { systemClock } from '#server/platform/actors/systemClock.ts';
import { TenantId } from '#shared/values/ids.ts';
import type { Reply } from '#shared/wire/reply.ts';

const kenya = TenantId.parse('11111111-1111-4111-8111-111111111111');
const bangladesh = TenantId.parse('22222222-2222-4222-8222-222222222222');

function world(): { asked: CommandEnvelope[]; alarms: ReturnType<typeof createGiveUpAlarms> } {
  const asked: CommandEnvelope[] = [];
  let n = 0;
  const alarms = createGiveUpAlarms({
    clock: systemClock,
    newId: () => `id-${(n += 1)}`,
    ask(envelope) {
      asked.push(envelope);
      return Promise.resolve<Reply>({ ok: true, version: 1 });
    },
    tenants: () => [kenya, bangladesh],
    onTrouble: () => undefined,
  });
  return { asked, alarms };
}

test('a device that is given up raises one alarm in its own company and clears it when it runs again', () => {
  const { asked, alarms } = world();
  const path = `root/${kenya}/devices/alarmSource:olt-1`;
  alarms.gaveUp(path, kenya, new Error('no route'));
  alarms.recovered(path, kenya);
  const id = alarmId(kenya, LASTMILE_SOURCE, 'gaveUp:devices/alarmSource:olt-1');
  expect(asked.map(({ address, command }) => [address.tenant, address.id, command])).toEqual([
    [kenya, id, expect.objectContaining({ type: 'alarm.raise', severity: 'major' })],
    [kenya, id, { type: 'alarm.clear', reason: 'runs again' }],
  ]);
});

test('what serves everybody raises an alarm in every company', () => {
  const { asked, alarms } = world();
  alarms.gaveUp('root/lab', undefined, new Error('gone'));
  expect(asked.map(({ address }) => address.tenant)).toEqual([kenya, bangladesh]);
});

test('an alarm that is given up raises no alarm about itself', () => {
  const { asked, alarms } = world();
  alarms.gaveUp(`${kenya}/alarm/33333333-3333-4333-8333-333333333333`, kenya, new Error('bug'));
  expect(asked).toEqual([]);
});

test('a recovery of what was never given up says nothing', () => {
  const { asked, alarms } = world();
  alarms.recovered('root/lab', undefined);
  expect(asked).toEqual([]);
});

test('after a start, what an earlier run gave up is cleared, and nothing else of that source', () => {
  const { asked, alarms } = world();
  alarms.clearEarlier(kenya, ['gaveUp:lab', 'diskFull']);
  expect(asked.map(({ address, command }) => [address.id, command])).toEqual([
    [alarmId(kenya, LASTMILE_SOURCE, 'gaveUp:lab'), { type: 'alarm.clear', reason: 'the server was started again' }],
  ]);
});
