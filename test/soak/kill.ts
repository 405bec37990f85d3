import { killRounds } from '../actors/killRounds.ts';

/** `npm run soak -- kill [rounds]`: 200 kills of the server and of PostgreSQL under it, at random moments. */
const rounds = Number(process.argv[2] ?? 200);
for (const victim of ['server', 'postgres'] as const) {
  const outcome = await killRounds({
    victim,
    rounds,
    seed: Date.now(),
    report: (line) => process.stdout.write(`${victim} ${line}\n`),
  });
  const { acknowledged, lost, doubled, unexpected, holes, miscounted, recoveredMs } = outcome;
  const slowest = Math.max(...recoveredMs);
  process.stdout.write(
    `${victim} killed ${rounds} times: ${acknowledged} acknowledged, ${lost.length} lost, ${doubled.length} doubled, ` +
      `${holes} holes, ${miscounted} miscounted, ${unexpected.length} unexpected answers; slowest recovery ${slowest} ms\n`,
  );
  if (lost.length + doubled.length + unexpected.length + holes + miscounted > 0) process.exitCode = 1;
}
