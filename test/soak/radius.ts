import { fuzzPackets } from '../radius/packetFuzz.ts';

/** A million mutated packets; the short version is test/radius/packetFuzz.test.ts. Seed as first argument. */
const seed = Number(process.argv[2] ?? Date.now() % 1_000_000);
const rounds = 20;
const packetsPerRound = 50_000;

process.stdout.write(`radius: ${rounds} rounds of ${packetsPerRound} mutated packets, seed ${seed}\n`);
const startedAt = performance.now();
const wrong: string[] = [];
let valid = 0;
for (let round = 0; round < rounds; round += 1) {
  const report = fuzzPackets(seed + round, packetsPerRound);
  wrong.push(...report.wrong);
  valid += report.valid;
}
const seconds = Math.round((performance.now() - startedAt) / 1_000);
const heapMib = Math.round(process.memoryUsage().heapUsed / 1_048_576);
process.stdout.write(
  `radius: ${rounds * packetsPerRound} packets in ${seconds} s, ${valid} with a right seal, ${wrong.length} judged wrongly, ${heapMib} MiB of heap\n`,
);
for (const packet of wrong.slice(0, 10)) process.stdout.write(`  ${packet}\n`);
process.exit(wrong.length === 0 ? 0 : 1);
