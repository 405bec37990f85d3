import { expect, test } from 'vitest';
import { eventually } from '../../support/eventually.ts';
import { SimulatedTime } from '../../support/simulatedTime.ts';
import { temporaryFolder } from '../../support/temporaryFolder.ts';
import { openJournal, readTexts } from './journalWorld.ts';
import { TroubledDisk } from './troubledDisk.ts';

const text = 'x'.repeat(4_000);

test('without space for another segment it says so, writes what is reserved, refuses, and goes on by itself (operators 2)', async () => {
  using folder = temporaryFolder();
  const clock = new SimulatedTime();
  const disk = new TroubledDisk();
  const journal = await openJournal(folder.path, { clock, disk, keepFreeBytes: 1_000_000 });
  const { writer } = journal;
  await journal.group('first');
  await eventually(() => writer.stats().freeBytes > 2 * 16_384, 'two segments are ready');
  disk.free = 1_000_000;
  let stored = 1;
  for (; journal.put(text) !== 'full'; stored += 1) await journal.group('between').then(() => (stored += 1));
  expect(stored).toBeGreaterThan(15);
  expect(writer.stats()).toMatchObject({ full: true, short: true });
  expect(journal.troubles).toEqual([
    `The disk of ${folder.path} has only 0 MB left: no space for another part of the accounting journal. Free some space; it goes on by itself then.`,
  ]);
  await clock.advance(5_000);
  expect(journal.put(text)).toBe('full');
  disk.free = Number.POSITIVE_INFINITY;
  await clock.advance(1_000);
  await eventually(() => !writer.stats().full, 'there is room again');
  expect(journal.put('again')).toBe(stored + 1);
  expect(journal.troubles).toHaveLength(1);
  await writer.close();
  expect((await readTexts(folder.path)).texts).toHaveLength(stored + 1);
});

test('a start on a full disk refuses records, and takes them when there is space', async () => {
  using folder = temporaryFolder();
  const clock = new SimulatedTime();
  const disk = new TroubledDisk();
  disk.free = 0;
  const journal = await openJournal(folder.path, { clock, disk, keepFreeBytes: 1 });
  expect(journal.put('refused')).toBe('full');
  expect(journal.writer.stats()).toEqual({ freeBytes: 0, writtenBytes: 0, full: true, short: true });
  disk.free = Number.POSITIVE_INFINITY;
  await clock.advance(1_000);
  await eventually(() => journal.writer.stats().freeBytes > 0, 'a segment is ready');
  expect(await journal.group('taken')).toMatchObject({ segment: 1 });
  await journal.writer.close();
  expect((await readTexts(folder.path)).texts).toEqual(['taken']);
});

test.each([
  ['a write for want of space', 'full', { writeFails: 'ENOSPC' }],
  ['a write', 'failing', { writeFails: 'EIO' }],
  ['a sync', 'failing', { syncFails: 'EIO' }],
])('when %s fails nothing is durable, records are refused, and the group is written again', async (_, why, fault) => {
  using folder = temporaryFolder();
  const clock = new SimulatedTime();
  const disk = new TroubledDisk();
  const journal = await openJournal(folder.path, { clock, disk });
  await journal.group('before');
  Object.assign(disk, fault);
  journal.put('waits');
  await eventually(() => journal.troubles.length > 0, 'it is said');
  expect(journal.put('refused')).toBe(why);
  await clock.advance(3_000);
  expect(journal.durableSequence()).toBe(1);
  expect(journal.troubles).toHaveLength(1);
  Object.assign(disk, { writeFails: undefined, syncFails: undefined });
  await clock.advance(1_000);
  await eventually(() => journal.durableSequence() === 2, 'what waited is durable');
  await journal.group('after');
  await journal.writer.close();
  expect((await readTexts(folder.path)).texts).toEqual(['before', 'waits', 'after']);
});

test('a segment that cannot be written for ten seconds is one to leave, but not one that never could', async () => {
  using folder = temporaryFolder();
  const clock = new SimulatedTime();
  const disk = new TroubledDisk();
  const stuck: string[] = [];
  const onStuck = (error: Error): void => void stuck.push(error.message);
  const journal = await openJournal(folder.path, { clock, disk, onStuck });
  disk.syncFails = 'EIO';
  journal.put('first');
  await eventually(() => journal.troubles.length > 0, 'it is said');
  for (let second = 0; second < 15; second += 1) await tried(clock);
  expect(stuck).toEqual([]);
  disk.syncFails = undefined;
  await clock.advance(1_000);
  await eventually(() => journal.durableSequence() === 1, 'it works');
  disk.syncFails = 'EIO';
  journal.put('second');
  await eventually(() => journal.troubles.length > 1, 'it is said again');
  for (let second = 0; second < 9; second += 1) await tried(clock);
  expect(stuck).toEqual([]);
  await tried(clock);
  await eventually(() => stuck.length === 1, 'it is said to be stuck');
  await journal.writer.close();
});

/** The attempt after the one that has failed. */
async function tried(clock: SimulatedTime): Promise<void> {
  await eventually(() => clock.waitingMs().length > 0, 'it is to be tried again');
  await clock.advance(1_000);
}

test('a disk that takes a few octets at a time gets all of a group before it is synced', async () => {
  using folder = temporaryFolder();
  const disk = new TroubledDisk();
  const journal = await openJournal(folder.path, { disk });
  await journal.group('first');
  disk.mostPerWrite = 7;
  const before = disk.syncs;
  await journal.group('one', 'two'.repeat(50));
  expect(disk.syncs).toBe(before + 1);
  await journal.writer.close();
  expect((await readTexts(folder.path)).texts).toEqual(['first', 'one', 'two'.repeat(50)]);
});

test('when the disk does not keep up records are refused, none is lost', async () => {
  using folder = temporaryFolder();
  const journal = await openJournal(folder.path, { segmentBytes: 1_048_576 });
  let taken = 0;
  while (journal.put('y'.repeat(900)) !== 'busy') taken += 1;
  expect(taken).toBe(17);
  await journal.writer.close();
  expect((await readTexts(folder.path)).texts).toHaveLength(taken);
});
