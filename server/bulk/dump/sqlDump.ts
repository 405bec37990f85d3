import { FileDamaged } from '../file/fileRow.ts';

/** A row by column, in lower case; what is null is absent. */
export type DumpRow = Readonly<Record<string, string>>;
export type DumpTables = ReadonlyMap<string, readonly DumpRow[]>;

const STATEMENT = /^[ \t]*(INSERT\s+(?:IGNORE\s+)?INTO|COPY|CREATE\s+TABLE(?:\s+IF\s+NOT\s+EXISTS)?)\s+/gim;
const MOST_ROWS = 2_000_000;

/** Rows of some tables of a dump of MySQL, MariaDB (mysqldump, phpMyAdmin) or PostgreSQL (pg_dump). */
export function dumpTables(text: string, wanted: readonly string[]): DumpTables {
  const reader = new DumpReader(text, new Set(wanted));
  return reader.read();
}

class DumpReader {
  readonly #text: string;
  readonly #wanted: ReadonlySet<string>;
  /** In MySQL a backslash escapes within every string; in PostgreSQL within E'…' only. */
  readonly #backslash: boolean;
  readonly #tables = new Map<string, DumpRow[]>();
  readonly #columns = new Map<string, readonly string[]>();
  #at = 0;
  #count = 0;

  constructor(text: string, wanted: ReadonlySet<string>) {
    this.#text = text;
    this.#wanted = wanted;
    this.#backslash = !/^-- PostgreSQL database dump/m.test(text.slice(0, 4_000));
  }

