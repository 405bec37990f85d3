/** A prepared statement and its values, ready for pg. */
export interface Statement {
  readonly name: string;
  readonly text: string;
  readonly values: unknown[];
}
