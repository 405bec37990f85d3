import type { ImportFormat, Separator, TextEncoding } from '#shared/bulk/importSettings.ts';

export interface FileShape {
  readonly format: ImportFormat;
  readonly encoding: TextEncoding;
  readonly separator: Separator;
}

const SEPARATORS: readonly Separator[] = [',', ';', '\t', '|'];

/** What a file is, by its first bytes, whatever its name says. Undefined: nothing that can be imported. */
export function fileShape(head: Buffer): FileShape | undefined {
  if (head.subarray(0, 4).equals(Buffer.from('PK\u0003\u0004')))
    return { format: 'xlsx', encoding: 'utf-8', separator: ',' };
  const encoding = encodingOf(head);
  const text = decode(head, encoding);
  if (text.includes('\0')) return undefined;
  const dump = dumpOf(text);
  if (dump) return { format: dump, encoding, separator: ',' };
  return { format: 'csv', encoding, separator: separatorOf(text) };
}

export function decode(octets: Uint8Array, encoding: TextEncoding): string {
  return new TextDecoder(encoding).decode(octets);
}

/** Text that is no UTF-8 was written by an old Windows program. What the head cuts in half counts for nothing. */
function encodingOf(head: Buffer): TextEncoding {
  if (head[0] === 0xff && head[1] === 0xfe) return 'utf-16le';
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(head, { stream: true });
    return 'utf-8';
  } catch {
    return 'windows-1252';
  }
}

/** A dump of MySQL, MariaDB or PostgreSQL that names tables of a known system. */
function dumpOf(text: string): ImportFormat | undefined {
  if (
    !/^(?:--|\/\*|SET |CREATE |INSERT )/m.test(text.slice(0, 2_000)) ||
    !/\b(?:CREATE TABLE|INSERT INTO|COPY)\b/i.test(text)
  )
    return undefined;
  if (/\btbl_(?:customers|plans|user_recharges)\b/.test(text)) return 'phpnuxbill';
  return /\b(?:radcheck|radusergroup|userinfo|radacct)\b/.test(text) ? 'freeradius' : undefined;
}

/** The one that stands most often, outside of quotes, in the first line. */
function separatorOf(text: string): Separator {
  const first = (text.replace(/^\uFEFF/, '').split(/\r\n|\r|\n/, 1)[0] ?? '').replaceAll(/"[^"]*"/g, '');
  const counted = SEPARATORS.map((separator) => ({ separator, count: first.split(separator).length }));
  return counted.toSorted((left, right) => right.count - left.count)[0]!.separator;
}
