import type { PoolClient } from 'pg';
import type { Clock } from '#actors/system/clock.ts';
import type { ActorId, TenantId } from '#shared/values/ids.ts';
import type { Database } from '../platform/db/database.ts';
import { inTenant } from '../platform/db/inTenant.ts';
import { paced } from '../platform/live/paced.ts';
import { recordVoucherUse } from './voucherEventStore.ts';
import {
  type Activated,
  type FirstUse,
  storeFirstUses,
  storeVoucherDevices,
  storeVoucherUsage,
  type VoucherDevice,
  vouchersInUse,
} from './voucherPolicyStore.ts';

export interface VoucherUseParts {
  readonly database: Database;
  readonly clock: Clock;
  /** Told when usage can't be written; it is tried again with the next report. */
  readonly onTrouble: (error: unknown) => void;
}

/** What accounting has just stored: usage of a day and sessions, of subscriptions as well as of vouchers. */
export interface LoadedUsage {
  readonly days: readonly { readonly tenantId: string; readonly ofId: string }[];
  /** Sessions as they are now. */
  readonly drafts: readonly {
    readonly now: {
      readonly tenantId: string;
      readonly subscriptionId?: string | undefined;
      readonly mac?: string | undefined;
    };
  }[];
}

interface Pending {
  readonly used: Set<ActorId>;
  /** In the order they were heard of. */
  readonly devices: Map<ActorId, Set<string>>;
}

/** Reports come every few seconds at most; a voucher is closed within this time of the one that used it up. */
const WRITE_EVERY_MS = 300;

/**
 * What the RADIUS process and accounting tell of vouchers. Ids that are no voucher's are left alone: those in use are known,
 * so that the reports of lines cost nothing here.
 */
export class VoucherUse {
  readonly #parts: VoucherUseParts;
  readonly #inUse = new Map<TenantId, Set<string>>();
  readonly #pending = new Map<TenantId, Pending>();
  readonly #soon: ReturnType<typeof paced>;
  #writing: Promise<void> = Promise.resolve();

  constructor(parts: VoucherUseParts) {
    this.#parts = parts;
    this.#soon = paced(parts.clock, WRITE_EVERY_MS, () => {
      this.#writing = this.#writing.then(() => this.#write());
    });
  }

  /** Reads which vouchers of the company are in use. */
  async follow(tenant: TenantId): Promise<void> {
    const { database, clock } = this.#parts;
    const ids = await inTenant(database.appPool, tenant, (client) => vouchersInUse(client, tenant, clock.now()));
    this.#inUse.set(tenant, new Set(ids));
  }

  async stop(): Promise<void> {
    this.#soon.stop();
    await this.#writing;
  }

  /** The same again changes nothing. */
  async firstUses(tenant: TenantId, uses: readonly FirstUse[]): Promise<void> {
    if (uses.length === 0) return;
    const activated = await inTenant(this.#parts.database.appPool, tenant, async (client) => {
      const found = await storeFirstUses(client, tenant, uses);
      await this.#record(client, tenant, 'voucherBatch.used', found);
      return found;
    });
    for (const { id } of activated) this.#inUse.get(tenant)?.add(id);
  }

  /** After each transaction of accounting. */
  loaded({ days, drafts }: LoadedUsage): void {
    for (const { tenantId, ofId } of days) this.#of(tenantId, ofId)?.pending.used.add(ofId as ActorId);
    for (const { now } of drafts) {
      const { tenantId, subscriptionId, mac } = now;
      if (subscriptionId === undefined || mac === undefined) continue;
      this.#of(tenantId, subscriptionId)?.seen(mac);
    }
    if (this.#pending.size > 0) this.#soon();
  }

  /** Undefined when it is no voucher in use. */
  #of(tenantId: string, id: string): { readonly pending: Pending; seen(mac: string): void } | undefined {
    const tenant = tenantId as TenantId;
    if (this.#inUse.get(tenant)?.has(id) !== true) return undefined;
    const pending: Pending = this.#pending.get(tenant) ?? { used: new Set(), devices: new Map() };
    this.#pending.set(tenant, pending);
    return {
      pending,
      seen(mac) {
        const macs: Set<string> = pending.devices.get(id as ActorId) ?? new Set();
        pending.devices.set(id as ActorId, macs.add(mac));
      },
    };
  }

  async #write(): Promise<void> {
    const all = [...this.#pending];
    this.#pending.clear();
    for (const [tenant, pending] of all) {
      try {
        await this.#writeOf(tenant, pending);
      } catch (error) {
        this.#parts.onTrouble(error);
      }
    }
  }

  async #writeOf(tenant: TenantId, { used, devices }: Pending): Promise<void> {
    const { database, clock } = this.#parts;
    const over = await inTenant(database.appPool, tenant, async (client) => {
      const usedUp = await storeVoucherUsage(client, tenant, [...used].toSorted(), clock.now());
      const known = new Map<ActorId, Activated>();
      for (const seen of oneOfEach(devices))
        for (const voucher of await storeVoucherDevices(client, tenant, seen)) known.set(voucher.id, voucher);
      await this.#record(client, tenant, 'voucherBatch.deviceSeen', [...known.values()]);
      await this.#record(client, tenant, 'voucherBatch.usedUp', usedUp);
      return usedUp;
    });
    for (const { id } of over) this.#inUse.get(tenant)?.delete(id);
  }

  /** Appends to the log: the last statements of a transaction. */
  async #record(client: PoolClient, tenant: TenantId, type: string, touched: readonly Activated[]): Promise<void> {
    const batches = Map.groupBy(touched, ({ batchId }) => batchId);
    for (const [batchId, of] of batches) {
      const vouchers = of.map(({ id }) => id);
      await recordVoucherUse(client, { tenant, batchId, type, vouchers, at: this.#parts.clock.now() });
    }
  }
}

/** A statement takes one device of a voucher: the first of each, then the second of each that has one. */
function* oneOfEach(devices: Pending['devices']): Generator<readonly VoucherDevice[]> {
  const lists = [...devices].map(([id, macs]) => ({ id, macs: [...macs] }));
  const most = Math.max(0, ...lists.map(({ macs }) => macs.length));
  for (let at = 0; at < most; at += 1)
    yield lists.flatMap(({ id, macs }) => macs.slice(at, at + 1).map((mac) => ({ id, mac })));
}
