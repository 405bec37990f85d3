import type { Pool, PoolClient } from 'pg';
import { z } from 'zod';
import type { CommitUnit, SetAsideEnvelope, SetAsideStore } from '#actors/system/ports.ts';
import { ActorId, BranchId, IdempotencyKey, TenantId, UserId } from '#shared/values/ids.ts';
import { inTenant } from '../db/inTenant.ts';

/** Keeps messages that crashed their actor twice, without evidence bytes and fences, which are of their moment. */
export async function storeSetAside(client: PoolClient, tenant: TenantId, units: readonly CommitUnit[]): Promise<void> {
  for (const { address, setAside } of units) {
    if (!setAside) continue;
    const { evidence: _bytes, fence: _fence, ...envelope } = setAside.envelope;
    await client.query(
      `insert into lastmile.set_aside (tenant_id, id, kind, actor_id, envelope, error, set_aside_at)
       values ($1, $2, $3, $4, $5, $6, to_timestamp($7::float8 / 1000))`,
      [
        tenant,
        setAside.id,
        address.kind,
        address.id,
        JSON.stringify({ ...envelope, deadlineAt: 0 }, (_, value: unknown) =>
          typeof value === 'string' ? storable(value) : value,
        ),
        storable(setAside.error),
        setAside.setAsideAt,
      ],
    );
  }
}

/** What PostgreSQL refuses in text may be the very reason why the message is set aside. */
function storable(text: string): string {
  return text.replaceAll('\u0000', '\ufffd').toWellFormed();
}

const Address = z.object({ tenant: TenantId, kind: z.string(), id: ActorId });
const Caller = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('user'),
    userId: UserId,
    branches: z.union([z.literal('all'), z.array(BranchId)]),
  }),
  z.object({ kind: z.literal('system'), name: z.string() }),
]);
/** The stored envelope; its cause is not taken over, since a retry is a person's act. */
const StoredEnvelope = z.object({
  address: Address,
  key: IdempotencyKey,
  command: z.looseObject({ type: z.string() }),
  caller: Caller,
  deadlineAt: z.number(),
});

const SetAsideRow = z.object({
  id: z.string(),
  envelope: StoredEnvelope,
  error: z.string(),
  set_aside_at: z.number(),
  retried_at: z.number().nullable(),
});

/** `pool` connects as lastmile_app. */
export class PostgresSetAsideStore implements SetAsideStore {
  readonly #pool: Pool;

  constructor(pool: Pool) {
    this.#pool = pool;
  }

  async list(tenant: TenantId): Promise<readonly SetAsideEnvelope[]> {
    return inTenant(this.#pool, tenant, async (client) => {
      const { rows } = await client.query(
        `select id, envelope, error, (extract(epoch from set_aside_at) * 1000)::float8 as set_aside_at,
           (extract(epoch from retried_at) * 1000)::float8 as retried_at
         from lastmile.set_aside where tenant_id = $1 and discarded_at is null
         order by set_aside_at desc limit 500`,
        [tenant],
      );
      return rows.map((row) => setAsideFrom(SetAsideRow.parse(row)));
    });
  }

  async markRetried(tenant: TenantId, id: string, at: number): Promise<void> {
    await this.#mark(tenant, id, at, 'retried_at');
  }

  async discard(tenant: TenantId, id: string, at: number): Promise<void> {
    await this.#mark(tenant, id, at, 'discarded_at');
  }

  async #mark(tenant: TenantId, id: string, at: number, column: 'retried_at' | 'discarded_at'): Promise<void> {
    await inTenant(this.#pool, tenant, (client) =>
      client.query(
        `update lastmile.set_aside set ${column} = to_timestamp($3::float8 / 1000) where tenant_id = $1 and id = $2`,
        [tenant, id, at],
      ),
    );
  }
}

function setAsideFrom(row: z.infer<typeof SetAsideRow>): SetAsideEnvelope {
  const envelope: SetAsideEnvelope['envelope'] = row.envelope;
  return {
    id: row.id,
    envelope,
    error: row.error,
    setAsideAt: Math.round(row.set_aside_at),
    ...(row.retried_at === null ? {} : { retriedAt: Math.round(row.retried_at) }),
  };
}

const CountRow = z.object({ kind: z.string(), waiting: z.coerce.number().int() });

/** How many messages wait for a person, by kind, over all tenants. `pool` connects as lastmile_system. */
export async function countSetAside(pool: Pool): Promise<ReadonlyMap<string, number>> {
  const { rows } = await pool.query(
    'select kind, count(*) as waiting from lastmile.set_aside where discarded_at is null group by kind',
  );
  return new Map(rows.map((row) => CountRow.parse(row)).map(({ kind, waiting }) => [kind, waiting]));
}
