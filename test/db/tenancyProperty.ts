import { sql } from 'slonik';
import { z } from 'zod';
import { beginTenant } from '#server/platform/db/beginTenant.ts';
import type { Database } from '#server/platform/db/database.ts';
import { seededRandom } from '../support/seededRandom.ts';
import type { TestDatabase } from '../support/testDatabase.ts';
import { withClient } from '../support/withClient.ts';
import { Pick } from './pick.ts';
import { pooledConnection } from './pooledConnection.ts';
import type { StoreCase } from './storeCase.ts';
import { storeCases } from './storeCases.ts';
import { createWorld, type World, type WorldTenant } from './tenancyWorld.ts';

export interface TenancyFigures {
  readonly calls: number;
  /** Calls of each function that came back without an error. */
  readonly succeeded: ReadonlyMap<string, number>;
  /** Functions confined to a tenant that came back without an error less often than they had to, and how often. */
  readonly rare: readonly string[];
  readonly seconds: number;
}

export interface TenancyOptions {
  readonly calls: number;
  /** So often every function that is confined to a tenant has to come back without an error. */
  readonly successes: number;
  readonly seed: number;
  /** All there are, unless told. */
  readonly cases?: StoreCases;
}

const callsPerBatch = 100;
const touchedRow = z.object({ touched: z.string().nullable() });
class BatchDone extends Error {
  override readonly name = 'BatchDone';
}

type Running = readonly [name: string, storeCase: StoreCase];
type StoreCases = Readonly<Record<string, StoreCase>>;
const ofKind = (cases: StoreCases, kinds: readonly StoreCase['kind'][]): Running[] =>
  Object.entries(cases).filter(([, { kind }]) => kinds.includes(kind));

/**
 * Calls store functions at random, as random tenants, with arguments that are mixed up on purpose. Throws when an answer
 * holds anything of another tenant, or a row of another tenant was written. Everything is rolled back in batches.
 */
export async function checkTenancy(
  db: TestDatabase,
  { calls, successes, seed, cases = storeCases }: TenancyOptions,
): Promise<TenancyFigures> {
  const world = await withClient(db.superuserUrl, (client) => createWorld(client, 4));
  const startedAt = performance.now();
  let done = 0;
  const enough = Math.ceil(successes / world.tenants.length);
  const checks = world.tenants.map((owner, index) => {
    const random = seededRandom(seed + index);
    return new TenancyCheck({ database: db.database, world, owner, random, enough, cases });
  });
  // One worker per tenant, so that none waits for another's locks.
  const workers = checks.map(async (check) => {
    const share = Math.floor(calls / world.tenants.length);
    for (let own = 0; own < share;) {
      const ran = await check.batch(Math.min(callsPerBatch, share - own));
      own += ran;
      done += ran;
    }
  });
  await Promise.all(workers);
  const succeeded = sumOf(checks);
  const rare = ofKind(cases, ['tenantTx', 'client', 'pool', 'forTenant'])
    .map(([name]) => [name, succeeded.get(name) ?? 0] as const)
    .filter(([, times]) => times < successes)
    .map(([name, times]) => `${name} ${times}`);
  return { calls: done, succeeded, rare, seconds: (performance.now() - startedAt) / 1000 };
}

function sumOf(checks: readonly TenancyCheck[]): Map<string, number> {
  const sum = new Map<string, number>();
  for (const check of checks) for (const [name, times] of check.succeeded) sum.set(name, (sum.get(name) ?? 0) + times);
  return sum;
}

/** Cases that share a kind of transaction, and how a batch of them is run. */
type Batch = readonly [cases: readonly Running[], run: (cases: readonly Running[], most: number) => Promise<number>];

interface CheckInput {
  readonly database: Database;
  readonly world: World;
  readonly owner: WorldTenant;
  readonly random: () => number;
  /** Functions that came back less often have precedence. */
  readonly enough: number;
  readonly cases: StoreCases;
}

class TenancyCheck {
  readonly #database: Database;
  readonly #world: World;
  readonly #owner: WorldTenant;
  readonly #pick: Pick;
  readonly #enough: number;
  readonly #batches: readonly Batch[];
  readonly #calls = new Map<Batch, number>();
  /** Its own, not one of all workers: what is chosen next would hang on which of them is faster. */
  readonly succeeded = new Map<string, number>();

