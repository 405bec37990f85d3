import { SchemaValidationError, type Interceptor, type QueryResultRow } from 'slonik';
import { z } from 'zod';

const row = z.record(z.string(), z.unknown());

/** Slonik validates nothing by itself: this runs the schema given to `sql.type` on every row. */
export const resultParser: Interceptor = {
  name: 'result-parser',
  transformRow: (context, query, raw) => {
    if (context.resultParser === undefined) return raw;
    const result = context.resultParser['~standard'].validate(raw);
    if (result instanceof Promise) throw new TypeError('a row schema must not be asynchronous');
    if (result.issues) throw new SchemaValidationError(query, raw, [...result.issues]);
    return parsedRow(result.value);
  },
};

/** The schema decided what the value is; slonik only wants to know that it is an object. */
function parsedRow(value: unknown): QueryResultRow {
  if (typeof value === 'object' && value !== null) return value as QueryResultRow;
  return row.parse(value) as QueryResultRow;
}
