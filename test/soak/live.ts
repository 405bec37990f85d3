import { runChaos } from '../live/chaosWorld.ts';

/** Chaos over real sockets for thousands of rounds; the short version is test/live/liveChaos.test.ts. Seed as first argument. */
const worlds = 8;
const rounds = 2_500;
const seed = Number(process.argv[2] ?? Date.now() % 1_000_000);

process.stdout.write(`live: ${worlds} worlds of ${rounds} rounds, seed ${seed}\n`);
const startedAt = performance.now();
const reports = await Promise.all(
  Array.from({ length: worlds }, (_, world) => runChaos({ seed: seed + world, rounds })),
);
const sum = (of: (report: (typeof reports)[number]) => number): number =>
  reports.reduce((all, report) => all + of(report), 0);
const facts = [
  `${sum((report) => report.rounds)} rounds`,
  `${sum((report) => report.changes)} changes`,
  `${sum((report) => report.cuts)} connections cut`,
  `${sum((report) => report.shuffled)} messages doubled or disordered`,
  `${sum((report) => report.restarts)} restarts`,
];
const seconds = Math.round((performance.now() - startedAt) / 1_000);
process.stdout.write(`live: every screen right after each of ${facts.join(', ')}; ${seconds} s\n`);
process.exit(0);
