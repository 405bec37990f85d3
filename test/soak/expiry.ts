import { expiryRate } from '../radius/expiry/expiryRate.ts';

/** `npm run soak -- expiry [lines] [routers]`: 1,000 lines end in the same second; the short version is test/radius/expiry. */
const lines = Number(process.argv[2] ?? 1_000);
const routers = Number(process.argv[3] ?? 4);
const outcome = await expiryRate({ lines, routers, report: (line) => process.stdout.write(`${line}\n`) });
const { inGarden, steps, spentBefore, spent, walled, confirmed } = outcome;
const written = ({ p50, p99, most }: typeof inGarden): string => `p50 ${p50} ms, p99 ${p99} ms, most ${most} ms`;
process.stdout.write(`expiry: ${lines} lines on ${routers} routers in the walled garden: ${written(inGarden)}\n`);
for (const [step, spread] of Object.entries(steps).toSorted(([, a], [, b]) => a.p50 - b.p50))
  process.stdout.write(`  ${step}: ${written(spread)}\n`);
const times = ({ main, radius, postgres }: typeof spent): string =>
  `main ${main} µs, radius ${radius} µs, PostgreSQL ${postgres} µs`;
process.stdout.write(
  `  processor time for each until the last one was in: ${times(spentBefore)}; until all were confirmed: ${times(spent)}\n` +
    `  ${walled} read back, ${confirmed} confirmed\n`,
);
process.exitCode = walled === lines && confirmed === lines && inGarden.most <= 1_000 ? 0 : 1;
