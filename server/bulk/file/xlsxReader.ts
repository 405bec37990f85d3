import { Readable } from 'node:stream';
import { createInflateRaw } from 'node:zlib';
import { FileDamaged, type FileRow } from './fileRow.ts';
import { dateStyles, dateText } from './xlsxDates.ts';
import { xmlAttribute, xmlText } from './xmlText.ts';
import { type ZipEntry, zipEntries } from './zipEntries.ts';

/** What comes out of an archive of 50 MB may be much larger; more than this is no list of customers. */
const MOST_INFLATED = 1_073_741_824;
const MOST_STRINGS = 134_217_728;

/**
 * Rows of the first sheet of a workbook (ECMA-376 Part 1 §18.3), as their cells are shown: dates as 2026-03-31. Read here
 * rather than by read-excel-file 9, which unpacks the whole archive and answers the whole sheet at once (its README,
 * "Streaming Decompression"): a workbook of 50 MB would come to gigabytes.
 */
export async function* xlsxRows(file: Buffer): AsyncGenerator<FileRow, void> {
  const entries = zipEntries(file);
  const sheet = entries.get(await firstSheet(entries));
  if (!sheet) throw new FileDamaged('the workbook has no sheet');
  const strings = await sharedStrings(entries.get('xl/sharedStrings.xml'));
  const styles = entries.get('xl/styles.xml');
  const dates = dateStyles(styles ? await wholeText(styles, MOST_STRINGS) : '');
  let count = 0;
  for await (const row of elements(sheet, 'row', MOST_INFLATED)) {
    count += 1;
    const line = Number(xmlAttribute(row.slice(0, row.indexOf('>') + 1), 'r') ?? count);
    count = line;
    const cells = cellsOf(row, strings, dates);
    if (cells.some((cell) => cell !== '')) yield { line, cells };
  }
}

async function firstSheet(entries: ReadonlyMap<string, ZipEntry>): Promise<string> {
  const [workbook, relations] = ['xl/workbook.xml', 'xl/_rels/workbook.xml.rels'].map((name) => entries.get(name));
  if (!workbook || !relations) throw new FileDamaged('this archive is no workbook');
  const tag = /<(?:\w+:)?sheet\s[^>]*>/.exec(await wholeText(workbook, MOST_STRINGS))?.[0] ?? '';
  const id = /\s\w+:id="([^"]*)"/.exec(tag)?.[1];
  for (const [relation] of (await wholeText(relations, MOST_STRINGS)).matchAll(/<Relationship\s[^>]*>/g)) {
    if (xmlAttribute(relation, 'Id') !== id) continue;
    const target = xmlAttribute(relation, 'Target') ?? '';
    return target.startsWith('/') ? target.slice(1) : `xl/${target}`;
  }
  return 'xl/worksheets/sheet1.xml';
}

async function sharedStrings(entry: ZipEntry | undefined): Promise<readonly string[]> {
  const strings: string[] = [];
  if (!entry) return strings;
  for await (const item of elements(entry, 'si', MOST_STRINGS)) strings.push(textsOf(item));
  return strings;
}

/** The text of all runs; what only says how it is pronounced (§18.4.6) is no part of it. */
function textsOf(element: string): string {
  const plain = element.replaceAll(/<(?:\w+:)?rPh[\s>].*?<\/(?:\w+:)?rPh>/gs, '');
  return [...plain.matchAll(/<(?:\w+:)?t(?:\s[^>]*)?>(.*?)<\/(?:\w+:)?t>/gs)]
    .map(([, text]) => xmlText(text ?? ''))
    .join('');
}

const CELL = /<(?:\w+:)?c(\s[^>]*?)?(?:\/>|>(.*?)<\/(?:\w+:)?c>)/gs;

function cellsOf(row: string, strings: readonly string[], dates: ReadonlySet<number>): string[] {
  const cells: string[] = [];
  for (const [, attributes = '', content = ''] of row.matchAll(CELL)) {
    const at = columnOf(xmlAttribute(attributes, 'r')) ?? cells.length;
    if (at >= 200) continue;
    while (cells.length < at) cells.push('');
    cells[at] = cellText(attributes, content, strings, dates).trim();
  }
  return cells;
}

function cellText(attributes: string, content: string, strings: readonly string[], dates: ReadonlySet<number>): string {
  const type = xmlAttribute(attributes, 't');
  if (type === 'inlineStr') return textsOf(content);
  const value = xmlText(/<(?:\w+:)?v(?:\s[^>]*)?>(.*?)<\/(?:\w+:)?v>/s.exec(content)?.[1] ?? '');
  if (type === 's') return strings[Number(value)] ?? '';
  if (value === '' || (type !== undefined && type !== 'n'))
    return type === 'b' ? (value === '1' ? 'true' : 'false') : value;
  const number = Number(value);
  if (!Number.isFinite(number)) return value;
  if (dates.has(Number(xmlAttribute(attributes, 's') ?? -1))) return dateText(number);
  // 2.54722123456E11 is a telephone number.
  return Number.isSafeInteger(number) ? String(number) : value;
}

/** `AB12` → 27. */
function columnOf(reference: string | undefined): number | undefined {
  const letters = reference?.match(/^[A-Z]+/)?.[0];
  if (letters === undefined) return undefined;
  return Array.from(letters).reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0) - 1;
}

async function wholeText(entry: ZipEntry, most: number): Promise<string> {
  let text = '';
  for await (const piece of textOf(entry, most)) text += piece;
  return text;
}

/** Each element of a name with what is in it, as the text comes; elements of this name don't hold each other. */
async function* elements(entry: ZipEntry, name: string, most: number): AsyncGenerator<string> {
  const begins = new RegExp(`<(?:\\w+:)?${name}[\\s>/]`);
  const ends = new RegExp(`</(?:\\w+:)?${name}>`);
  let rest = '';
  for await (const piece of textOf(entry, most)) {
    rest += piece;
    for (;;) {
      const start = begins.exec(rest);
      if (!start) {
        rest = rest.slice(-64);
        break;
      }
      const from = rest.slice(start.index);
      const tag = /^[^>]*>/.exec(from)?.[0];
      if (tag?.endsWith('/>')) {
        rest = from.slice(tag.length);
        continue;
      }
      const end = ends.exec(from);
      if (!end) {
        rest = from;
        if (rest.length > 8_388_608) throw new FileDamaged('a row of the sheet is too long');
        break;
      }
      yield from.slice(0, end.index);
      rest = from.slice(end.index + end[0].length);
    }
  }
}

async function* textOf(entry: ZipEntry, most: number): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  let size = 0;
  const octets: AsyncIterable<Buffer> =
    entry.method === 0 ? Readable.from([entry.content]) : Readable.from([entry.content]).pipe(createInflateRaw());
  try {
    for await (const piece of octets) {
      size += piece.length;
      if (size > most) throw new FileDamaged('the sheet is too large');
      yield decoder.decode(piece, { stream: true });
    }
  } catch (error) {
    if (error instanceof FileDamaged) throw error;
    throw new FileDamaged(`${entry.name} can't be unpacked`, { cause: error });
  }
}
