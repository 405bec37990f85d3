import { setImmediate as nextTurn } from 'node:timers/promises';
import type { ActorId, TenantId, UserId } from '#shared/values/ids.ts';
import type { AdoptedCodes, AdoptVouchers } from '#shared/voucher/adopt.ts';
import { LEAST_CODE_BITS } from '#shared/voucher/values.ts';
import { recordAct } from '../platform/audit/auditStore.ts';
import type { TenantTx } from '../platform/db/transaction.ts';
import type { VoucherActor, VoucherActs } from './voucherActs.ts';
import { findVoucherBatch, insertVoucherBatch, recountVoucherBatch } from './voucherBatchStore.ts';
import { codeHash, plainCode } from './voucherCodes.ts';
import type { VoucherMakerParts } from './voucherMaker.ts';
import { voucherRefusal } from './voucherRefusal.ts';
import { insertVouchers, knownHashes, type NewVoucherRow, sellVouchers } from './voucherStore.ts';

export interface AdoptWanted {
  readonly tenant: TenantId;
  readonly id: ActorId;
  readonly by: UserId;
  readonly batch: Omit<AdoptVouchers, 'codes'>;
  readonly codes: readonly string[];
}

const PER_STATEMENT = 500;
/** Hashed or sealed in one turn of the event loop. */
const PER_TURN = 250;
const LONGEST_CODE = 40;

interface Sorted {
  readonly fresh: readonly { readonly code: string; readonly hash: Buffer }[];
  readonly found: AdoptedCodes;
}

/** Takes codes over that others made and sold: what is printed on paper goes on letting its holder in. */
export class VoucherAdopter {
  readonly #parts: VoucherMakerParts;
  readonly #acts: Pick<VoucherActs, 'void'>;

  constructor(parts: VoucherMakerParts, acts: Pick<VoucherActs, 'void'>) {
    this.#parts = parts;
    this.#acts = acts;
  }

  /** Which of them would be taken; nothing is changed. */
  async look(tenant: TenantId, codes: readonly string[]): Promise<AdoptedCodes> {
    const { database } = this.#parts;
    const key = await this.#parts.codes.keyOf(database, tenant);
    return (await database.tenantTx(tenant, (tx) => this.#sort(tx, key, codes))).found;
  }

  /** All that are not there yet, as one batch; once, however often it is asked for under the same id. */
  async adopt({ tenant, id, by, batch, codes }: AdoptWanted): Promise<AdoptedCodes> {
    const { database, clock } = this.#parts;
    const key = await this.#parts.codes.keyOf(database, tenant);
    return await database.tenantTx(tenant, async (tx) => {
      const { fresh, found } = await this.#sort(tx, key, codes);
      const at = clock.now();
      const { sold, ...fields } = batch;
      if (await findVoucherBatch(tx, id, 'all')) return found;
      if (fresh.length === 0) throw voucherRefusal('voucher/nothing-to-adopt');
      await insertVoucherBatch(tx, {
        ...fields,
        ...{ id, count: fresh.length, prefix: '', createdBy: by, createdAt: at },
        alphabet: fresh.every(({ code }) => /^\d+$/.test(code)) ? 'digits' : 'mixed',
        codeLength: fresh.reduce((longest, { code }) => Math.max(longest, plainCode(code).length), 1),
        ...{ branchId: fields.branchId, unusedUntil: fields.unusedUntil, quotaBytes: fields.quotaBytes },
      });
      const rows = await this.#seal(tenant, fresh);
      let stored = 0;
      for (let from = 0; from < rows.length; from += PER_STATEMENT)
        stored += await insertVouchers(tx, id, stored + 1, rows.slice(from, from + PER_STATEMENT));
      if (sold) await sellVouchers(tx, { batchId: id, ids: undefined, now: at });
      await recountVoucherBatch(tx, id);
      const { name, packageId, priceMinor, currency } = fields;
      const facts = { name, count: stored, packageId, priceMinor, currency, adopted: true, sold };
      await recordAct(tx, { kind: 'voucherBatch', id, type: 'voucherBatch.created', facts, by, at });
      return found;
    });
  }

  /** Void again, if nobody has used one since; false: somebody has. */
  async takeBack(actor: VoucherActor, id: ActorId, reason: string): Promise<boolean> {
    const batch = await this.#parts.database.tenantTx(actor.tenant, (tx) => findVoucherBatch(tx, id, actor.scope));
    if (!batch || batch.used > 0) return false;
    if (batch.void < batch.count) await this.#acts.void(actor, id, { reason });
    return true;
  }

  async #sort(tx: TenantTx, key: Buffer, codes: readonly string[]): Promise<Sorted> {
    const unique = new Map<string, { code: string; hash: Buffer }>();
    let [unfit, short, twice] = [0, 0, 0];
    for (const [index, given] of codes.entries()) {
      const code = given.trim();
      const plain = plainCode(code);
      if (!/^[\x21-\x7e]+$/.test(code) || code.length > LONGEST_CODE || plain === '') unfit += 1;
      else if (unique.has(plain)) twice += 1;
      else unique.set(plain, { code, hash: codeHash(key, code) });
      if (index % PER_TURN === 0) await nextTurn();
    }
    const all = [...unique.values()];
    const known = new Set<string>();
    for (let from = 0; from < all.length; from += PER_STATEMENT) {
      const some = all.slice(from, from + PER_STATEMENT).map(({ hash }) => hash);
      for (const hash of await knownHashes(tx, some)) known.add(hash.toString('hex'));
    }
    const fresh = all.filter(({ hash }) => !known.has(hash.toString('hex')));
    for (const { code } of fresh) if (bitsOf(plainCode(code)) < LEAST_CODE_BITS) short += 1;
    return { fresh, found: { fresh: fresh.length, known: known.size, twice, unfit, short } };
  }

  async #seal(tenant: TenantId, fresh: Sorted['fresh']): Promise<readonly NewVoucherRow[]> {
    const rows: NewVoucherRow[] = [];
    for (const { code, hash } of fresh) {
      const id = this.#parts.newId();
      rows.push({ id, hash, code: this.#parts.codes.seal(tenant, id, code) });
      if (rows.length % PER_TURN === 0) await nextTurn();
    }
    return rows;
  }
}

/** How hard a code of such signs is to guess, were it drawn with the same chance for each. */
function bitsOf(plain: string): number {
  return plain.length * Math.log2(/^\d+$/.test(plain) ? 10 : /^[A-Z]+$/.test(plain) ? 26 : 36);
}
