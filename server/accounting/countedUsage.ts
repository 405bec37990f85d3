import type { Pool, PoolClient } from 'pg';
import type { TenantId } from '#shared/values/ids.ts';
import { addTallied } from './countedUsageStore.ts';
import { systemBatch } from './systemBatchStore.ts';
import type { Growth } from './usageShares.ts';
import { type UsageRow, UsageTally } from './usageTally.ts';
import type { ZoneBook } from './zoneBook.ts';
import { ZoneDays } from './zoneDays.ts';

/** What a line that sends no RADIUS used between two readings of what counts it. */
export interface CountedGrowth extends Growth {
  readonly tenantId: TenantId;
  readonly subscriptionId: string;
  readonly nasId: string;
}

export interface CountedUsageOptions {
  readonly pool: Pool;
  readonly zones: ZoneBook;
  /** Told what was stored by day. */
  readonly onStored: (days: readonly UsageRow[]) => void;
}

/** Stores usage that was counted in other ways than by reports of RADIUS, beside those and in the same tables. */
export class CountedUsage {
  readonly #options: CountedUsageOptions;
  readonly #days = new ZoneDays();

  constructor(options: CountedUsageOptions) {
    this.#options = options;
  }

  /**
   * `take` writes down up to where has been counted, in the same transaction of the system role, and answers what has
   * grown until there: both are stored, or neither. Rejects when the database does.
   */
  async store(take: (client: PoolClient) => Promise<readonly CountedGrowth[]>): Promise<void> {
    const { pool, zones, onStored } = this.#options;
    await zones.prepare();
    const days = await systemBatch(pool, async (client) => {
      const tally = new UsageTally(this.#days, (session) => zones.zoneOf(session));
      for (const growth of await take(client)) tally.add(growth, growth, zones.zoneOf(growth));
      await addTallied(client, tally);
      return tally.days();
    });
    if (days.length > 0) onStored(days);
  }
}
