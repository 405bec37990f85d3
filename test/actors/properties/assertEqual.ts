import { isDeepStrictEqual, inspect } from 'node:util';

/** For bodies of properties that run under the test runner and under soak alike. */
export function assertEqual(actual: unknown, expected: unknown, what: string): void {
  if (isDeepStrictEqual(actual, expected)) return;
  throw new Error(`${what}: ${inspect(actual, { depth: 6 })} instead of ${inspect(expected, { depth: 6 })}`);
}
