import type { Clock } from '#actors/system/clock.ts';
import type { TenantId } from '#shared/values/ids.ts';
import { recordAct } from '../platform/audit/auditStore.ts';
import type { Database } from '../platform/db/database.ts';
import { expireVoucherBatches, nextVoucherExpiry } from './voucherExpiryStore.ts';

export interface VoucherExpiryParts {
  readonly database: Database;
  readonly clock: Clock;
  readonly tenants: () => readonly TenantId[];
  readonly onTrouble: (error: unknown) => void;
}

/** Batches that are made meanwhile are seen so late. */
const LOOK_EVERY_MS = 30_000;
const SOONEST_MS = 200;

/**
 * Tells, as an event, that vouchers of a batch can't be used for the first time any more: whoever lets people in hears of it.
 * What was due while nobody looked is told at the next look; each batch once, whichever server looks.
 */
export class VoucherExpiry {
  readonly #parts: VoucherExpiryParts;
  #timer: unknown;
  #looking: Promise<void> = Promise.resolve();
  #stopped = false;

  constructor(parts: VoucherExpiryParts) {
    this.#parts = parts;
  }

  start(): void {
    this.#looking = this.#look();
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    this.#parts.clock.clearTimeout(this.#timer);
    await this.#looking;
  }

  async #look(): Promise<void> {
    const { clock, tenants, onTrouble } = this.#parts;
    let next = clock.now() + LOOK_EVERY_MS;
    for (const tenant of tenants()) {
      try {
        next = Math.min(next, (await this.#expire(tenant)) ?? next);
      } catch (error) {
        onTrouble(error);
      }
    }
    if (this.#stopped) return;
    this.#timer = clock.setTimeout(
      () => {
        this.#looking = this.#look();
      },
      Math.max(SOONEST_MS, next - clock.now()),
    );
  }

  /** Answers when the next one is due. */
  async #expire(tenant: TenantId): Promise<number | undefined> {
    const { database, clock } = this.#parts;
    return await database.tenantTx(tenant, async (tx) => {
      const at = clock.now();
      const expired = await expireVoucherBatches(tx, at);
      const next = await nextVoucherExpiry(tx, at);
      for (const id of expired) {
        await recordAct(tx, { kind: 'voucherBatch', id, type: 'voucherBatch.expired', by: undefined, at });
      }
      return next;
    });
  }
}
