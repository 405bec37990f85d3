import type { FileRow } from './fileRow.ts';

/** A cell longer than this is a quote that was never closed. */
const LONGEST_CELL = 100_000;

/**
 * Reads CSV (RFC 4180) from pieces of text, with any one-character separator and any line ends. Empty lines are left out.
 * Quotes within an unquoted cell stand for themselves, as spreadsheets read them.
 */
export class CsvReader {
  readonly #separator: string;
  #cells: string[] = [];
  #cell = '';
  /** quote: a quote was read within a quoted cell, which ends it unless another follows */
  #state: 'start' | 'plain' | 'quoted' | 'quote' = 'start';
  #line = 1;
  #startedAt = 1;
  #afterReturn = false;

  constructor(separator: string) {
    this.#separator = separator;
  }

  *push(text: string): Generator<FileRow> {
    for (const character of text) {
      const row = this.#take(character);
      if (row) yield row;
    }
  }

  *end(): Generator<FileRow> {
    if (this.#state === 'start' && this.#cells.length === 0) return;
    const row = this.#endRow();
    if (row) yield row;
  }

  #take(character: string): FileRow | undefined {
    const isFeedOfReturn = character === '\n' && this.#afterReturn;
    this.#afterReturn = character === '\r';
    const breaks = character === '\n' || character === '\r';
    if (breaks && !isFeedOfReturn) this.#line += 1;
    if (this.#state === 'quoted') {
      if (character === '"') this.#state = 'quote';
      else this.#append(isFeedOfReturn || character !== '\r' ? character : '');
      return undefined;
    }
    if (isFeedOfReturn) return undefined;
    if (this.#state === 'quote' && character === '"') {
      this.#state = 'quoted';
      this.#append('"');
      return undefined;
    }
    if (breaks) return this.#endRow();
    if (character === this.#separator) this.#endCell();
    else if (character === '"' && this.#state === 'start') this.#state = 'quoted';
    else {
      this.#append(character);
      this.#state = 'plain';
    }
    return undefined;
  }

  #append(character: string): void {
    // What follows a quote that nobody closes is cut; the row then says what is wrong with it.
    if (this.#cell.length < LONGEST_CELL) this.#cell += character;
  }

  #endCell(): void {
    this.#cells.push(this.#cell.trim());
    this.#cell = '';
    this.#state = 'start';
  }

  #endRow(): FileRow | undefined {
    this.#endCell();
    const row = { line: this.#startedAt, cells: this.#cells };
    this.#cells = [];
    this.#startedAt = this.#line;
    return row.cells.some((cell) => cell !== '') ? row : undefined;
  }
}
