import { createHash } from 'node:crypto';
import type { Clock } from '#actors/system/clock.ts';
import type { Database } from '../db/database.ts';
import type { SystemTx } from '../db/transaction.ts';
import {
  type FailureKeys,
  type FailureRecord,
  type FailureRecords,
  forgetFailures,
  lockedUntil,
  lockFailures,
  storeFailures,
} from './loginThrottleStore.ts';

export interface LockPolicy {
  /** Failures that cost nothing. */
  readonly free: number;
  /** The first lock; each further failure doubles it. */
  readonly firstLockMs: number;
  readonly longestLockMs: number;
}

export interface LoginAttempt {
  /** Until when the next attempt will be refused if this one fails; undefined when it will not. */
  readonly lockedUntil: number | undefined;
  /** Forgets the failures of this account from this address. */
  succeeded(): Promise<void>;
  /** Nothing was checked, so nothing failed. */
  abandoned(): Promise<void>;
}

export type Admission =
  | { readonly admitted: true; readonly attempt: LoginAttempt }
  | { readonly admitted: false; readonly retryAfterMs: number };

/** All reject with DatabaseError. */
export interface LoginThrottle {
  /** Counts the attempt as failed until told otherwise, so that many at once get no more tries than one after another. */
  admit(email: string, address: string): Promise<Admission>;
  /** Until when the account is locked for everybody. */
  lockedUntil(email: string): Promise<number | undefined>;
  /** Forgets the account's failures, from wherever they came. */
  unlock(email: string): Promise<void>;
}

/** A key nobody failed under for an hour is forgotten. */
export const forgottenAfterMs = 3_600_000;

/**
 * A guesser at one address is locked soon; the account as a whole later and shorter, so that nobody can lock out its owner
 * for long; an address that tries one password on many accounts in between, for many people may share it.
 */
const policies: Readonly<Record<keyof FailureKeys, LockPolicy>> = {
  both: { free: 5, firstLockMs: 15_000, longestLockMs: 900_000 },
  account: { free: 30, firstLockMs: 5_000, longestLockMs: 120_000 },
  address: { free: 60, firstLockMs: 5_000, longestLockMs: 300_000 },
};
const kinds = ['both', 'account', 'address'] as const;

/**
 * Locks growing with failures. Unknown accounts are locked like known ones. Kept in the database: a restart forgives
 * nothing, and several processes count together.
 */
export function createLoginThrottle(database: Database, clock: Clock): LoginThrottle {
  async function change(keys: FailureKeys, changed: (records: FailureRecords) => FailureRecords): Promise<void> {
    await database.systemTx(async (tx) => {
      await storeAll(tx, keys, changed(await lockFailures(tx, keys, clock.now())));
    });
  }

  function attemptOn(keys: FailureKeys, lockedUntilOrNever: number): LoginAttempt {
    return {
      lockedUntil: lockedUntilOrNever > clock.now() ? lockedUntilOrNever : undefined,
      succeeded: () => change(keys, (found) => ({ ...each(found, oneLess), both: forgiven(found.both, 0) })),
      abandoned: () => change(keys, (found) => each(found, oneLess)),
    };
  }

  return {
    async admit(email, from) {
      const keys = keysOf(email, from);
      const now = clock.now();
      return await database.systemTx(async (tx) => {
        const found = each(await lockFailures(tx, keys, now), (record) => remembered(record, now));
        const retryAfterMs = latestLock(found) - now;
        if (retryAfterMs > 0) return { admitted: false, retryAfterMs };
        const failed = each(found, (record, by) => failure(record, policies[by], now));
        await storeAll(tx, keys, failed);
        return { admitted: true, attempt: attemptOn(keys, latestLock(failed)) };
      });
    },
    lockedUntil: (email) => database.systemTx((tx) => lockedUntil(tx, keyOf('account', email), clock.now())),
    unlock: (email) => database.systemTx((tx) => forgetFailures(tx, keyOf('account', email))),
  };
}

async function storeAll(tx: SystemTx, keys: FailureKeys, records: FailureRecords): Promise<void> {
  for (const by of kinds) await storeFailures(tx, keys[by], records[by]);
}

function each(
  records: FailureRecords,
  change: (record: FailureRecord, by: keyof FailureKeys) => FailureRecord,
): FailureRecords {
  const { both, account, address } = records;
  return { both: change(both, 'both'), account: change(account, 'account'), address: change(address, 'address') };
}

function latestLock(records: FailureRecords): number {
  return Math.max(...kinds.map((by) => records[by].lockedUntil));
}

function keysOf(email: string, from: string): FailureKeys {
  return { both: keyOf('both', email, from), account: keyOf('account', email), address: keyOf('address', from) };
}

function keyOf(...parts: readonly string[]): Buffer {
  return createHash('sha256').update(JSON.stringify(parts)).digest();
}

function remembered(record: FailureRecord, now: number): FailureRecord {
  return now - record.lastAt > forgottenAfterMs ? { failures: 0, lockedUntil: 0, lastAt: now } : record;
}

function failure(record: FailureRecord, policy: LockPolicy, now: number): FailureRecord {
  const failures = record.failures + 1;
  const beyond = failures - policy.free;
  const lockMs = Math.min(policy.longestLockMs, policy.firstLockMs * 2 ** Math.min(beyond, 20));
  return { failures, lastAt: now, lockedUntil: beyond >= 0 ? now + lockMs : record.lockedUntil };
}

function oneLess(record: FailureRecord): FailureRecord {
  return forgiven(record, Math.max(0, record.failures - 1));
}

function forgiven(record: FailureRecord, failures: number): FailureRecord {
  return { failures, lockedUntil: 0, lastAt: record.lastAt };
}
