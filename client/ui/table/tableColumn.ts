import type { JSX } from 'solid-js';

/** Where a column stands in the card that a row becomes on a phone; columns without a place are left out there. */
export type PhonePlace = 'mark' | 'title' | 'corner' | 'text' | 'textEnd' | 'last' | 'lastEnd';

export interface TableColumn<Row> {
  readonly id: string;
  readonly title: () => string;
  /** Pixels; with `grow` the least, and what is left is shared in its proportion. */
  readonly width: number;
  readonly grow?: number;
  readonly align?: 'end';
  /** Sort keys by direction, as the address and the server name them. {@link sortBoth} makes the usual pair. */
  readonly sort?: { readonly ascending?: string; readonly descending?: string; readonly first?: 'descending' };
  readonly cell: (row: Row, id: string) => JSX.Element;
  /** Plain text of the cell, for export and as hover text. */
  readonly text?: (row: Row) => string | number | undefined;
  /** Shown only once somebody chooses it. */
  readonly extra?: boolean;
  /** Can't be hidden. */
  readonly fixed?: boolean;
  readonly phone?: PhonePlace;
  /** Gives way when the columns do not fit: those of 1 first, then those of 2, from the right. */
  readonly yields?: 1 | 2;
}

/** `name` and `-name`; figures and times usually start with the greatest. */
export function sortBoth(key: string, first?: 'descending'): NonNullable<TableColumn<unknown>['sort']> {
  return { ascending: key, descending: `-${key}`, ...(first ? { first } : {}) };
}
