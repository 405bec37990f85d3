import type { Pool, PoolClient } from 'pg';
import { z } from 'zod';
import type { CommitUnit } from '#actors/system/ports.ts';

const LeaseRow = z.object({ shard: z.int(), epoch: z.coerce.bigint() });

/**
 * Units written under an epoch that is not the shard's present one; the rows are locked so that none changes hands
 * meanwhile. The lock keeps a claim out and lets a renewal pass: with a stronger one renewals and writes would wait for each
 * other, each with rows that the other wants.
 */
export async function fencedUnits(client: PoolClient, units: readonly CommitUnit[]): Promise<Set<CommitUnit>> {
  const guarded = units.filter((unit) => unit.fence !== undefined);
  if (guarded.length === 0) return new Set();
  const shards = [...new Set(guarded.map((unit) => unit.fence!.shard))].toSorted((a, b) => a - b);
  const { rows } = await client.query({
    name: 'lease.check',
    text: 'select shard, epoch from lastmile.shard_lease where shard = any($1::smallint[]) order by shard for key share',
    values: [shards],
  });
  const epochs = new Map(rows.map((row) => LeaseRow.parse(row)).map(({ shard, epoch }) => [shard, epoch]));
  return new Set(guarded.filter(({ fence }) => epochs.get(fence!.shard) !== fence!.epoch));
}

export interface HeldLease {
  readonly shard: number;
  readonly epoch: bigint;
}

/** Who asks for leases: a machine that keeps its name over restarts, and one run of the server on it. */
export interface LeaseHolder {
  readonly node: string;
  readonly incarnation: string;
}

const CountRow = z.object({ others: z.coerce.number().int() });

/** Rows of shard_lease; the only SQL that decides by database time. `pool` connects as lastmile_system. */
export class ShardLeaseStore {
  readonly #pool: Pool;

  constructor(pool: Pool) {
    this.#pool = pool;
  }

  /** Says that this node runs, and answers how many others do; also of those that hold no shard yet. */
  async announce({ node }: LeaseHolder, ttlMs: number): Promise<number> {
    const { rows } = await this.#pool.query({
      name: 'lease.announce',
      text: `with own as (
          insert into lastmile.node (node, seen_until) values ($1, now() + $2 * interval '1 millisecond')
          on conflict (node) do update set seen_until = excluded.seen_until)
        select count(*) as others from lastmile.node where seen_until > now() and node <> $1`,
      values: [node, ttlMs],
    });
    return CountRow.parse(rows[0]).others;
  }

  /** This node ends in order: the others need not wait to share what it had. */
  async leave({ node }: LeaseHolder): Promise<void> {
    await this.#pool.query('delete from lastmile.node where node = $1', [node]);
  }

  /**
   * Renews what this run holds; what it lost is missing from the answer. A lease that ran out but was taken by nobody
   * is renewed too: its epoch is unchanged, so nobody wrote meanwhile.
   */
  async renew({ incarnation }: LeaseHolder, ttlMs: number): Promise<readonly HeldLease[]> {
    const { rows } = await this.#pool.query({
      name: 'lease.renew',
      text: `update lastmile.shard_lease set expires_at = now() + $2 * interval '1 millisecond'
        where incarnation = $1 returning shard, epoch`,
      values: [incarnation, ttlMs],
    });
    return rows.map((row) => LeaseRow.parse(row));
  }

  /**
   * Takes free shards, and at once those of an earlier run on the same node. Every taking raises the epoch, with the rows
   * locked `for update`: that is what writes under the old epoch wait for, or keep out.
   */
  async claim({ node, incarnation }: LeaseHolder, most: number, ttlMs: number): Promise<readonly HeldLease[]> {
    const { rows } = await this.#pool.query(
      `with free as (
         select shard from lastmile.shard_lease
         where expires_at < now() or (node = $1 and incarnation <> $2)
         order by shard limit $3 for update skip locked)
       update lastmile.shard_lease l
       set node = $1, incarnation = $2, epoch = epoch + 1, expires_at = now() + $4 * interval '1 millisecond'
       from free where l.shard = free.shard returning l.shard, l.epoch`,
      [node, incarnation, most, ttlMs],
    );
    return rows.map((row) => LeaseRow.parse(row));
  }

  /** Gives shards back at once, for an orderly stop or to make room for another node. */
  async release({ incarnation }: LeaseHolder, shards: readonly number[]): Promise<void> {
    await this.#pool.query(
      `update lastmile.shard_lease set expires_at = '-infinity', node = null, incarnation = null
       where incarnation = $1 and shard = any($2::smallint[])`,
      [incarnation, shards],
    );
  }
}
