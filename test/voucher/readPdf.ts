import { inflateSync } from 'node:zlib';

export interface ReadPage {
  readonly width: number;
  readonly height: number;
  readonly texts: readonly string[];
  /** Names of pictures that are drawn. */
  readonly images: readonly string[];
  /** Rectangles of each QR: left, bottom, width, height. */
  readonly qr: readonly (readonly (readonly number[])[])[];
}

/**
 * Reads a PDF by its cross-reference table, as a viewer would: every place in it must hold its object. Written from
 * PDF 32000-1, not from what writes the sheets.
 */
export function readPdf(pdf: Buffer): { readonly pages: readonly ReadPage[] } {
  const text = pdf.toString('latin1');
  const start = Number(/startxref\n(\d+)\n%%EOF\n$/.exec(text)?.[1]);
  const table = text.slice(start);
  const places = [...table.matchAll(/^(\d{10}) \d{5} n $/gm)].map(([, place]) => Number(place));
  const object = (id: number): string => {
    const at = places[id - 1];
    if (at === undefined || !text.startsWith(`${id} 0 obj`, at)) throw new Error(`object ${id} is not at its place`);
    return text.slice(at, text.indexOf('endobj', at));
  };
  for (let id = 1; id <= places.length; id += 1) object(id);
  const root = object(Number(/\/Root (\d+)/.exec(table)?.[1]));
  const tree = object(Number(/\/Pages (\d+)/.exec(root)?.[1]));
  const kids = [...(/\/Kids \[([^\]]*)\]/.exec(tree)?.[1] ?? '').matchAll(/(\d+) 0 R/g)].map(([, id]) => Number(id));
  return {
    pages: kids.map((id) => readPage(object(id), (stream) => streamOf(pdf, object(stream), places[stream - 1]!))),
  };
}

function readPage(page: string, stream: (id: number) => string): ReadPage {
  const [, width, height] = /\/MediaBox \[0 0 (\d+) (\d+)\]/.exec(page)!.map(Number);
  const content = stream(Number(/\/Contents (\d+)/.exec(page)?.[1]));
  const decoder = new TextDecoder('windows-1252');
  return {
    width: width!,
    height: height!,
    texts: [...content.matchAll(/<([0-9a-f]*)> Tj/g)].map(([, hex]) => decoder.decode(Buffer.from(hex!, 'hex'))),
    images: [...content.matchAll(/\/(I\d+) Do/g)].map(([, name]) => name!),
    qr: [...content.matchAll(/q 0 g [^\n]* cm ([^\n]* re) f Q/g)].map(([, rectangles]) =>
      [...rectangles!.matchAll(/(\d+) (\d+) (\d+) (\d+) re/g)].map(([, ...numbers]) => numbers.map(Number)),
    ),
  };
}

function streamOf(pdf: Buffer, object: string, at: number): string {
  const length = Number(/\/Length (\d+)/.exec(object)?.[1]);
  const from = at + object.indexOf('stream\n') + 'stream\n'.length;
  return inflateSync(pdf.subarray(from, from + length)).toString('latin1');
}
