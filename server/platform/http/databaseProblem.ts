import { classify } from '../db/databaseError.ts';
import { HttpProblem } from './problem.ts';

/** Trouble of the database that is nobody's mistake is answered with 503 and when to come again. */
export function databaseProblem(error: unknown): HttpProblem | undefined {
  const failure = classify(error);
  if (failure === 'full') {
    return new HttpProblem(503, 'storage/full', 'The database disk is full. Nothing was changed.', {
      cause: error,
      retryAfterMs: 30_000,
    });
  }
  if (failure === 'unavailable' || failure === 'timeout' || failure === 'serialization') {
    return new HttpProblem(503, 'storage/unavailable', 'The database does not answer. Try again.', {
      cause: error,
      retryAfterMs: 2_000,
    });
  }
  return undefined;
}
