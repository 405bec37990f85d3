import { expect, test } from 'vitest';
import { alarmActor } from '#actors/alarm/alarmActor.ts';
import { chartLines, pathTo, shortEvent, targetsFrom } from '#client/inspector/chartShape.ts';

const { chart } = alarmActor;

test('a nested state is found with the states around it', () => {
  expect(pathTo(chart, 'claimed')).toEqual(['standing', 'claimed']);
  expect(pathTo(chart, 'nowhere')).toEqual([]);
});

test('a state can go where it says and where the states around it say', () => {
  expect(targetsFrom(chart, 'raised').toSorted()).toEqual(['acknowledged', 'claimed', 'cleared', 'shelved']);
  expect(targetsFrom(chart, 'cleared')).toEqual(['raised']);
});

test('a state that handles an event itself hides what the state around it would do', () => {
  const shelved = targetsFrom(chart, 'shelved').toSorted();
  expect(shelved).toEqual(['acknowledged', 'claimed', 'cleared', 'raised']);
});

test('guarded alternatives of one event are one line', () => {
  const lines = chartLines([
    { event: 'alarm.release', targets: ['acknowledged'], guard: 'byHolder' },
    { event: 'alarm.release', targets: [] },
    { event: 'alarm.clear', targets: ['cleared'] },
  ]);
  expect(lines).toEqual([
    { event: 'alarm.release', targets: ['acknowledged'], guards: ['byHolder'] },
    { event: 'alarm.clear', targets: ['cleared'], guards: [] },
  ]);
});

test('the noun is left out of events on its own chart, and only there', () => {
  expect(shortEvent('alarm.claim', 'alarm')).toBe('claim');
  expect(shortEvent('ticket.claim', 'alarm')).toBe('ticket.claim');
});
