import type { Clock } from '#actors/system/clock.ts';

export interface LockPolicy {
  /** Failures that cost nothing. */
  readonly free: number;
  /** The first lock; each further failure doubles it. */
  readonly firstLockMs: number;
  readonly longestLockMs: number;
}

export interface LoginAttempt {
  /** Forgets the failures of this account from this address. */
  succeeded(): void;
  /** Nothing was checked, so nothing failed. */
  abandoned(): void;
}

export type Admission =
  | { readonly admitted: true; readonly attempt: LoginAttempt }
  | { readonly admitted: false; readonly retryAfterMs: number };

export interface LoginThrottle {
  /** Counts the attempt as failed until told otherwise, so that many at once get no more tries than one after another. */
  admit(email: string, address: string): Admission;
}

interface Record {
  failures: number;
  lockedUntil: number;
  lastAt: number;
}

const mostRecords = 20_000;
const forgottenAfterMs = 3_600_000;

/** A guesser at one address is locked soon; the account as a whole later and shorter, so that nobody can lock out its owner for long. */
const fromAddress: LockPolicy = { free: 5, firstLockMs: 15_000, longestLockMs: 900_000 };
const overall: LockPolicy = { free: 30, firstLockMs: 5_000, longestLockMs: 120_000 };

/**
 * Locks growing with failures, per account and address and per account. Unknown accounts are locked like known ones.
 * Kept in memory: a restart forgives, and several processes count apart.
 */
export function createLoginThrottle(clock: Clock): LoginThrottle {
  const records = new Map<string, Record>();

  function recordOf(key: string): Record {
    const standing = records.get(key);
    records.delete(key);
    const fresh = standing === undefined || clock.now() - standing.lastAt > forgottenAfterMs;
    const record = fresh ? { failures: 0, lockedUntil: 0, lastAt: clock.now() } : standing;
    records.set(key, record); // last in order, so the first is the one longest unused
    if (records.size > mostRecords) records.delete(records.keys().next().value ?? key);
    return record;
  }

  function fail(record: Record, policy: LockPolicy): void {
    record.failures += 1;
    record.lastAt = clock.now();
    const beyond = record.failures - policy.free;
    if (beyond >= 0)
      record.lockedUntil = clock.now() + Math.min(policy.longestLockMs, policy.firstLockMs * 2 ** Math.min(beyond, 20));
  }

  return {
    admit(email, address) {
      const near = recordOf(`${email} ${address}`);
      const whole = recordOf(email);
      const retryAfterMs = Math.max(near.lockedUntil, whole.lockedUntil) - clock.now();
      if (retryAfterMs > 0) return { admitted: false, retryAfterMs };
      fail(near, fromAddress);
      fail(whole, overall);
      return { admitted: true, attempt: attemptOn(near, whole) };
    },
  };
}

function attemptOn(near: Record, whole: Record): LoginAttempt {
  return {
    succeeded() {
      Object.assign(near, { failures: 0, lockedUntil: 0 });
      Object.assign(whole, { failures: Math.max(0, whole.failures - 1), lockedUntil: 0 });
    },
    abandoned() {
      for (const record of [near, whole])
        Object.assign(record, { failures: Math.max(0, record.failures - 1), lockedUntil: 0 });
    },
  };
}
