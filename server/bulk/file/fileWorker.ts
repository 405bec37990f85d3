import { parentPort, workerData } from 'node:worker_threads';
import { z } from 'zod';
import { ImportFormat, Separator, TextEncoding } from '#shared/bulk/importSettings.ts';
import { type DumpSource, dumpRows } from '../dump/dumpSheet.ts';
import { freeRadius } from '../dump/freeRadius.ts';
import { phpNuxBill } from '../dump/phpNuxBill.ts';
import { csvRows } from './csvReader.ts';
import type { FileRow } from './fileRow.ts';
import { xlsxRows } from './xlsxReader.ts';

/** What a thread that reads a file is given. */
const Job = z.object({
  format: ImportFormat,
  encoding: TextEncoding,
  separator: Separator,
  file: z.instanceof(Uint8Array),
});
const PIECE = 65_536;
const PER_ANSWER = 500;

function* textOf({ file, encoding }: z.infer<typeof Job>): Generator<string> {
  const decoder = new TextDecoder(encoding);
  for (let at = 0; at < file.length; at += PIECE) yield decoder.decode(file.subarray(at, at + PIECE), { stream: true });
  yield decoder.decode();
}

const port = parentPort!;
const job = Job.parse(workerData);
/** A dump is read as a whole: its tables refer to each other. */
async function* dumped({ file, encoding }: z.infer<typeof Job>, source: DumpSource): AsyncGenerator<FileRow, void> {
  yield* dumpRows(new TextDecoder(encoding).decode(file), source);
}

function rowsOf(given: z.infer<typeof Job>): AsyncGenerator<FileRow, void> {
  if (given.format === 'xlsx') return xlsxRows(Buffer.from(given.file));
  if (given.format === 'phpnuxbill') return dumped(given, phpNuxBill);
  return given.format === 'freeradius' ? dumped(given, freeRadius) : csvRows(textOf(given), given.separator);
}
const rows = rowsOf(job);

/** Each message asks for some more rows; an empty answer says that there are none. */
port.on('message', () => void answer());

/** What an account used in years is more than a row. */
function weightOf({ object }: FileRow): number {
  return object?.what === 'usage' ? 1 + object.sessions.length / 5 : 1;
}

async function answer(): Promise<void> {
  const some: FileRow[] = [];
  try {
    for (let weight = 0; weight < PER_ANSWER;) {
      const next = await rows.next();
      if (next.done === true) break;
      some.push(next.value);
      weight += weightOf(next.value);
    }
    port.postMessage({ rows: some });
  } catch (error) {
    port.postMessage({ damaged: error instanceof Error ? error.message : String(error) });
  }
}
