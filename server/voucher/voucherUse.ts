import type { PoolClient } from 'pg';
import type { Clock } from '#actors/system/clock.ts';
import type { ActorId, TenantId } from '#shared/values/ids.ts';
import type { Database } from '../platform/db/database.ts';
import { inTenant } from '../platform/db/inTenant.ts';
import { recordVoucherUse } from './voucherEventStore.ts';
import {
  type Activated,
  addVoucherUsage,
  type FirstUse,
  storeFirstUses,
  type VoucherUsage,
} from './voucherPolicyStore.ts';

/** What the RADIUS process and accounting tell of vouchers. Ids that are no voucher's are left alone. */
export class VoucherUse {
  readonly #database: Database;
  readonly #clock: Clock;

  constructor(parts: { readonly database: Database; readonly clock: Clock }) {
    this.#database = parts.database;
    this.#clock = parts.clock;
  }

  /** In a transaction of its own; the same again changes nothing. */
  async firstUses(tenant: TenantId, uses: readonly FirstUse[]): Promise<void> {
    if (uses.length === 0) return;
    await inTenant(this.#database.appPool, tenant, (client) => this.storeFirstUses(client, tenant, uses));
  }

  /** The same in the caller's transaction, of which it must be the last statement but COMMIT: it appends to the log. */
  async storeFirstUses(client: PoolClient, tenant: TenantId, uses: readonly FirstUse[]): Promise<void> {
    const activated = await storeFirstUses(client, tenant, uses);
    await this.#record(client, tenant, 'voucherBatch.used', activated);
  }

  /** Belongs into the transaction that notes the usage as loaded, as its last statement: it appends to the log. */
  async addUsage(client: PoolClient, tenant: TenantId, usage: readonly VoucherUsage[]): Promise<readonly ActorId[]> {
    const usedUp = await addVoucherUsage(client, tenant, usage, this.#clock.now());
    await this.#record(client, tenant, 'voucherBatch.usedUp', usedUp);
    return usedUp.map(({ id }) => id);
  }

  async #record(client: PoolClient, tenant: TenantId, type: string, touched: readonly Activated[]): Promise<void> {
    const batches = Map.groupBy(touched, ({ batchId }) => batchId);
    for (const [batchId, of] of batches) {
      const vouchers = of.map(({ id }) => id);
      await recordVoucherUse(client, { tenant, batchId, type, vouchers, at: this.#clock.now() });
    }
  }
}
