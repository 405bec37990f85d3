import { expiryRate } from '../radius/expiry/expiryRate.ts';

/**
 * `npm run soak -- expiry [lines] [routers] [seconds]`: so many lines end at the same instant, each second again; the short
 * version is test/radius/expiry.
 */
const lines = Number(process.argv[2] ?? 1_000);
const routers = Number(process.argv[3] ?? 4);
const seconds = Number(process.argv[4] ?? 5);
const outcome = await expiryRate({ lines, routers, seconds, report: (line) => process.stdout.write(`${line}\n`) });
const { inGarden, bySecond, steps, spentBefore, spent, walled, confirmed } = outcome;
const written = ({ p50, p99, most }: typeof inGarden): string => `p50 ${p50} ms, p99 ${p99} ms, most ${most} ms`;
process.stdout.write(
  `expiry: ${seconds} times ${lines} lines on ${routers} routers in the walled garden: ${written(inGarden)}\n`,
);
for (const [second, spread] of bySecond.entries()) process.stdout.write(`  second ${second + 1}: ${written(spread)}\n`);
for (const [step, spread] of Object.entries(steps).toSorted(([, a], [, b]) => a.p50 - b.p50))
  process.stdout.write(`  ${step}: ${written(spread)}\n`);
const times = ({ main, radius, postgres }: typeof spent): string =>
  `main ${main} µs, radius ${radius} µs, PostgreSQL ${postgres} µs`;
process.stdout.write(
  `  processor time for each until the last one was in: ${times(spentBefore)}; until all were confirmed: ${times(spent)}\n` +
    `  ${walled} read back, ${confirmed} confirmed\n`,
);
process.exitCode = walled === lines * seconds && confirmed === lines * seconds && inGarden.most <= 1_000 ? 0 : 1;
