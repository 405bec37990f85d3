import { z } from 'zod';
import type { Clock } from '#actors/system/clock.ts';
import type { EventRecord } from '#actors/system/eventRecord.ts';
import type { VoucherPassword } from '#shared/hotspot/look.ts';
import { type UsernameRules, usernameKey } from '#shared/subscription/usernameKey.ts';
import { ActorId, type TenantId } from '#shared/values/ids.ts';
import type { Database } from '../platform/db/database.ts';
import type { VoucherCodes } from './voucherCodes.ts';
import { type VoucherPolicy, voucherPolicyOf } from './voucherPolicy.ts';
import { type PolicyPageOf, voucherPolicyPage } from './voucherPolicyStore.ts';

export interface VoucherFeedParts {
  readonly database: Database;
  readonly clock: Clock;
  readonly codes: VoucherCodes;
  readonly passwordOf: (tenant: TenantId) => Promise<VoucherPassword>;
}

/** Which vouchers may be meant by an event: some of a batch, a whole batch, or all. */
export type VouchersChanged = { readonly ids: readonly ActorId[] } | { readonly batchId: ActorId } | 'all';

const HowPasswordsChanged = z.object({ changes: z.object({ voucherPassword: z.object({}) }) });

/** So long after its end somebody may still try a voucher and is told why it is not let in. */
const REMEMBERED_MS = 30 * 86_400_000;
const PER_READ = 1_000;

/** Vouchers as the RADIUS process has to know them. */
export class VoucherFeed {
  readonly #parts: VoucherFeedParts;

  constructor(parts: VoucherFeedParts) {
    this.#parts = parts;
  }

  /** What an event of the log changes here; undefined: nothing. */
  changedBy(event: Pick<EventRecord, 'kind' | 'actorId' | 'type' | 'data'>): VouchersChanged | undefined {
    // Of a look, only what routers send as password is a policy's business.
    if (event.kind === 'hotspot') return HowPasswordsChanged.safeParse(event.data).success ? 'all' : undefined;
    if (event.kind !== 'voucherBatch') return undefined;
    const ids = ActorId.array().safeParse((event.data as { vouchers?: unknown }).vouchers);
    return ids.success ? { ids: ids.data } : { batchId: event.actorId };
  }

  /** In pieces. What is missing of `only.ids` is over for so long that it is to be forgotten. */
  async *policies(
    tenant: TenantId,
    rules: UsernameRules,
    only: VouchersChanged = 'all',
  ): AsyncGenerator<readonly VoucherPolicy[]> {
    const { database, clock, codes, passwordOf } = this.#parts;
    const password = await passwordOf(tenant);
    const chosen: Pick<PolicyPageOf, 'ids' | 'batchId'> = only === 'all' ? {} : only;
    for (let after: ActorId | undefined; ;) {
      const now = clock.now();
      const page = { ...chosen, after, limit: PER_READ, now, overSince: now - REMEMBERED_MS };
      const rows = await database.tenantTx(tenant, (tx) => voucherPolicyPage(tx, page));
      yield rows.map((row) =>
        voucherPolicyOf(row, {
          tenant,
          password,
          code: codes.open(tenant, row.id, row.code),
          usernameKey: (code) => usernameKey(code, rules),
        }),
      );
      if (rows.length < PER_READ) return;
      after = rows.at(-1)?.id;
    }
  }
}
