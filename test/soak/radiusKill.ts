import { killRadiusRounds } from '../radius/killed/killRadiusRounds.ts';

/** `npm run soak -- radiusKill [rounds]`: each of main, RADIUS process and PostgreSQL killed 100 times under accounting. */
const rounds = Number(process.argv[2] ?? 100);
const { sent, acknowledged, stored, lost, invented, doubled, kills } = await killRadiusRounds({
  rounds,
  perSecond: 1_000,
  seed: Date.now(),
  report: (line) => process.stdout.write(`${line}\n`),
});
process.stdout.write(
  `radiusKill: ${kills} kills, ${sent} sent, ${acknowledged} acknowledged, ${stored} stored, ` +
    `${lost.length} lost, ${invented.length} invented, ${doubled.length} doubled\n`,
);
for (const fact of [...lost, ...invented, ...doubled].slice(0, 10)) process.stdout.write(`  ${fact}\n`);
process.exitCode = lost.length + invented.length + doubled.length === 0 ? 0 : 1;