  constructor({ database, world, owner, random, enough, cases }: CheckInput) {
    this.#database = database;
    this.#world = world;
    this.#owner = owner;
    this.#pick = new Pick(world, owner.tenant, random);
    this.#enough = enough;
    const all: readonly Batch[] = [
      [ofKind(cases, ['tenantTx']), this.#tenantTx.bind(this)],
      [ofKind(cases, ['client', 'pool']), this.#client.bind(this)],
      [ofKind(cases, ['forTenant']), this.#forTenant.bind(this)],
    ];
    this.#batches = all.filter(([some]) => some.length > 0);
  }

  /** Answers how many calls were made; fewer than asked when an error ended the transaction. */
  async batch(most: number): Promise<number> {
    // Those whose functions had the fewest calls so far, as errors end some batches sooner than others.
    const callsEach = (batch: Batch): number => (this.#calls.get(batch) ?? 0) / batch[0].length;
    const next = this.#batches.reduce((least, batch) => (callsEach(batch) < callsEach(least) ? batch : least));
    const [cases, run] = next;
    const ran = await run(cases, most);
    this.#calls.set(next, (this.#calls.get(next) ?? 0) + ran);
    return ran;
  }

  /**
   * Any of them; and every other time, and first in a batch (while the rows are as they were made), one of those that came
   * back least often, as many are called in vain because what they are given fits rarely.
   */
  #choose(cases: readonly Running[], ran: number): Running {
    const rare = ran === 0 || this.#pick.number(2) === 0;
    const few = rare ? cases.filter(([name]) => (this.succeeded.get(name) ?? 0) < this.#enough) : [];
    return this.#pick.one(few.length > 0 ? few : cases);
  }

  async #tenantTx(cases: readonly Running[], most: number): Promise<number> {
    let ran = 0;
    await this.#database
      .tenantTx(this.#owner.tenant, async (tx) => {
        const names: string[] = [];
        for (; ran < most;) {
          const [name, { call }] = this.#choose(cases, ran) as [string, Extract<StoreCase, { kind: 'tenantTx' }>];
          names.push(name);
          ran++;
          if (!(await this.#run(name, () => call(tx, this.#pick)))) break;
          if (ran === most)
            this.#checkTouched(
              (await tx.one(sql.type(touchedRow)`select current_setting('test.touched', true) as touched`)).touched,
              names,
            );
        }
        throw new BatchDone();
      })
      .catch(ignoreBatchDone);
    return ran;
  }

  async #client(cases: readonly Running[], most: number): Promise<number> {
    const client = await this.#database.appPool.connect();
    try {
      await beginTenant(client, this.#owner.tenant);
      const pool = pooledConnection(client);
      return await this.#runOnClient(client, most, cases, (storeCase) => {
        if (storeCase.kind === 'client') return storeCase.call(client, this.#owner.tenant, this.#pick);
        if (storeCase.kind === 'pool') return storeCase.call(pool, this.#owner.tenant, this.#pick);
        throw new Error(storeCase.kind);
      });
    } finally {
      await client.query('rollback');
      client.release();
    }
  }

  async #forTenant(cases: readonly Running[], most: number): Promise<number> {
    const client = await this.#database.systemPool.connect();
    try {
      await client.query('begin');
      const pool = pooledConnection(client);
      return await this.#runOnClient(client, most, cases, (storeCase) => {
        if (storeCase.kind === 'forTenant') return storeCase.call(pool, this.#owner.tenant, this.#pick);
        throw new Error(storeCase.kind);
      });
    } finally {
      await client.query('rollback');
      client.release();
    }
  }

  async #runOnClient(
    client: { query(text: string): Promise<{ rows: unknown[] }> },
    most: number,
    cases: readonly Running[],
    call: (storeCase: StoreCase) => Promise<unknown>,
  ): Promise<number> {
    const names: string[] = [];
    while (names.length < most) {
      const [name, storeCase] = this.#choose(cases, names.length);
      names.push(name);
      if (!(await this.#run(name, () => call(storeCase)))) return names.length;
    }
    const { rows } = await client.query(`select current_setting('test.touched', true) as touched`);
    this.#checkTouched(touchedRow.parse(rows[0]).touched, names);
    return names.length;
  }

  /** False when the transaction can't go on. A refusal (a TenantRefusal) is an answer. */
  async #run(name: string, call: () => Promise<unknown>): Promise<boolean> {
    try {
      this.#checkSeen(name, await call());
    } catch (error) {
      if (error instanceof TenancyBreach) throw error;
      return error instanceof Error && error.name === 'TenantRefusal';
    }
    this.succeeded.set(name, (this.succeeded.get(name) ?? 0) + 1);
    return true;
  }

  #checkSeen(name: string, answer: unknown): void {
    const text = JSON.stringify(answer, readable) ?? '';
    for (const { mark, tenant } of this.#world.tenants) {
      if (tenant === this.#owner.tenant) continue;
      if (text.includes(mark) || text.includes(tenant))
        throw new TenancyBreach(`${name} answered ${this.#owner.mark} with rows of ${mark}: ${text.slice(0, 500)}`);
    }
  }

  #checkTouched(touched: string | null, names: readonly string[]): void {
    const foreign = new Set(
      (touched ?? '').split(' ').filter((tenant) => tenant !== '' && tenant !== this.#owner.tenant),
    );
    if (foreign.size > 0)
      throw new TenancyBreach(
        `rows of ${[...foreign].join(' ')} were written by one of: ${[...new Set(names)].join(', ')}`,
      );
  }
}

/** A store function saw or wrote what is not its tenant's. */
export class TenancyBreach extends Error {
  override readonly name = 'TenancyBreach';
}

function ignoreBatchDone(error: unknown): void {
  if (!(error instanceof BatchDone)) throw error;
}

/** Maps, bytes and bigints as text, so that marks in them are found. */
function readable(_key: string, value: unknown): unknown {
  if (typeof value === 'bigint') return String(value);
  if (value instanceof Map) return [...value];
  if (value instanceof Set) return [...value];
  if (value instanceof Uint8Array) return Buffer.from(value).toString('latin1');
  if (
    typeof value === 'object' &&
    value !== null &&
    'type' in value &&
    value.type === 'Buffer' &&
    'data' in value &&
    Array.isArray(value.data)
  )
    return Buffer.from(value.data as number[]).toString('latin1');
  return value;
}
