import { SUBSCRIPTION } from '#actors/subscription/subscriptionActor.ts';
import type { Clock } from '#actors/system/clock.ts';
import type { CommandEnvelope } from '#actors/system/envelope.ts';
import { ActorId, IdempotencyKey, TenantId } from '#shared/values/ids.ts';
import type { Reply } from '#shared/wire/reply.ts';
import type { FirstUseEntry } from '../radius/journalFeature.ts';
import type { VoucherFeature } from '../voucher/voucherFeature.ts';

export interface FirstUsePorts {
  readonly clock: Clock;
  readonly ask: (envelope: CommandEnvelope) => Promise<Reply>;
  readonly vouchers: Pick<VoucherFeature['use'], 'firstUses'>;
}

const PATIENCE_MS = 10_000;

/**
 * Tells subscriptions and vouchers that they were used for the first time, before the journal's place moves on: whatever
 * dies in between, they hear of it again, which changes nothing. Each leaves alone what is none of its kind.
 */
export async function tellFirstUses(ports: FirstUsePorts, uses: readonly FirstUseEntry[]): Promise<void> {
  await Promise.all(uses.map((use) => tellSubscription(ports, use)));
  for (const [tenant, of] of Map.groupBy(uses, ({ tenantId }) => tenantId)) {
    const vouchers = of.map(({ subscriptionId, at, validUntil, mac }) => ({
      id: ActorId.parse(subscriptionId),
      at,
      validUntil,
      mac,
    }));
    await ports.vouchers.firstUses(TenantId.parse(tenant), vouchers);
  }
}

async function tellSubscription(
  { clock, ask }: FirstUsePorts,
  { tenantId, subscriptionId, at, mac }: FirstUseEntry,
): Promise<void> {
  await ask({
    address: { tenant: TenantId.parse(tenantId), kind: SUBSCRIPTION, id: ActorId.parse(subscriptionId) },
    key: IdempotencyKey.parse(`firstUse:${subscriptionId}:${at}`),
    command: { type: 'subscription.firstUse', usedAt: Math.floor(at), ...(mac === undefined ? {} : { mac }) },
    caller: { kind: 'system', name: 'accounting' },
    deadlineAt: clock.now() + PATIENCE_MS,
  });
}
