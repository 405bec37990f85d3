import { Readable } from 'node:stream';
import { CSV_MARK, csvLine } from '#shared/values/csv.ts';
import type { ActorId, TenantId } from '#shared/values/ids.ts';
import type { Database } from '../platform/db/database.ts';
import { rowPage } from './bulkRowStore.ts';

const PER_READ = 1_000;

/** Every row of a job with what became of it and why, in pieces as they are read. */
export function bulkResult(database: Database, tenant: TenantId, job: ActorId): Readable {
  return Readable.from(lines(database, tenant, job));
}

async function* lines(database: Database, tenant: TenantId, job: ActorId): AsyncGenerator<string> {
  yield CSV_MARK + csvLine(['line', 'name', 'state', 'plan', 'severity', 'column', 'value', 'message']);
  for (let after = 0; ;) {
    const from = after;
    const rows = await database.tenantTx(tenant, (tx) =>
      rowPage(tx, job, { state: undefined, problems: false, after: from, limit: PER_READ }),
    );
    yield rows
      .flatMap(({ line, name, state, plan, problems }) =>
        problems.length === 0
          ? [csvLine([line, name, state, plan])]
          : problems.map(({ severity, column, value, message }) =>
              csvLine([line, name, state, plan, severity, column, value, message]),
            ),
      )
      .join('');
    if (rows.length < PER_READ) return;
    after = rows.at(-1)!.line;
  }
}
