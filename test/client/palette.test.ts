import { describe, expect, test } from 'vitest';
import { fuzzyMatch } from '#client/shell/palette/fuzzy.ts';

function marked(text: string, query: string): string | undefined {
  const match = fuzzyMatch(text, query);
  if (!match) return undefined;
  const letters = Array.from(text);
  return letters
    .map((letter, at) => (match.marks.some(({ from, to }) => at >= from && at < to) ? letter.toUpperCase() : letter))
    .join('');
}

describe('finding by a few letters', () => {
  test.each([
    ['alarms', 'al', 'ALarms'],
    ['alarm history', 'hist', 'alarm HISTory'],
    ['alarm history', 'alhi', 'ALarm HIstory'],
    ['alarm history', 'his al', 'ALarm HIStory'],
    ['bras-westlands-1', 'west', 'bras-WESTlands-1'],
    ['école', 'eco', 'ÉCOle'],
  ])('%s is found by %s', (text, query, expected) => {
    expect(marked(text, query)).toBe(expected);
  });

  test.each([
    ['alarms', 'xyz'],
    ['alarms', 'alarms now'],
    // Letters spread over the insides of words are chance, not a match.
    ['inspector', 'ipr'],
  ])('%s is not found by %s', (text, query) => {
    expect(fuzzyMatch(text, query)).toBeUndefined();
  });

  test('a whole word is better than its beginning, a beginning better than an inside, that better than initials', () => {
    const scores = ['map', 'mapping', 'the map', 'roadmap', 'make a place'].map(
      (text) => fuzzyMatch(text, 'map')?.score ?? -1,
    );
    expect(scores).toEqual(scores.toSorted((left, right) => right - left));
    expect(Math.min(...scores)).toBeGreaterThan(0);
  });

  test('letters of other scripts are found as they are', () => {
    expect(fuzzyMatch('অ্যালার্ম', 'অ্যা')?.marks).toEqual([{ from: 0, to: 4 }]);
  });
});
