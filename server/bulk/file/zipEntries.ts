import { FileDamaged } from './fileRow.ts';

/** A file within a ZIP archive, still compressed. */
export interface ZipEntry {
  readonly name: string;
  /** 0: as it is · 8: deflated */
  readonly method: number;
  readonly content: Buffer;
}

const END = 0x06_05_4b_50;
const CENTRAL = 0x02_01_4b_50;
const LOCAL = 0x04_03_4b_50;
const MOST_ENTRIES = 2_000;

/** What a ZIP archive holds, by its directory (PKWARE APPNOTE §4.3). Archives beyond 4 GB are not read. */
export function zipEntries(archive: Buffer): ReadonlyMap<string, ZipEntry> {
  const end = endOfDirectory(archive);
  const [count, first] = [archive.readUInt16LE(end + 10), archive.readUInt32LE(end + 16)];
  if (count > MOST_ENTRIES) throw new FileDamaged('the archive holds too many files');
  const entries = new Map<string, ZipEntry>();
  let at = first;
  for (let index = 0; index < count; index += 1) {
    requireSignature(archive, at, CENTRAL, 46);
    const size = archive.readUInt32LE(at + 20);
    const [nameSize, extraSize, commentSize] = [28, 30, 32].map((offset) => archive.readUInt16LE(at + offset)) as [
      number,
      number,
      number,
    ];
    const local = archive.readUInt32LE(at + 42);
    const name = archive.toString('utf8', at + 46, at + 46 + nameSize);
    requireSignature(archive, local, LOCAL, 30);
    const from = local + 30 + archive.readUInt16LE(local + 26) + archive.readUInt16LE(local + 28);
    if (from + size > archive.length) throw new FileDamaged(`${name} is cut off`);
    entries.set(name, { name, method: archive.readUInt16LE(at + 10), content: archive.subarray(from, from + size) });
    at += 46 + nameSize + extraSize + commentSize;
  }
  return entries;
}

/** It stands before a comment of at most 65,535 bytes. */
function endOfDirectory(archive: Buffer): number {
  for (let at = archive.length - 22; at >= Math.max(0, archive.length - 65_557); at -= 1) {
    if (archive.readUInt32LE(at) === END) return at;
  }
  throw new FileDamaged('the end of the archive is missing');
}

function requireSignature(archive: Buffer, at: number, signature: number, size: number): void {
  if (at + size > archive.length || archive.readUInt32LE(at) !== signature)
    throw new FileDamaged('the directory of the archive is damaged');
}
