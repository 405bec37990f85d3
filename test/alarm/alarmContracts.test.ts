import { expect, test } from 'vitest';
import { alarmActor } from '#actors/alarm/alarmActor.ts';
import { domainKinds } from '#actors/system/kinds.ts';
import { alarmId } from '#server/alarm/alarmId.ts';
import { AlarmEvent } from '#shared/alarm/events.ts';
import { ALARM_EVENT_VERSIONS } from '#shared/alarm/eventVersions.ts';
import { TenantId } from '#shared/values/ids.ts';

const one = TenantId.parse('0b1f6f5e-2f57-4a52-9a3c-5a0f2d3c4b10');
const other = TenantId.parse('c0ffee00-1234-4abc-8def-0123456789ab');

test('every event type has a version, and no version is of an event that does not exist', () => {
  expect(Object.keys(ALARM_EVENT_VERSIONS).toSorted()).toEqual(
    AlarmEvent.options.map((option) => option.shape.type.value).toSorted(),
  );
  expect(Object.values(alarmActor.eventVersions).every((version) => Number.isInteger(version) && version >= 1)).toBe(
    true,
  );
});

test('the alarm is a domain kind of the running system', () => {
  expect(domainKinds.map(({ kind }) => kind)).toContain('alarm');
});

// Alarms on disk have these ids: a change here would raise every standing alarm a second time.
test('the id of a source and cause is the same for ever', () => {
  expect(alarmId(one, 'OLT-Westlands/0/1/3', 'lossOfSignal')).toBe('8081715b-772c-5f69-a552-2d105e55a634');
});

test('the id is a UUID of version 5', () => {
  expect(alarmId(one, 'a', 'b')).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
});

test('ids differ by tenant, source and cause, also where the texts run together', () => {
  const ids = [
    alarmId(one, 'ab', 'c'),
    alarmId(one, 'a', 'bc'),
    alarmId(other, 'ab', 'c'),
    alarmId(one, 'ab', 'd'),
    alarmId(one, 'ab","c', ''),
    alarmId(one, '', 'ab","c'),
  ];
  expect(new Set(ids).size).toBe(ids.length);
});
