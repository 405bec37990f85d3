import { Readable } from 'node:stream';
import { CsvError, parse } from 'csv-parse';
import { FileDamaged, type FileRow } from './fileRow.ts';

/** A row longer than this is a quote that was never closed. */
const LONGEST_ROW = 1_000_000;

/**
 * Reads CSV (RFC 4180) from pieces of text, with any one-character separator and any line ends, also mixed. Empty lines are
 * left out. Quotes within an unquoted cell stand for themselves, as spreadsheets read them. Throws FileDamaged.
 */
export async function* csvRows(
  pieces: Iterable<string> | AsyncIterable<string>,
  separator: string,
): AsyncGenerator<FileRow, void> {
  let line = 1;
  /** Where each record begins that the parser is ahead of us. */
  const begins: number[] = [];
  const parser = parse({
    ...{ delimiter: separator, record_delimiter: ['\r\n', '\n', '\r'], max_record_size: LONGEST_ROW },
    ...{ relax_quotes: true, relax_column_count: true, bom: true },
    on_record: (record: string[]) => {
      begins.push(line);
      // Counted here: within quotes the parser takes a return with its line feed for two lines.
      line += record.reduce((sum, cell) => sum + cell.split(/\r\n|\r|\n/).length - 1, 1);
      return record;
    },
  });
  const source = Readable.from(pieces, { objectMode: false });
  source.on('error', (error) => parser.destroy(error)).pipe(parser);
  try {
    for await (const record of parser as AsyncIterable<readonly string[]>) {
      const row = { line: begins.shift() ?? line, cells: record.map(tidy) };
      if (row.cells.some((cell) => cell !== '')) yield row;
    }
  } catch (error) {
    throw error instanceof CsvError ? damaged(error, line) : error;
  }
}

function tidy(cell: string): string {
  return cell.replaceAll(/\r\n?/g, '\n').trim();
}

function damaged(error: CsvError, line: number): FileDamaged {
  const isQuote = error.code === 'CSV_QUOTE_NOT_CLOSED' || error.code === 'CSV_MAX_RECORD_SIZE';
  return new FileDamaged(
    isQuote ? `a quote that begins in line ${line} is never closed` : `line ${line}: ${error.code}`,
    {
      cause: error,
    },
  );
}
