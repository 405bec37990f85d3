import fc from 'fast-check';
import { faultyRun, runFaulty } from '../actors/properties/faultyDatabase.ts';
import { burst, runOneAtATime } from '../actors/properties/oneAtATime.ts';

/** `npm run soak -- actors [runs]`: the properties of the actor system, 20,000 runs each unless told. */
const runs = Number(process.argv[2] ?? 20_000);
if (!Number.isInteger(runs) || runs < 1) throw new Error('npm run soak -- actors [runs]');

const properties = [
  ['a database that fails in every way', fc.asyncProperty(faultyRun, runFaulty)],
  ['one command at a time', fc.asyncProperty(burst, runOneAtATime)],
] as const;

for (const [name, property] of properties) {
  const startedAt = performance.now();
  // In parts, so that it can be seen how far it is; each part draws its own seed and names it when it fails.
  for (let done = 0; done < runs; done += 1_000) {
    await fc.assert(property as fc.IAsyncProperty<unknown>, { numRuns: Math.min(1_000, runs - done) });
    console.log(
      `${name}: ${Math.min(done + 1_000, runs)} runs in ${Math.round((performance.now() - startedAt) / 1_000)} s`,
    );
  }
}
