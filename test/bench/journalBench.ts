import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemClock } from '#server/platform/actors/systemClock.ts';
import { JournalReader } from '#server/radius/journal/journalReader.ts';
import { JournalWriter } from '#server/radius/journal/journalWriter.ts';
import { percentile } from './percentile.ts';

const RECORD_BYTES = 250;
const IN_FLIGHT = 128;
const SECONDS = 5;
const RUNS = 5;

/** The accounting journal by itself: 128 records waiting for the disk at any time, then all of them read. */
export async function benchJournal(report: (line: string) => void): Promise<object> {
  const runs: Figures[] = [];
  for (let run = 1; run <= RUNS; run += 1) {
    const figures = await oneRun();
    runs.push(figures);
    report(`run ${run}: ${figures.perS}/s, p99 ${figures.p99.toFixed(2)} ms, read at ${figures.readPerS}/s`);
  }
  const middle = runs.toSorted((a, b) => a.perS - b.perS)[Math.floor(RUNS / 2)]!;
  return {
    durable_records_per_s: middle.perS,
    p50_ms: Math.round(middle.p50 * 100) / 100,
    p99_ms: Math.round(middle.p99 * 100) / 100,
    records_per_group: Math.round(middle.perGroup),
    records_read_per_s: middle.readPerS,
  };
}

interface Figures {
  readonly perS: number;
  readonly p50: number;
  readonly p99: number;
  readonly perGroup: number;
  readonly readPerS: number;
}

async function oneRun(): Promise<Figures> {
  const directory = mkdtempSync(join(tmpdir(), 'lastmile-bench-journal-'));
  try {
    const written = await write(directory);
    return { ...written, readPerS: await read(directory) };
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

async function write(directory: string): Promise<Omit<Figures, 'readPerS'>> {
  const payload = Buffer.alloc(RECORD_BYTES, 7);
  const tookMs: number[] = [];
  /** When each record was appended, by its place in the window. */
  const appendedAt = new Float64Array(IN_FLIGHT);
  let [durable, appended, groups, running] = [0, 0, 0, true];
  const append = (): void => {
    for (; running && appended - durable < IN_FLIGHT; appended += 1) {
      if (writer.append(payload) === -1) return void setTimeout(append, 1);
      appendedAt[appended % IN_FLIGHT] = performance.now();
    }
  };
  const writer = await JournalWriter.open({
    directory,
    clock: systemClock,
    onTrouble(error) {
      throw error;
    },
    onDurable(sequence) {
      const now = performance.now();
      for (; durable < sequence; durable += 1) tookMs.push(now - appendedAt[durable % IN_FLIGHT]!);
      groups += 1;
      append();
    },
  });
  const began = performance.now();
  append();
  await new Promise((resolve) => setTimeout(resolve, SECONDS * 1_000));
  running = false;
  const seconds = (performance.now() - began) / 1_000;
  await writer.close();
  return {
    perS: Math.round(durable / seconds),
    p50: percentile(tookMs, 0.5),
    p99: percentile(tookMs, 0.99),
    perGroup: durable / groups,
  };
}

async function read(directory: string): Promise<number> {
  await using reader = await JournalReader.open(directory);
  const began = performance.now();
  let count = 0;
  for (let records = 1; records > 0; count += records) records = (await reader!.read()).records.length;
  return Math.round(count / ((performance.now() - began) / 1_000));
}
