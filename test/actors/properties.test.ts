import fc from 'fast-check';
import { expect, test } from 'vitest';
import { faultyRun, runFaulty } from './properties/faultyDatabase.ts';
import { burst, runOneAtATime } from './properties/oneAtATime.ts';

// The same bodies run longer in test/soak/actors.ts.
test('whatever happens to the database, each key acts once, each sender is answered and the log is the truth', async () => {
  await expect(fc.assert(fc.asyncProperty(faultyRun, runFaulty), { numRuns: 300 })).resolves.toBeUndefined();
}, 60_000);

test('an actor takes one command at a time', async () => {
  await expect(fc.assert(fc.asyncProperty(burst, runOneAtATime), { numRuns: 200 })).resolves.toBeUndefined();
}, 60_000);
