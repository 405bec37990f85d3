import type { PoolClient } from 'pg';
import { addDayUsage, addHourUsage } from './accountingWriteStore.ts';
import type { UsageTally } from './usageTally.ts';

/** Adds what was tallied to what lines used by day and routers carried by hour. */
export async function addTallied(client: PoolClient, tally: UsageTally): Promise<void> {
  for (const statement of [addDayUsage(tally.days()), addHourUsage(tally.hours())])
    if (statement) await client.query(statement);
}
