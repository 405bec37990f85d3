import { setImmediate } from 'node:timers/promises';

/** Rows of a batch that are worked on without a pause: some milliseconds of the one thread everybody shares. */
const ROWS_AT_ONCE = 500;

/** Awaited with the index of each row: lets others run now and then. */
export function breathe(index: number): Promise<void> | undefined {
  return index % ROWS_AT_ONCE === ROWS_AT_ONCE - 1 ? setImmediate() : undefined;
}
