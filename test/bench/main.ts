import { benchAccounting } from './accountingBench.ts';
import { benchActors } from './actorsBench.ts';
import { benchCustomers } from './customersBench.ts';
import { benchJournal } from './journalBench.ts';
import { benchLive } from './liveBench.ts';
import { benchRadius } from './radius/radiusBench.ts';
import { benchSamples } from './samplesBench.ts';
import { benchScale } from './scale/scaleBench.ts';
import { benchSubscriptions } from './subscriptionsBench.ts';

/** `npm run bench -- <name> [--json]`: progress on standard error, figures on standard output. */
const benches: Readonly<Record<string, (report: (line: string) => void) => Promise<object>>> = {
  accounting: benchAccounting,
  actors: benchActors,
  customers: benchCustomers,
  journal: benchJournal,
  live: benchLive,
  radius: benchRadius,
  samples: benchSamples,
  scale: benchScale,
  subscriptions: benchSubscriptions,
};

const [name, ...options] = process.argv.slice(2);
const bench = name === undefined ? undefined : benches[name];
if (!bench) {
  process.stderr.write(`npm run bench -- <name> [--json]\n  names: ${Object.keys(benches).join(', ')}\n`);
  process.exit(2);
}
const figures = await bench((line) => process.stderr.write(`${line}\n`));
if (options.includes('--json')) process.stdout.write(`${JSON.stringify(figures)}\n`);
else for (const [figure, value] of Object.entries(figures)) process.stdout.write(`${figure.padEnd(28)} ${value}\n`);
process.exit(0);
