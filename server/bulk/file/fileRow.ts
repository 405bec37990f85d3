import type { SourceObject } from '../source/sourceObject.ts';

/** A row of a file: its number as a person would count it (1: the heading), and its cells. */
export interface FileRow {
  readonly line: number;
  readonly cells: readonly string[];
  /** Of a known system: something else than a customer and a line. Its cells are none. */
  readonly object?: SourceObject | undefined;
}

/** The file can't be read to its end; the message says where. */
export class FileDamaged extends Error {
  override readonly name = 'FileDamaged';
}
