import { Fields, type ViewRow } from '#shared/wire/downstream.ts';

interface Kept {
  readonly text: string;
  readonly row: ViewRow;
}

/** Gives rows that have no version of their own one that grows whenever their fields differ from the last time. */
export class VersionedRows {
  #last = new Map<string, Kept>();
  #clock = 0;

  update(rows: readonly { readonly id: string; readonly fields: object }[]): readonly ViewRow[] {
    this.#clock += 1;
    const next = new Map<string, Kept>();
    const result = rows.map(({ id, fields }) => {
      const text = JSON.stringify(fields);
      const before = this.#last.get(id);
      const kept =
        before?.text === text
          ? before
          : { text, row: { id, version: this.#clock, fields: Fields.parse(JSON.parse(text)) } };
      next.set(id, kept);
      return kept.row;
    });
    this.#last = next;
    return result;
  }
}