  read(): DumpTables {
    for (;;) {
      STATEMENT.lastIndex = this.#at;
      const found = STATEMENT.exec(this.#text);
      if (!found) return this.#tables;
      this.#at = STATEMENT.lastIndex;
      const verb = found[1]!.slice(0, 4).toUpperCase();
      const table = this.#name();
      if (verb === 'CREA') this.#columns.set(table, this.#created());
      else if (verb === 'COPY') this.#copy(table);
      else this.#insert(table);
    }
  }

  #insert(table: string): void {
    const columns = this.#text[this.#skip()] === '(' ? this.#list() : (this.#columns.get(table) ?? []);
    const values = /\s*VALUES?\s*/iy;
    values.lastIndex = this.#at;
    // Values that come from a query are in no dump.
    if (!values.test(this.#text)) return;
    this.#at = values.lastIndex;
    do {
      this.#expect('(');
      const row: (string | undefined)[] = [];
      do row.push(this.#value());
      while (this.#takes(','));
      this.#expect(')');
      this.#keep(table, columns, row);
    } while (this.#takes(','));
  }

  /** `COPY t (a, b) FROM stdin;`, a line per row, to `\.` */
  #copy(table: string): void {
    const columns = this.#text[this.#skip()] === '(' ? this.#list() : (this.#columns.get(table) ?? []);
    const head = /[^\n]*\bFROM\s+stdin;[^\n]*\n/iy;
    head.lastIndex = this.#at;
    if (!head.test(this.#text)) return;
    for (this.#at = head.lastIndex; this.#at < this.#text.length;) {
      const end = this.#text.indexOf('\n', this.#at);
      const line = this.#text.slice(this.#at, end < 0 ? undefined : end).replace(/\r$/, '');
      this.#at = end < 0 ? this.#text.length : end + 1;
      if (line === '\\.') return;
      const cells = line.split('\t').map((cell) => (cell === '\\N' ? undefined : cell.replaceAll(/\\(.)/g, unescape)));
      this.#keep(table, columns, cells);
    }
  }

  #created(): readonly string[] {
    const body = /\s*\(([\s\S]*?)\n\s*\)[^\n]*;/y;
    body.lastIndex = this.#at;
    const found = body.exec(this.#text);
    if (!found) return [];
    this.#at = body.lastIndex;
    return found[1]!.split('\n').flatMap((line) => {
      const name = /^\s*[`"]?(\w+)[`"]?\s+\S/.exec(line)?.[1];
      const isKey =
        name === undefined || /^(?:primary|key|unique|constraint|foreign|index|fulltext|check)$/i.test(name);
      return isKey ? [] : [name.toLowerCase()];
    });
  }

  #keep(table: string, columns: readonly string[], row: readonly (string | undefined)[]): void {
    if (!this.#wanted.has(table)) return;
    if (columns.length < row.length) throw new FileDamaged(`the columns of ${table} are not known`);
    this.#count += 1;
    if (this.#count > MOST_ROWS) throw new FileDamaged('the dump has too many rows');
    const cells = row.flatMap((cell, index) => (cell === undefined ? [] : [[columns[index]!, cell] as const]));
    const rows = this.#tables.get(table) ?? [];
    rows.push(Object.fromEntries(cells));
    this.#tables.set(table, rows);
  }

  /** `db`.`table`, public.table, "table" → table, in lower case. */
  #name(): string {
    const name = /\s*((?:[`"]?[\w$-]+[`"]?\.)*)[`"]?([\w$-]+)[`"]?/y;
    name.lastIndex = this.#at;
    const found = name.exec(this.#text);
    if (!found) throw this.#unreadable();
    this.#at = name.lastIndex;
    return found[2]!.toLowerCase();
  }

  #list(): readonly string[] {
    const names: string[] = [];
    this.#expect('(');
    do names.push(this.#name());
    while (this.#takes(','));
    this.#expect(')');
    return names;
  }

  #value(): string | undefined {
    this.#skip();
    const prefix = /(?:_\w+\s*|[eEnNbBxX])?'/y;
    prefix.lastIndex = this.#at;
    const quote = prefix.exec(this.#text);
    if (quote) {
      this.#at = prefix.lastIndex;
      return this.#string(this.#backslash || /^e/i.test(quote[0]));
    }
    const plain = /[^,()\s']+/y;
    plain.lastIndex = this.#at;
    const found = plain.exec(this.#text);
    if (!found) throw this.#unreadable();
    this.#at = plain.lastIndex;
    if (/^0x[0-9a-f]*$/i.test(found[0])) return Buffer.from(found[0].slice(2), 'hex').toString('utf8');
    return /^null$/i.test(found[0]) ? undefined : found[0];
  }

  #string(backslash: boolean): string {
    const parts: string[] = [];
    for (let from = this.#at; ;) {
      const stop = /['\\]/g;
      stop.lastIndex = this.#at;
      const found = stop.exec(this.#text);
      if (!found) throw new FileDamaged('a text is not closed');
      const at = found.index;
      if (found[0] === '\\' && backslash) {
        parts.push(this.#text.slice(from, at), unescape('', this.#text[at + 1] ?? ''));
        this.#at = from = at + 2;
      } else if (found[0] === "'" && this.#text[at + 1] === "'") {
        parts.push(this.#text.slice(from, at + 1));
        this.#at = from = at + 2;
      } else if (found[0] === "'") {
        parts.push(this.#text.slice(from, at));
        this.#at = at + 1;
        return parts.join('');
      } else this.#at = at + 1;
    }
  }

  /** Where the next character stands that is no white space. */
  #skip(): number {
    while (/\s/.test(this.#text[this.#at] ?? '')) this.#at += 1;
    return this.#at;
  }

  #takes(character: string): boolean {
    if (this.#text[this.#skip()] !== character) return false;
    this.#at += 1;
    return true;
  }

  #expect(character: string): void {
    if (!this.#takes(character)) throw this.#unreadable();
  }

  #unreadable(): FileDamaged {
    const line = this.#text.slice(0, this.#at).split('\n').length;
    return new FileDamaged(`line ${line} of the dump is not understood`);
  }
}

/** MySQL 8.4 manual §11.1.1; PostgreSQL's COPY has the same ones. */
function unescape(_whole: string, character: string): string {
  const meant: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', b: '\b', '0': '\0', Z: '\u{1a}' };
  return meant[character] ?? character;
}
