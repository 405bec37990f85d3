import { deadlineRate } from '../actors/deadlineRate.ts';

/** `npm run soak -- deadlines`: 1,000 deadlines a second for ten seconds, none more than a second late. */
const { set, fired, alarms, latestMs } = await deadlineRate(1_000, 10);
process.stdout.write(`deadlines: ${set} set, ${fired} fired for ${alarms} alarms, the latest ${latestMs} ms late\n`);
if (fired !== set || alarms !== set || latestMs > 1_000) process.exitCode = 1;
