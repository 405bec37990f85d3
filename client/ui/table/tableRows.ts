export interface TableRow<Row> {
  readonly id: string;
  /** Another version of a row that is shown is tinted for a moment. */
  readonly version: number;
  readonly fields: Row;
}

/**
 * What a table shows: a long list of which some part is here. Indexes count from the list's start. Made by
 * `createRowWindow` (a live view), `createArrayRows` or `createPagedRows`.
 */
export interface TableRows<Row> {
  total(): number;
  /** `loading`: nothing is known yet. `refused`: nothing may be shown; `refusal` says why. */
  state(): 'loading' | 'current' | 'catching-up' | 'refused';
  refusal(): { readonly message: string } | undefined;
  /** True while the rows shown still answer the previous filter or sort. */
  changing(): boolean;
  /** Undefined: not loaded. */
  idAt(index: number): string | undefined;
  indexOf(id: string): number | undefined;
  row(id: string): TableRow<Row> | undefined;
  /** All loaded rows, in order. */
  loaded(): readonly TableRow<Row>[];
  /** First loaded index and the one behind the last. */
  range(): { readonly from: number; readonly to: number };
  /** Tells which rows are on the screen; loads their surroundings when needed. */
  show(first: number, last: number): void;
}
