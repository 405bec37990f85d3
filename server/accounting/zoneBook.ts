import type { Pool } from 'pg';
import type { Clock } from '#actors/system/clock.ts';
import type { LineSession } from './lineSession.ts';
import { systemBatch } from './systemBatchStore.ts';
import { readZones } from './zoneStore.ts';

const FRESH_MS = 60_000;
const NO_COMPANY = 'UTC';

/**
 * Whose calendar a session's usage counts by: the branch of its router, where the line is; else the company. Read anew
 * every minute; a branch that moves to another zone changes days from then on.
 */
export class ZoneBook {
  readonly #pool: Pool;
  readonly #clock: Clock;
  readonly #routers = new Map<string, string>();
  readonly #companies = new Map<string, string>();
  #readAt = Number.NEGATIVE_INFINITY;

  constructor(pool: Pool, clock: Clock) {
    this.#pool = pool;
    this.#clock = clock;
  }

  async prepare(): Promise<void> {
    const now = this.#clock.now();
    if (now - this.#readAt < FRESH_MS) return;
    const rows = await systemBatch(this.#pool, readZones);
    this.#routers.clear();
    for (const { tenantId, nasId, zone } of rows)
      if (nasId === null) this.#companies.set(tenantId, zone);
      else this.#routers.set(nasId, zone);
    this.#readAt = now;
  }

  zoneOf({ nasId, tenantId }: Pick<LineSession, 'nasId' | 'tenantId'>): string {
    return this.#routers.get(nasId) ?? this.#companies.get(tenantId) ?? NO_COMPANY;
  }
}
