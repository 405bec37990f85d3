import type { Pool, PoolClient } from 'pg';
import { z } from 'zod';
import type { ActorAddress } from '#actors/system/address.ts';
import type { Deadline } from '#actors/system/domainKind.ts';
import type { CommitUnit, DeadlineStore, DueDeadline } from '#actors/system/ports.ts';
import { shardOf } from '#actors/system/shard.ts';
import { ActorId, TenantId } from '#shared/values/ids.ts';

/**
 * Sets and calls off what was decided; a fired deadline goes with its answer, stored now or before. That one alone: another
 * of its name, set since to whatever time, is still to ring when the firing comes a second time.
 */
export async function storeDeadlines(
  client: PoolClient,
  tenant: TenantId,
  stored: readonly CommitUnit[],
  answered: readonly CommitUnit[],
): Promise<void> {
  const gone = [
    ...stored.flatMap(({ address, change }) =>
      (change?.deadlines.calledOff ?? []).map((name) => ({ ...address, name, dueAt: null })),
    ),
    ...answered.flatMap(({ address, fired }) => (fired ? [{ ...address, ...fired }] : [])),
  ];
  if (gone.length > 0) {
    await client.query({
      name: 'deadline.delete',
      text: `delete from lastmile.deadline d
        using json_to_recordset($2::json) as r(kind text, id uuid, name text, "dueAt" float8)
        where d.tenant_id = $1 and d.kind = r.kind and d.actor_id = r.id and d.name = r.name
          and (r."dueAt" is null or abs(extract(epoch from d.due_at - to_timestamp(r."dueAt" / 1000))) < 0.001)`,
      values: [tenant, JSON.stringify(gone)],
    });
  }
  const set = stored.flatMap(({ address, change }) =>
    (change?.deadlines.set ?? []).map((deadline) => ({ ...address, ...deadline, shard: shardOf(address) })),
  );
  if (set.length === 0) return;
  await client.query({
    name: 'deadline.set',
    text: `insert into lastmile.deadline (tenant_id, kind, actor_id, name, due_at, shard)
      select $1, r.kind, r.id, r.name, to_timestamp(r."dueAt" / 1000), r.shard
      from json_to_recordset($2::json) as r(kind text, id uuid, name text, "dueAt" float8, shard smallint)
      order by r.kind, r.id, r.name
      on conflict (tenant_id, kind, actor_id, name) do update set due_at = excluded.due_at`,
    values: [tenant, JSON.stringify(set)],
  });
}

const DueRow = z.object({
  tenant_id: TenantId,
  kind: z.string(),
  actor_id: ActorId,
  name: z.string(),
  due: z.number(),
});
const NextRow = z.object({ due: z.number().nullable() });
const OwnRow = z.object({ name: z.string(), due: z.number() });

/** Reads deadlines of all tenants; `pool` connects as lastmile_system. */
export class PostgresDeadlineStore implements DeadlineStore {
  readonly #pool: Pool;

  constructor(pool: Pool) {
    this.#pool = pool;
  }

  async due(until: number, most: number, shards: readonly number[], from?: number): Promise<readonly DueDeadline[]> {
    const { rows } = await this.#pool.query({
      name: 'deadline.due',
      text: `select tenant_id, kind, actor_id, name, (extract(epoch from due_at) * 1000)::float8 as due
        from lastmile.deadline where due_at <= to_timestamp($1::float8 / 1000) and shard = any($2::smallint[])
          and ($4::float8 is null or due_at >= to_timestamp($4::float8 / 1000))
        order by due_at limit $3`,
      values: [until, shards, most, from ?? null],
    });
    return rows.map((row) => {
      const { tenant_id: tenant, kind, actor_id: id, name, due } = DueRow.parse(row);
      return { address: { tenant, kind, id }, name, dueAt: Math.round(due) };
    });
  }

  async nextDueAt(shards: readonly number[]): Promise<number | undefined> {
    const { rows } = await this.#pool.query({
      name: 'deadline.next',
      text: `select (extract(epoch from min(due_at)) * 1000)::float8 as due
        from lastmile.deadline where shard = any($1::smallint[])`,
      values: [shards],
    });
    const { due } = NextRow.parse(rows[0]);
    return due === null ? undefined : Math.round(due);
  }

  async ofActor({ tenant, kind, id }: ActorAddress): Promise<readonly Deadline[]> {
    const { rows } = await this.#pool.query(
      `select name, (extract(epoch from due_at) * 1000)::float8 as due from lastmile.deadline
       where tenant_id = $1 and kind = $2 and actor_id = $3 order by due_at`,
      [tenant, kind, id],
    );
    return rows.map((row) => OwnRow.parse(row)).map(({ name, due }) => ({ name, dueAt: Math.round(due) }));
  }
}
