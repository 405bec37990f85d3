import { fuzzProcess } from '../radius/process/processFuzz.ts';

/** A million mutated requests at a running server; the short version is test/radius/process/processFuzz. Seed as first argument. */
const seed = Number(process.argv[2] ?? Date.now() % 1_000_000);
const rounds = 20;
const packetsPerRound = 50_000;

process.stdout.write(`radiusProcess: ${rounds} rounds of ${packetsPerRound} mutated requests, seed ${seed}\n`);
const startedAt = performance.now();
const wrong: string[] = [];
const heaps: number[] = [];
let accepted = 0;
for (let round = 0; round < rounds; round += 1) {
  const report = await fuzzProcess(seed + round, packetsPerRound);
  wrong.push(...report.wrong);
  heaps.push(report.heapMib);
  accepted += report.accepted;
}
const seconds = Math.round((performance.now() - startedAt) / 1_000);
process.stdout.write(
  `radiusProcess: ${rounds * packetsPerRound} requests in ${seconds} s, ${accepted} let in, ${wrong.length} wrongly, heap ${heaps.join(' ')} MiB\n`,
);
for (const packet of wrong.slice(0, 10)) process.stdout.write(`  ${packet}\n`);
process.exit(wrong.length === 0 ? 0 : 1);
