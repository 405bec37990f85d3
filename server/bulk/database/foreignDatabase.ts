/** A row by column in lower case, every value as text; null is null. */
export type ForeignRow = Readonly<Record<string, string | null>>;

/** The database of another system, for reading: one transaction from the first to the last. */
export interface ForeignDatabase {
  /** Those of the tables that there are, in lower case, each with its columns. */
  tables(wanted: readonly string[]): Promise<ReadonlyMap<string, readonly string[]>>;
  /** Piece by piece; `newest`: by this column, the largest first. */
  rows(table: string, columns: readonly string[], newest?: string): AsyncIterable<ForeignRow>;
  count(table: string): Promise<number>;
  close(): Promise<void>;
}

/** Where it is; `address` was looked up and found to be one that may be talked to. */
export interface ForeignPlace {
  readonly engine: 'mysql' | 'postgresql';
  readonly host: string;
  readonly address: string;
  readonly port: number;
  readonly database: string;
  readonly user: string;
  readonly password: string;
  readonly tls: 'off' | 'verified';
}

export const CONNECT_WITHIN_MS = 10_000;
export const ROWS_AT_ONCE = 2_000;
