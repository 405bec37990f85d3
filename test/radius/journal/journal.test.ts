import { copyFileSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { JournalPlace } from '#server/radius/control/controlMessage.ts';
import { JournalDamage } from '#server/radius/journal/journalDamage.ts';
import { JournalGone } from '#server/radius/journal/journalGone.ts';
import { JournalReader } from '#server/radius/journal/journalReader.ts';
import { segmentName } from '#server/radius/journal/segmentFormat.ts';
import { temporaryFolder } from '../../support/temporaryFolder.ts';
import { openJournal, readTexts } from './journalWorld.ts';

test('what was appended is read in order, over segments and restarts of the writer', async () => {
  const lives = fc.array(fc.array(fc.nat(6_000), { maxLength: 30 }), { minLength: 1, maxLength: 4 });
  await fc.assert(
    fc.asyncProperty(lives, async (sizes) => {
      using folder = temporaryFolder();
      const expected: string[] = [];
      for (const life of sizes) {
        const journal = await openJournal(folder.path, { segmentBytes: 16_384, batchBytes: 65_536 });
        for (const size of life) {
          const text = `${expected.length}`.padEnd(size, '.');
          let answer = journal.put(text);
          // Small segments: what is refused for a moment is asked again, as a router does.
          for (; typeof answer === 'string'; answer = journal.put(text)) await new Promise(setImmediate);
          expected.push(text);
          expect(answer).toBe(expected.length);
        }
        await journal.writer.close();
      }
      expect((await readTexts(folder.path)).texts).toEqual(expected);
    }),
    { numRuns: 15 },
  );
}, 60_000);

test('records that come while a group is on its way to the disk are the next group', async () => {
  using folder = temporaryFolder();
  const groups: number[] = [];
  const journal = await openJournal(folder.path, { onDurable: (sequence) => void groups.push(sequence) });
  for (let n = 1; n <= 5; n += 1) journal.put(`a${n}`);
  await new Promise(setImmediate);
  for (let n = 1; n <= 7; n += 1) journal.put(`b${n}`);
  await journal.writer.close();
  expect(groups).toEqual([5, 12]);
});

test('a reader follows while the writer goes on, and goes on from any place it was at', async () => {
  using folder = temporaryFolder();
  expect(await JournalReader.open(folder.path)).toBeUndefined();
  const journal = await openJournal(folder.path);
  await using reader = (await JournalReader.open(folder.path))!;
  expect((await reader.read()).records).toEqual([]);
  const places = [reader.place];
  for (let n = 0; n < 100; n += 1) {
    const place = await journal.group(`${n}`.padEnd(n * 20, '-'));
    const { records } = await reader.read();
    expect(records.map(({ sequence }) => sequence)).toEqual([n + 1]);
    expect((await reader.read()).records).toEqual([]);
    expect(reader.place).toEqual(place);
    places.push(place);
  }
  for (const [n, place] of places.entries()) expect((await readTexts(folder.path, place)).texts).toHaveLength(100 - n);
  await journal.writer.close();
}, 60_000);

/** A journal with durable groups of two records each, the last one of three. */
async function threeGroups(directory: string): Promise<readonly number[]> {
  const journal = await openJournal(directory);
  const ends: number[] = [];
  for (const group of [
    ['a', 'b'],
    ['c'.repeat(40), 'd'],
    ['e', 'f'.repeat(30), 'g'],
  ]) {
    ends.push((await journal.group(...group)).offset);
  }
  await journal.writer.close();
  return ends;
}

const allTexts = ['a', 'b', 'c'.repeat(40), 'd', 'e', 'f'.repeat(30), 'g'];

test('a last group torn at any octet is the end so far, and the next writer goes on behind it', async () => {
  using folder = temporaryFolder();
  const [, second = 0, third = 0] = await threeGroups(folder.path);
  const file = join(folder.path, segmentName(1));
  const whole = readFileSync(file);
  for (let cut = second; cut < third; cut += 1) {
    using copy = temporaryFolder();
    const torn = Buffer.from(whole);
    torn.fill(cut % 3 === 0 ? 0 : 0xa5, cut, cut % 2 === 0 ? third : cut + 16);
    for (const name of readdirSync(folder.path))
      writeFileSync(join(copy.path, name), readFileSync(join(folder.path, name)));
    writeFileSync(join(copy.path, segmentName(1)), torn);
    const before = await readTexts(copy.path);
    expect(before.texts.slice(0, 4)).toEqual(allTexts.slice(0, 4));
    const journal = await openJournal(copy.path);
    await journal.group('next');
    await journal.writer.close();
    expect((await readTexts(copy.path)).texts).toEqual([...before.texts, 'next']);
    expect((await readTexts(copy.path, before.place)).texts).toEqual(['next']);
  }
}, 60_000);

test('a place that a power loss took is the end of its segment: nothing behind it is passed over', async () => {
  using folder = temporaryFolder();
  const [, second = 0] = await threeGroups(folder.path);
  const { place } = await readTexts(folder.path);
  const file = join(folder.path, segmentName(1));
  const lost = readFileSync(file);
  lost.fill(0, second);
  writeFileSync(file, lost);
  const journal = await openJournal(folder.path);
  await journal.group('after the power loss');
  await journal.writer.close();
  expect((await readTexts(folder.path, place)).texts).toEqual(['after the power loss']);
  expect((await readTexts(folder.path)).texts).toEqual([...allTexts.slice(0, 4), 'after the power loss']);
});

test('an octet that changed in a durable group is damage: it is named, and what is sound behind it can be read', async () => {
  using folder = temporaryFolder();
  const [, second = 0] = await threeGroups(folder.path);
  const file = join(folder.path, segmentName(1));
  const whole = readFileSync(file);
  for (let at = 64; at < second; at += 1) {
    const damaged = Buffer.from(whole);
    damaged[at]! ^= 0x10;
    writeFileSync(file, damaged);
    const failure = await readTexts(folder.path).catch((error: unknown) => error);
    // Padding is in no checksum: nothing is lost with it.
    if (!(failure instanceof JournalDamage)) {
      expect((failure as { texts: string[] }).texts).toEqual(allTexts);
      continue;
    }
    expect(failure.place).toMatchObject({ segment: 1 });
    expect(at - failure.place.offset).toBeLessThan(64);
    const behind = await readTexts(folder.path, failure.next);
    expect(allTexts.slice(0, 4).length + 3 - behind.texts.length).toBeLessThanOrEqual(4);
    expect(allTexts.slice(-behind.texts.length)).toEqual(behind.texts);
  }
}, 60_000);

test('damage is found even when a writer began after it, which keeps what is sound', async () => {
  using folder = temporaryFolder();
  await threeGroups(folder.path);
  const file = join(folder.path, segmentName(1));
  const damaged = readFileSync(file);
  damaged[64 + 24] = 'x'.charCodeAt(0);
  writeFileSync(file, damaged);
  const journal = await openJournal(folder.path);
  await journal.group('next');
  await journal.writer.close();
  const damage = (await readTexts(folder.path).catch((error: unknown) => error)) as JournalDamage;
  expect(damage).toBeInstanceOf(JournalDamage);
  expect(damage.message).toBe('Part 1 of the accounting journal is damaged from octet 64 to octet 96.');
  expect((await readTexts(folder.path, damage.next)).texts).toEqual([...allTexts.slice(1), 'next']);
});

test('a segment whose header cannot be read is damage as a whole, and is never written to', async () => {
  using folder = temporaryFolder();
  await threeGroups(folder.path);
  const file = join(folder.path, segmentName(1));
  const damaged = readFileSync(file);
  damaged[3] = 0;
  writeFileSync(file, damaged);
  const journal = await openJournal(folder.path);
  await journal.group('next');
  await journal.writer.close();
  expect(readFileSync(file).equals(damaged)).toBe(true);
  const damage = (await readTexts(folder.path).catch((error: unknown) => error)) as JournalDamage;
  expect(damage.message).toBe('Part 1 of the accounting journal is damaged from octet 64 to its end.');
  expect((await readTexts(folder.path, damage.next)).texts).toEqual(['next']);
});

test('segments before a place are deleted, but never the one that keeps the sequence', async () => {
  using folder = temporaryFolder();
  const first = await openJournal(folder.path);
  for (let n = 0; n < 20; n += 1) await first.group('x'.repeat(4_000));
  const { place } = await readTexts(folder.path);
  await first.writer.prune({ ...place!, journal: 'another' });
  expect((await readTexts(folder.path)).texts).toHaveLength(20);
  await first.writer.prune(place!);
  expect(place!.segment).toBeGreaterThan(2);
  expect(readdirSync(folder.path)).not.toContain(segmentName(place!.segment - 1));
  await first.writer.close();
  const second = await openJournal(folder.path);
  const after = (await readTexts(folder.path, place)).place!;
  await second.writer.prune({ ...after, segment: after.segment + 1 });
  await second.writer.close();
  const third = await openJournal(folder.path);
  expect(third.put('goes on')).toBe(21);
  await third.writer.close();
  const gone = await JournalReader.open(folder.path, { ...place!, segment: 1 }).catch((error: unknown) => error);
  expect(gone).toBeInstanceOf(JournalGone);
  expect(gone).toMatchObject({ reason: 'pruned', oldest: { segment: place!.segment } });
});

test('behind a part that is gone, and one of another journal, the rest can be read', async () => {
  using folder = temporaryFolder();
  using elsewhere = temporaryFolder();
  await threeGroups(elsewhere.path);
  for (const text of ['one', 'two', 'three', 'four']) {
    const journal = await openJournal(folder.path);
    await journal.group(text);
    await journal.writer.close();
  }
  const begun = readdirSync(folder.path).toSorted();
  rmSync(join(folder.path, begun[1]!));
  copyFileSync(join(elsewhere.path, segmentName(1)), join(folder.path, begun[2]!));
  const { journal } = (await readTexts(folder.path, undefined).catch(
    (error: unknown) => (error as JournalGone).oldest,
  )) as JournalPlace;
  const first = { journal, segment: 1, offset: 64 };
  const gone = (await readTexts(folder.path, first).catch((error: unknown) => error)) as JournalGone;
  expect(gone).toMatchObject({ reason: 'pruned', oldest: { segment: 3 } });
  const foreign = (await readTexts(folder.path, gone.oldest).catch((error: unknown) => error)) as JournalDamage;
  expect(foreign.message).toBe('Part 3 of the accounting journal is damaged from octet 64 to its end.');
  expect((await readTexts(folder.path, foreign.next)).texts).toEqual(['four']);
});

test('a place in another journal is refused', async () => {
  using folder = temporaryFolder();
  await threeGroups(folder.path);
  const { place } = await readTexts(folder.path);
  const gone = await JournalReader.open(folder.path, { ...place!, journal: crypto.randomUUID() }).catch(
    (e: unknown) => e,
  );
  expect(gone).toMatchObject({ reason: 'replaced', oldest: { journal: place!.journal, segment: 1, offset: 64 } });
});

test('a record longer than a segment is the mistake of the caller', async () => {
  using folder = temporaryFolder();
  const { writer } = await openJournal(folder.path);
  expect(() => writer.begin(16_384)).toThrow(RangeError);
  expect(writer.begin(16_000)).toBeGreaterThan(0);
  expect(() => writer.commit(16_001)).toThrow(RangeError);
  await writer.close();
});
