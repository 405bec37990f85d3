import type { Clock } from '#actors/system/clock.ts';
import { ActorId, type TenantId, type UserId } from '#shared/values/ids.ts';
import type { VoidVouchers } from '#shared/voucher/voucher.ts';
import { recordAct } from '../platform/audit/auditStore.ts';
import type { Database } from '../platform/db/database.ts';
import type { TenantTx } from '../platform/db/transaction.ts';
import {
  findVoucherBatch,
  lockVoucherBatch,
  recountVoucherBatch,
  type StoredBatch,
  type VoucherScope,
} from './voucherBatchStore.ts';
import { voucherRefusal } from './voucherRefusal.ts';
import { batchOfVoid, restoreVouchers, sellVouchers, voidVouchers } from './voucherStore.ts';

/** What one act did can be taken back so long. */
const UNDO_WITHIN_MS = 24 * 3_600_000;
/** More ids are not named in an event: whoever follows reads the whole batch again. */
const MOST_NAMED = 1_000;

export interface VoucherActor {
  readonly tenant: TenantId;
  readonly scope: VoucherScope;
  readonly by: UserId;
}

/** Void, restore, sell: each is one event, and the figures of the batch follow. */
export class VoucherActs {
  readonly #database: Database;
  readonly #clock: Clock;
  readonly #newId: () => string;

  constructor(parts: { readonly database: Database; readonly clock: Clock; readonly newId: () => string }) {
    this.#database = parts.database;
    this.#clock = parts.clock;
    this.#newId = parts.newId;
  }

  async void(
    actor: VoucherActor,
    batchId: ActorId,
    { ids, reason }: VoidVouchers,
  ): Promise<{ voidId: ActorId; count: number }> {
    const voidId = ActorId.parse(this.#newId());
    return await this.#change(actor, batchId, async (tx, now) => {
      const done = await voidVouchers(tx, { batchId, ids, voidId, now });
      if (done.length === 0) throw voucherRefusal('voucher/nothing-to-void');
      await this.#record(tx, actor, batchId, 'voucherBatch.voided', done, { voidId, reason });
      return { voidId, count: done.length };
    });
  }

  async restore(actor: VoucherActor, voidId: ActorId): Promise<number> {
    return await this.#database.tenantTx(actor.tenant, async (tx) => {
      const batchId = await batchOfVoid(tx, voidId, this.#clock.now() - UNDO_WITHIN_MS, actor.scope);
      if (batchId === undefined) throw voucherRefusal('voucher/nothing-to-restore');
      await lockVoucherBatch(tx, batchId);
      const done = await restoreVouchers(tx, voidId);
      await this.#record(tx, actor, batchId, 'voucherBatch.restored', done, { voidId });
      return done.length;
    });
  }

  async sell(actor: VoucherActor, batchId: ActorId, ids: readonly ActorId[] | undefined): Promise<number> {
    return await this.#change(actor, batchId, async (tx, now) => {
      const done = await sellVouchers(tx, { batchId, ids, now });
      if (done.length === 0) throw voucherRefusal('voucher/nothing-to-sell');
      await this.#record(tx, actor, batchId, 'voucherBatch.sold', done, {});
      return done.length;
    });
  }

  async #change<T>(
    { tenant, scope }: VoucherActor,
    batchId: ActorId,
    work: (tx: TenantTx, now: number) => Promise<T>,
  ): Promise<T> {
    return await this.#database.tenantTx(tenant, async (tx) => {
      await requireBatch(tx, batchId, scope);
      await lockVoucherBatch(tx, batchId);
      return await work(tx, this.#clock.now());
    });
  }

  async #record(
    tx: TenantTx,
    { by }: VoucherActor,
    id: ActorId,
    type: string,
    done: readonly ActorId[],
    facts: Readonly<Record<string, string>>,
  ): Promise<void> {
    await recountVoucherBatch(tx, id);
    const named = done.length <= MOST_NAMED ? { vouchers: done } : {};
    const at = this.#clock.now();
    await recordAct(tx, { kind: 'voucherBatch', id, type, facts: { count: done.length, ...facts, ...named }, by, at });
  }
}

export async function requireBatch(tx: TenantTx, id: ActorId, scope: VoucherScope): Promise<StoredBatch> {
  const batch = await findVoucherBatch(tx, id, scope);
  if (!batch) throw voucherRefusal('voucher/batch-not-found');
  return batch;
}
