import { createDeflateRaw, crc32 } from 'node:zlib';
import { xmlEscape } from '../file/xmlText.ts';

export type SheetCell = string | number | undefined;

/** Rows that a sheet has at most (ECMA-376; Excel's limit), the heading among them. */
export const MOST_SHEET_ROWS = 1_048_576;

const HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const OFFICE = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006';
const TYPES = 'application/vnd.openxmlformats-officedocument.spreadsheetml';

const parts: readonly (readonly [string, string])[] = [
  [
    '[Content_Types].xml',
    `<Types xmlns="${PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="${TYPES}.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="${TYPES}.worksheet+xml"/></Types>`,
  ],
  [
    '_rels/.rels',
    `<Relationships xmlns="${PACKAGE}/relationships"><Relationship Id="rId1" Type="${OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
  ],
  [
    'xl/workbook.xml',
    `<workbook xmlns="${MAIN}" xmlns:r="${OFFICE}"><sheets><sheet name="Sheet1" sheetId="1" r:id="rId1"/></sheets></workbook>`,
  ],
  [
    'xl/_rels/workbook.xml.rels',
    `<Relationships xmlns="${PACKAGE}/relationships"><Relationship Id="rId1" Type="${OFFICE}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>`,
  ],
];

/**
 * A workbook of one sheet, in pieces as its rows come; only the piece that is being packed is held. Written here rather than
 * by write-excel-file 4, which takes all rows as one array before it writes the first: a list has up to a million.
 */
export async function* xlsxFile(rows: AsyncIterable<readonly (readonly SheetCell[])[]>): AsyncGenerator<Buffer> {
  const zip = new ZipWriter();
  for (const [name, text] of parts) yield* zip.entry(name, [HEAD + text]);
  yield* zip.entry('xl/worksheets/sheet1.xml', sheet(rows));
  yield zip.end();
}

async function* sheet(rows: AsyncIterable<readonly (readonly SheetCell[])[]>): AsyncGenerator<string> {
  yield `${HEAD}<worksheet xmlns="${MAIN}"><sheetData>`;
  let count = 0;
  for await (const some of rows) {
    const room = some.slice(0, MOST_SHEET_ROWS - count);
    count += room.length;
    yield room.map((cells) => `<row>${cells.map(cell).join('')}</row>`).join('');
  }
  yield '</sheetData></worksheet>';
}

/** Texts stand in the cell itself: a table of texts would have to be held until the end. */
function cell(value: SheetCell): string {
  if (value === undefined) return '<c/>';
  if (typeof value === 'number') return `<c><v>${value}</v></c>`;
  return `<c t="inlineStr"><is><t xml:space="preserve">${xmlEscape(value.slice(0, 32_767))}</t></is></c>`;
}

interface Entry {
  readonly name: Buffer;
  readonly crc: number;
  readonly packed: number;
  readonly size: number;
  readonly at: number;
}

/** PKWARE APPNOTE: sizes follow each entry (§4.3.9), so that nothing has to be known before. */
class ZipWriter {
  readonly #entries: Entry[] = [];
  #at = 0;

  async *entry(name: string, texts: Iterable<string> | AsyncIterable<string>): AsyncGenerator<Buffer> {
    const [at, octets] = [this.#at, Buffer.from(name)];
    const head = header(0x04_03_4b_50, [
      [2, 20],
      [2, 0x08_08],
      [2, 8],
      [4, 0],
      [4, 0],
      [4, 0],
      [4, 0],
      [2, octets.length],
      [2, 0],
    ]);
    yield this.#written(Buffer.concat([head, octets]));
    let [crc, size, packed] = [0, 0, 0];
    const deflate = createDeflateRaw({ level: 6 });
    const feeding = (async () => {
      for await (const text of texts) {
        const piece = Buffer.from(text);
        crc = crc32(piece, crc);
        size += piece.length;
        if (!deflate.write(piece)) await new Promise((resolve) => deflate.once('drain', resolve));
      }
      deflate.end();
    })();
    feeding.catch((error: unknown) => deflate.destroy(error instanceof Error ? error : new Error(String(error))));
    for await (const piece of deflate as AsyncIterable<Buffer>) {
      packed += piece.length;
      yield this.#written(piece);
    }
    await feeding;
    this.#entries.push({ name: octets, crc, packed, size, at });
    yield this.#written(
      header(0x08_07_4b_50, [
        [4, crc],
        [4, packed],
        [4, size],
      ]),
    );
  }

  end(): Buffer {
    const from = this.#at;
    const directory = Buffer.concat(
      this.#entries.flatMap(({ name, crc, packed, size, at }) => [
        header(0x02_01_4b_50, [
          [2, 20],
          [2, 20],
          [2, 0x08_08],
          [2, 8],
          [4, 0],
          [4, crc],
          [4, packed],
          [4, size],
          [2, name.length],
          [2, 0],
          [2, 0],
          [2, 0],
          [2, 0],
          [4, 0],
          [4, at],
        ]),
        name,
      ]),
    );
    const count = this.#entries.length;
    return Buffer.concat([
      directory,
      header(0x06_05_4b_50, [
        [2, 0],
        [2, 0],
        [2, count],
        [2, count],
        [4, directory.length],
        [4, from],
        [2, 0],
      ]),
    ]);
  }

  #written(piece: Buffer): Buffer {
    this.#at += piece.length;
    return piece;
  }
}

/** A signature and figures of two or four bytes each. */
function header(signature: number, figures: readonly (readonly [2 | 4, number])[]): Buffer {
  const buffer = Buffer.alloc(4 + figures.reduce((sum, [size]) => sum + size, 0));
  let at = buffer.writeUInt32LE(signature, 0);
  for (const [size, value] of figures)
    at = size === 2 ? buffer.writeUInt16LE(value, at) : buffer.writeUInt32LE(value >>> 0, at);
  return buffer;
}
