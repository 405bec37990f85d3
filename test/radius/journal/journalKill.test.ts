import { expect, test } from 'vitest';
import { seededRandom } from '../../support/seededRandom.ts';
import { temporaryFolder } from '../../support/temporaryFolder.ts';
import { killJournal } from './killJournal.ts';

test('what a killed writer acknowledged is in the journal, once and in order', async () => {
  using folder = temporaryFolder();
  const kills = await killJournal(folder.path, 4, seededRandom(4));
  expect(kills.wrong).toEqual([]);
  expect(kills.acknowledged).toBeGreaterThan(100);
  expect(kills.read).toBeGreaterThanOrEqual(kills.acknowledged);
}, 30_000);
