import { describe, expect, test } from 'vitest';
import { actWords, detailLabel, detailWords } from '../../client/approval/actWords.ts';
import { dayAfter } from '../../client/approval/givenDay.ts';

describe('what waits for a second person', () => {
  test.each([
    ['user.resetSecondFactor', 'Remove second factors'],
    ['nas.reboot', 'Reboot'],
    ['alarm.clear', 'Clear by hand'],
    ['machine.paint', 'machine.paint'],
  ])('%s is called %s', (act, words) => {
    expect(actWords(act)).toBe(words);
  });

  test.each([
    [{ before: 'NOC', after: 'Admin' }, 'NOC → Admin'],
    [{ after: 'a@b.example' }, '– → a@b.example'],
    [['alarm.clear', 'unheard.of'], 'Clear by hand, unheard.of'],
    [[], '–'],
    [true, 'yes'],
    [1_200, '1,200'],
    [{ deep: 1 }, '{"deep":1}'],
  ])('a detail %j reads %s', (value, words) => {
    expect(detailWords(value)).toBe(words);
  });

  test('a detail nobody has words for keeps its name', () => {
    expect([detailLabel('given'), detailLabel('voltage')]).toEqual(['Is given', 'voltage']);
  });
});

test.each([
  ['2026-11-21', 1, '2026-11-22'],
  ['2026-03-01', -1, '2026-02-28'],
  ['2027-01-01', -1, '2026-12-31'],
])('the day %s moved by %i is %s', (day, days, moved) => {
  expect(dayAfter(day, days)).toBe(moved);
});
