import { describe, expect, test } from 'vitest';
import type { Subject } from '#server/platform/auth/subject.ts';
import { createLogger } from '#server/platform/log/logger.ts';
import type { SearchProvider } from '#server/platform/search/searchProvider.ts';
import { foldText, parseSearchText, searchScore } from '#server/platform/search/searchText.ts';
import { createSearch } from '#server/search/search.ts';
import type { SearchHit } from '#shared/search/search.ts';
import type { Permission } from '#shared/tenant/permissions.ts';
import { SimulatedTime } from '../support/simulatedTime.ts';

const hit = (kind: SearchHit['kind'], title: string): SearchHit => ({ kind, id: title, title });

function provider(kind: SearchHit['kind'], permission: Permission, find: SearchProvider['find']): SearchProvider {
  return { kind, permission, find };
}

function subject(...permissions: Permission[]): Subject {
  return { tenant: 't', branches: 'all', permissions: new Set(permissions) } as unknown as Subject;
}

function searchOf(...providers: SearchProvider[]) {
  const clock = new SimulatedTime();
  const log = createLogger({ level: 'silent', format: 'json' });
  return { clock, search: createSearch({ providers, clock, log }) };
}

describe('a search', () => {
  const alarms = provider('alarm', 'alarm.view', async () => [hit('alarm', 'OLT-1')]);
  const users = provider('user', 'user.view', async () => [hit('user', 'Amina')]);

  test('asks only what the person may see', async () => {
    const { search } = searchOf(alarms, users);
    expect((await search(subject('alarm.view'), 'a', 6)).hits).toEqual([hit('alarm', 'OLT-1')]);
    expect((await search(subject(), 'a', 6)).hits).toEqual([]);
  });

  test('shows what the others found when one fails, and says which did', async () => {
    const failing = provider('user', 'user.view', () => Promise.reject(new Error('the database is away')));
    const { search } = searchOf(alarms, failing);
    const answer = await search(subject('alarm.view', 'user.view'), 'a', 6);
    expect(answer).toEqual({ hits: [hit('alarm', 'OLT-1')], incomplete: ['user'] });
  });

  test('does not wait for one that hangs', async () => {
    const hanging = provider('user', 'user.view', () => new Promise(() => {}));
    const { search, clock } = searchOf(alarms, hanging);
    const answer = search(subject('alarm.view', 'user.view'), 'a', 6);
    await clock.advance(1_000);
    expect(await answer).toEqual({ hits: [hit('alarm', 'OLT-1')], incomplete: ['user'] });
  });

  test('gives no more than was asked for', async () => {
    const many = provider('alarm', 'alarm.view', async () => ['a', 'b', 'c'].map((name) => hit('alarm', name)));
    expect((await searchOf(many).search(subject('alarm.view'), 'a', 2)).hits).toHaveLength(2);
  });
});

describe('what was typed', () => {
  test('is folded: case, accents and repeated words do not matter', () => {
    expect(parseSearchText('  ÉcOle  ecole  Ñandú ')).toMatchObject({ words: ['ecole', 'nandu'] });
  });

  test('keeps letters that have no plain form', () => {
    expect(foldText('মিরপুর')).toBe('মিরপুর');
  });

  test('must be found word by word, in any field', () => {
    const text = parseSearchText('kamau wan');
    expect(searchScore(['wanjiru kamau', 'w@savanna.example'], text)).toBeGreaterThan(0);
    expect(searchScore(['wanjiru otieno', 'w@savanna.example'], text)).toBe(0);
  });

  test('ranks whole fields above beginnings, beginnings above insides', () => {
    const text = parseSearchText('core');
    const scores = ['core', 'core-1', 'nairobi core', 'encore'].map((field) => searchScore([field], text));
    expect(scores).toEqual(scores.toSorted((left, right) => right - left));
    expect(new Set(scores).size).toBe(4);
  });
});
