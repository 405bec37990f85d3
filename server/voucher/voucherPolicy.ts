import { VOUCHER_WORD, type VoucherPassword } from '#shared/hotspot/look.ts';
import type { ActorId, TenantId } from '#shared/values/ids.ts';
import type { VoucherPolicyRow } from './voucherPolicyStore.ts';

/**
 * A voucher as the RADIUS process knows it: a subscription whose name is its code. In the form of a
 * SubscriptionPolicyDraft: the feed makes a template of `replyKey`.
 */
export interface VoucherPolicy {
  readonly tenantId: TenantId;
  readonly subscriptionId: ActorId;
  readonly version: number;
  readonly username: string;
  readonly password: string;
  readonly accessTypes: readonly ['hotspot'];
  readonly standing: 'open' | 'closed';
  readonly closedReason?: 'blocked' | 'quotaUsed' | 'expired';
  readonly validUntil?: number;
  readonly validityFromFirstUseMs?: number;
  readonly endsAtExpiry: true;
  readonly macs: readonly string[];
  readonly macBinding: 'off';
  readonly macLogin: boolean;
  readonly sessions: number;
  readonly sessionPolicy: 'refuse' | 'newestWins';
  readonly framedRoutes: readonly string[];
  readonly nasIds: readonly string[];
  readonly replyKey: {
    readonly tenantId: TenantId;
    readonly packageId: ActorId;
    readonly tier: 'full';
    readonly garden: false;
  };
}

export interface VoucherPolicyParts {
  readonly tenant: TenantId;
  readonly code: string;
  /** The company's rules for user names, applied to a code. */
  readonly usernameKey: (code: string) => string;
  /** What routers send as password with a voucher. */
  readonly password: VoucherPassword;
}

/** Its validity begins with the first use, and `validUntil` only then; one that was not used in time is closed. */
export function voucherPolicyOf(row: VoucherPolicyRow, parts: VoucherPolicyParts): VoucherPolicy {
  const { tenant, code, usernameKey, password } = parts;
  return {
    tenantId: tenant,
    subscriptionId: row.id,
    version: row.version,
    username: usernameKey(code),
    password: password === 'code' ? code : VOUCHER_WORD,
    accessTypes: ['hotspot'],
    ...standingOf(row),
    ...(row.validUntil === undefined ? { validityFromFirstUseMs: row.validityMs } : { validUntil: row.validUntil }),
    endsAtExpiry: true,
    macs: row.macs,
    macBinding: 'off',
    macLogin: row.macLogin,
    sessions: row.devices,
    sessionPolicy: row.devicePolicy,
    framedRoutes: [],
    nasIds: [],
    replyKey: { tenantId: tenant, packageId: row.packageId, tier: 'full', garden: false },
  };
}

function standingOf(row: VoucherPolicyRow): Pick<VoucherPolicy, 'standing' | 'closedReason'> {
  if (row.void) return { standing: 'closed', closedReason: 'blocked' };
  if (row.usedUp) return { standing: 'closed', closedReason: 'quotaUsed' };
  if (row.expired) return { standing: 'closed', closedReason: 'expired' };
  return { standing: 'open' };
}
