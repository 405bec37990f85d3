import { fuzzReplies } from '../routeros/replyFuzz.ts';

/** Millions of mutated replies; the short version is test/routeros/replyFuzz.test.ts. Seed as first argument. */
const seed = Number(process.argv[2] ?? Date.now() % 1_000_000);
const rounds = 20;
const repliesPerRound = 250_000;

process.stdout.write(`routeros: ${rounds} rounds of ${repliesPerRound} mutated replies, seed ${seed}\n`);
const startedAt = performance.now();
let forgotten = 0;
let connections = 0;
for (let round = 0; round < rounds; round += 1) {
  const report = await fuzzReplies(seed + round, repliesPerRound);
  forgotten += report.forgotten;
  connections += report.connections;
}
const seconds = Math.round((performance.now() - startedAt) / 1_000);
const heapMib = Math.round(process.memoryUsage().heapUsed / 1_048_576);
process.stdout.write(
  `routeros: ${rounds * repliesPerRound} replies over ${connections} connections in ${seconds} s, ${forgotten} callers without an answer, ${heapMib} MiB of heap\n`,
);
process.exit(forgotten === 0 ? 0 : 1);
