import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { withClient } from '../../support/withClient.ts';

const Backend = z.object({ pid: z.int() });

/**
 * How long this process and the database's have stood in line for a processor so far, in milliseconds: what other work on
 * the machine adds to everything that is measured. Linux counts it by process (second figure of schedstat).
 */
export async function coreWait(superuserUrl: string): Promise<() => number> {
  const backends = await withClient(superuserUrl, async (client) => {
    const { rows } = await client.query(
      `select pid from pg_stat_activity where backend_type = 'client backend' and pid <> pg_backend_pid()`,
    );
    return rows.map((row) => Backend.parse(row).pid);
  });
  const files = [process.pid, ...backends].map((pid) => `/proc/${pid}/task/${pid}/schedstat`);
  return () => files.reduce((sum, file) => sum + waitedMs(file), 0);
}

function waitedMs(file: string): number {
  try {
    return Number(readFileSync(file, 'utf8').split(' ')[1]) / 1e6;
  } catch {
    // A connection that was closed meanwhile, or another system than Linux.
    return 0;
  }
}
