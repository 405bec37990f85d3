import { radiusStorm } from '../radius/storm/radiusStorm.ts';

/** `npm run soak -- radiusStorm [sessions] [seconds]`: 50,000 sessions back within 60 s; the short version is test/radius/storm. */
const sessions = Number(process.argv[2] ?? 50_000);
const seconds = Number(process.argv[3] ?? 60);
const outcome = await radiusStorm({ sessions, seconds, report: (line) => process.stdout.write(`${line}\n`) });
const { backAfterMs, worstAnswerMs, sessionsTruly, sessionsStored, zombies, differing, octetsTruly, octetsStored } =
  outcome;
process.stdout.write(
  `radiusStorm: ${sessions} back after ${backAfterMs} ms, slowest answer meanwhile ${worstAnswerMs} ms; ` +
    `${sessionsStored} of ${sessionsTruly} sessions stored, ${zombies} left open, ${differing.length} differ, ` +
    `${octetsStored} of ${octetsTruly} octets\n`,
);
for (const key of differing.slice(0, 10)) process.stdout.write(`  ${key}\n`);
const isWhole = sessionsStored === sessionsTruly && zombies + differing.length === 0 && octetsStored === octetsTruly;
process.exitCode = isWhole && backAfterMs < (seconds + 30) * 1_000 ? 0 : 1;
