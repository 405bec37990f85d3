import { killJournal } from '../radius/journal/killJournal.ts';
import { seededRandom } from '../support/seededRandom.ts';
import { temporaryFolder } from '../support/temporaryFolder.ts';

/** The accounting journal's writer killed 200 times; the short version is test/radius/journal. Seed as first argument. */
const seed = Number(process.argv[2] ?? Date.now() % 1_000_000);
const kills = 200;

process.stdout.write(`journal: ${kills} kills, seed ${seed}\n`);
using folder = temporaryFolder();
const { acknowledged, read, wrong } = await killJournal(folder.path, kills, seededRandom(seed), (round) => {
  if (round % 20 === 0) process.stdout.write(`  ${round} of ${kills}\n`);
});
process.stdout.write(`journal: ${acknowledged} acknowledged, ${read} read, ${wrong.length} wrong\n`);
for (const what of wrong.slice(0, 10)) process.stdout.write(`  ${what}\n`);
process.exitCode = wrong.length === 0 ? 0 : 1;
