import { databaseGone } from '../radius/killed/databaseGone.ts';

/** `npm run soak -- radiusDatabaseGone [seconds] [records a second]`: five minutes at 2,000. */
const seconds = Number(process.argv[2] ?? 300);
const recordsPerSecond = Number(process.argv[3] ?? 2_000);
const { logins, accounting, caughtUpMs, lost, invented, doubled, acknowledged, stored } = await databaseGone({
  seconds,
  recordsPerSecond,
  loginsPerSecond: 200,
  report: (line) => process.stdout.write(`${line}\n`),
});
process.stdout.write(
  `radiusDatabaseGone: ${seconds} s, ${logins.ok} logins (${logins.rejected} refused, ${logins.lost} lost), ` +
    `${acknowledged} reports acknowledged (${accounting.lost} lost), ${stored} stored, caught up after ${caughtUpMs} ms; ` +
    `${lost.length} lost, ${invented.length} invented, ${doubled.length} doubled\n`,
);
const isWhole = logins.lost + logins.rejected + lost.length + invented.length + doubled.length === 0;
process.exitCode = isWhole && caughtUpMs < 60_000 ? 0 : 1;
