import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Clock } from '#actors/system/clock.ts';
import type { ActorId, BranchId, TenantId, UserId } from '#shared/values/ids.ts';
import type { NewVoucherBatch } from '#shared/voucher/batch.ts';
import { voucherAlphabets } from '#shared/voucher/values.ts';
import { recordAct } from '../platform/audit/auditStore.ts';
import type { Database } from '../platform/db/database.ts';
import type { TenantTx } from '../platform/db/transaction.ts';
import { randomCodes } from './randomCodes.ts';
import { branchForVouchers, insertVoucherBatch, packageForVouchers, type VoucherScope } from './voucherBatchStore.ts';
import { codeHash, type VoucherCodes } from './voucherCodes.ts';
import { voucherRefusal } from './voucherRefusal.ts';
import { insertVouchers, type NewVoucherRow } from './voucherStore.ts';

export interface VoucherMakerParts {
  readonly database: Database;
  readonly clock: Clock;
  readonly newId: () => string;
  readonly codes: VoucherCodes;
}

export interface BatchWanted {
  readonly tenant: TenantId;
  readonly id: ActorId;
  readonly by: UserId;
  readonly batch: Omit<NewVoucherBatch, 'reason'>;
}

/** Rows of one statement. */
const PER_STATEMENT = 500;
/** Sealed in one turn of the event loop: about 5 ms. */
const PER_TURN = 250;
/** A code that exists already is drawn again; so often in a row means that hardly any are left. */
const MOST_ROUNDS = 20;

/** Makes batches: all of it or nothing, and once, however often it is asked for under the same id. */
export class VoucherMaker {
  readonly #parts: VoucherMakerParts;

  constructor(parts: VoucherMakerParts) {
    this.#parts = parts;
  }

  /** Throws the refusal that stands in the way of such a batch. */
  async require(
    tenant: TenantId,
    batch: Pick<NewVoucherBatch, 'unusedUntil' | 'branchId' | 'packageId' | 'currency'>,
    scope: VoucherScope,
  ): Promise<void> {
    if (batch.unusedUntil !== undefined && batch.unusedUntil <= this.#parts.clock.now()) {
      throw voucherRefusal('voucher/already-expired');
    }
    await this.#parts.database.tenantTx(tenant, async (tx) => {
      await requireBranch(tx, batch.branchId, scope);
      const offered = await packageForVouchers(tx, batch.packageId);
      if (!offered || offered.archived) throw voucherRefusal('voucher/package-not-found');
      if (!offered.accessTypes.includes('hotspot')) throw voucherRefusal('voucher/package-not-for-hotspots');
      if (offered.currency !== batch.currency) throw voucherRefusal('voucher/currency-differs');
    });
  }

  async make({ tenant, id, by, batch }: BatchWanted): Promise<void> {
    const { database, clock, codes } = this.#parts;
    const key = await codes.keyOf(database, tenant);
    const rows = await this.#draw(tenant, key, batch, batch.count);
    await database.tenantTx(tenant, async (tx) => {
      const at = clock.now();
      const fresh = await insertVoucherBatch(tx, {
        ...batch,
        id,
        branchId: batch.branchId,
        unusedUntil: batch.unusedUntil,
        quotaBytes: batch.quotaBytes,
        createdBy: by,
        createdAt: at,
      });
      if (!fresh) return;
      await this.#store(tx, id, key, batch, rows);
      const { name, count, packageId, priceMinor, currency } = batch;
      const facts = { name, count, packageId, priceMinor, currency };
      await recordAct(tx, { kind: 'voucherBatch', id, type: 'voucherBatch.created', facts, by, at });
    });
  }

  async #store(
    tx: TenantTx,
    id: ActorId,
    key: Buffer,
    batch: BatchWanted['batch'],
    first: readonly NewVoucherRow[],
  ): Promise<void> {
    let stored = 0;
    let rows = first;
    for (let round = 0; stored < batch.count; round += 1) {
      if (round === MOST_ROUNDS) throw voucherRefusal('voucher/codes-run-out');
      for (let from = 0; from < rows.length; from += PER_STATEMENT) {
        stored += await insertVouchers(tx, id, stored + 1, rows.slice(from, from + PER_STATEMENT));
      }
      if (stored === batch.count) return;
      rows = await this.#draw(tx.tenant, key, batch, batch.count - stored);
    }
  }

  /** Sealing is work for the processor: other work goes on in between. */
  async #draw(
    tenant: TenantId,
    key: Buffer,
    { alphabet, codeLength, prefix }: BatchWanted['batch'],
    count: number,
  ): Promise<readonly NewVoucherRow[]> {
    const { codes, newId } = this.#parts;
    const rows: NewVoucherRow[] = [];
    const drawn = randomCodes(voucherAlphabets[alphabet], codeLength);
    while (rows.length < count) {
      const [id, code] = [newId(), prefix + drawn.next().value];
      rows.push({ id, code: codes.seal(tenant, id, code), hash: codeHash(key, code) });
      if (rows.length % PER_TURN === 0) await nextTurn();
    }
    return rows;
  }
}

async function requireBranch(tx: TenantTx, branch: BranchId | undefined, scope: VoucherScope): Promise<void> {
  const mayUse = scope === 'all' || (branch !== undefined && scope.includes(branch));
  if (!mayUse || (branch !== undefined && !(await branchForVouchers(tx, branch)))) {
    throw voucherRefusal('voucher/branch-not-found');
  }
}
