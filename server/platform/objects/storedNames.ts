import type { Database } from '../db/database.ts';
import type { ObjectNames } from '../feature.ts';
import { namesIn } from './objectStore.ts';

/** What objects are called whose name stands in columns of a table of the feature; archived ones keep theirs. */
export function storedNames(database: Database, table: string, ...columns: readonly string[]): ObjectNames {
  return (tenant, ids) => database.tenantTx(tenant, (tx) => namesIn(tx, { table, columns }, ids));
}
