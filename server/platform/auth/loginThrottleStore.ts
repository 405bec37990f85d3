import { sql } from 'slonik';
import { z } from 'zod';
import type { SystemTx } from '../db/transaction.ts';

/** Failed logins under one key. */
export interface FailureRecord {
  readonly failures: number;
  readonly lockedUntil: number;
  readonly lastAt: number;
}

const Row = z.object({
  key: z.instanceof(Uint8Array),
  failures: z.int(),
  locked_until: z.number().nullable(),
  last_at: z.number(),
});

const untouched: FailureRecord = { failures: 0, lockedUntil: 0, lastAt: 0 };

/** What failures are counted under. */
export interface FailureKeys {
  /** The account from the address. */
  readonly both: Buffer;
  readonly account: Buffer;
  readonly address: Buffer;
}

export type FailureRecords = Readonly<Record<keyof FailureKeys, FailureRecord>>;

/** The records of the keys, locked until the transaction ends; created where there is none. */
export async function lockFailures(tx: SystemTx, keys: FailureKeys, now: number): Promise<FailureRecords> {
  const { both, account, address } = keys;
  const list = sql.array([both, account, address], 'bytea');
  // In the order of the keys, here and below: two logins that share keys must not wait for each other.
  await tx.query(sql.unsafe`insert into login_throttle (key, account, failures, last_at)
    select key, case key when ${sql.binary(both)} then ${sql.binary(account)}::bytea end, 0, ${instant(now)}
    from unnest(${list}) as given(key) order by key on conflict do nothing`);
  const rows = await tx.any(
    sql.type(
      Row,
    )`select key, failures, locked_until, last_at from login_throttle where key = any(${list}) order by key for update`,
  );
  const recordOf = (key: Buffer): FailureRecord => {
    const row = rows.find((one) => key.equals(one.key));
    return row ? { failures: row.failures, lockedUntil: row.locked_until ?? 0, lastAt: row.last_at } : untouched;
  };
  return { both: recordOf(both), account: recordOf(account), address: recordOf(address) };
}

export async function storeFailures(tx: SystemTx, key: Buffer, record: FailureRecord): Promise<void> {
  const until = record.lockedUntil === 0 ? null : instant(record.lockedUntil);
  await tx.query(sql.unsafe`update login_throttle set failures = ${record.failures}, locked_until = ${until},
    last_at = ${instant(record.lastAt)} where key = ${sql.binary(key)}`);
}

/** Until when a key is locked, without locking anything; undefined when it is not. */
export async function lockedUntil(tx: SystemTx, key: Buffer, now: number): Promise<number | undefined> {
  const until = await tx.maybeOneFirst(sql.type(z.object({ locked_until: z.number() }))`
    select locked_until from login_throttle where key = ${sql.binary(key)} and locked_until > ${instant(now)}`);
  return until ?? undefined;
}

/** Forgets keys nobody failed under since. Answers how many. */
export async function forgetOldFailures(tx: SystemTx, before: number): Promise<number> {
  return (await tx.query(sql.unsafe`delete from login_throttle where last_at < ${instant(before)}`)).rowCount;
}

/** Forgets the failures of an account, from wherever they came. */
export async function forgetFailures(tx: SystemTx, account: Buffer): Promise<void> {
  const key = sql.binary(account);
  await tx.query(sql.unsafe`delete from login_throttle where key = ${key} or account = ${key}`);
}

function instant(at: number) {
  return sql.timestamp(new Date(at));
}
