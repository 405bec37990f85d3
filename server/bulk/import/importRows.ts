import type { ActorId, TenantId } from '#shared/values/ids.ts';
import type { StoredJob } from '../bulkJobStore.ts';
import { readFileRows } from '../file/readFile.ts';
import type { ReadLine, ReadObject } from './importedLine.ts';
import { readRow } from './readRow.ts';

/** Rows of a job's file as they are read, some at a time. Throws FileDamaged. */
export async function* importRows(
  file: Buffer,
  { format = 'csv', headings, settings }: Pick<StoredJob, 'format' | 'headings' | 'settings'>,
  country: string,
): AsyncGenerator<readonly (ReadLine | ReadObject)[]> {
  if (!settings) return;
  const { encoding, separator, columns, dateOrder } = settings;
  let isFirst = true;
  for await (const rows of readFileRows(file, { format, encoding, separator })) {
    const content = isFirst ? rows.slice(1) : rows;
    isFirst = false;
    yield content.map(({ object, ...row }) =>
      object ? { line: row.line, object } : readRow(row, { headings, columns, dateOrder, country }),
    );
  }
}

/** Of a job, by name: what commands of it act under, once. */
export function rowKey(tenant: TenantId, job: ActorId, line: number, act: string): string {
  return `bulk:${tenant.slice(0, 8)}:${job}:${line}:${act}`;
}
