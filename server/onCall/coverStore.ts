import { sql } from 'slonik';
import { z } from 'zod';
import { type CoverOffer, CoverState } from '#shared/onCall/coverOffer.ts';
import { ActorId, UserId } from '#shared/values/ids.ts';
import type { TenantTx } from '../platform/db/transaction.ts';

const at = z.number().transform(Math.round);
const row = z
  .object({
    id: z.uuid(),
    rota_id: z.uuid(),
    layer_id: z.string(),
    state: CoverState,
    given_by: UserId.nullable(),
    taken_by: UserId.nullable(),
    from_at: at,
    until_at: at,
    note: z.string(),
    created_by: UserId,
    created_at: at,
    decided_by: UserId.nullable(),
    decided_at: at.nullable(),
  })
  .transform((found): CoverOffer => ({
    id: found.id,
    rotaId: found.rota_id,
    layerId: found.layer_id,
    state: found.state,
    ...(found.given_by === null ? {} : { givenBy: found.given_by }),
    ...(found.taken_by === null ? {} : { takenBy: found.taken_by }),
    from: found.from_at,
    until: found.until_at,
    note: found.note,
    createdBy: found.created_by,
    createdAt: found.created_at,
    ...(found.decided_by === null ? {} : { decidedBy: found.decided_by }),
    ...(found.decided_at === null ? {} : { decidedAt: found.decided_at }),
  }));

const ms = (column: string): ReturnType<typeof sql.fragment> =>
  sql.fragment`extract(epoch from ${sql.identifier([column])})::float8 * 1000`;
const columns = sql.fragment`id, rota_id, layer_id, state, given_by, taken_by, ${ms('from_at')} as from_at,
  ${ms('until_at')} as until_at, note, created_by, ${ms('created_at')} as created_at, decided_by,
  ${ms('decided_at')} as decided_at`;

/** Offers and covers that reach past `after`, in the order in which they were decided. */
export async function listCovers(tx: TenantTx, after: number): Promise<readonly CoverOffer[]> {
  return await tx.any(sql.type(row)`
    select ${columns} from on_call_cover
    where tenant_id = ${tx.tenant} and until_at > ${sql.timestamp(new Date(after))}
      and state in ('offered', 'accepted')
    order by decided_at nulls last, created_at, id`);
}

/** A cover is called as its rota. */
export async function rotaNamesOfCovers(tx: TenantTx, ids: readonly ActorId[]): Promise<ReadonlyMap<ActorId, string>> {
  const rows = await tx.any(sql.type(z.object({ id: ActorId, name: z.string() }))`
    select c.id, r.name from on_call_cover c join on_call_rota r on r.tenant_id = c.tenant_id and r.id = c.rota_id
    where c.tenant_id = ${tx.tenant} and c.id = any(${sql.array([...ids], 'uuid')})`);
  return new Map(rows.map(({ id, name }) => [id, name]));
}

/** Locked until the end of the transaction: only one accepts. */
export async function lockCover(tx: TenantTx, id: string): Promise<CoverOffer | undefined> {
  const found = await tx.maybeOne(sql.type(row)`
    select ${columns} from on_call_cover where tenant_id = ${tx.tenant} and id = ${id} for update`);
  return found ?? undefined;
}

export async function insertCover(tx: TenantTx, cover: CoverOffer): Promise<void> {
  const time = (instant: number | undefined) => (instant === undefined ? null : sql.timestamp(new Date(instant)));
  await tx.query(sql.unsafe`
    insert into on_call_cover (tenant_id, id, rota_id, layer_id, state, given_by, taken_by, from_at, until_at, note,
      created_by, created_at, decided_by, decided_at)
    values (${tx.tenant}, ${cover.id}, ${cover.rotaId}, ${cover.layerId}, ${cover.state}, ${cover.givenBy ?? null},
      ${cover.takenBy ?? null}, ${time(cover.from)}, ${time(cover.until)}, ${cover.note}, ${cover.createdBy},
      ${time(cover.createdAt)}, ${cover.decidedBy ?? null}, ${time(cover.decidedAt)})`);
}

export interface CoverDecision {
  readonly id: string;
  readonly state: CoverState;
  readonly takenBy: UserId | undefined;
  readonly by: UserId;
  readonly at: number;
}

export async function decideCover(tx: TenantTx, decision: CoverDecision): Promise<void> {
  await tx.query(sql.unsafe`
    update on_call_cover set state = ${decision.state}, taken_by = coalesce(${decision.takenBy ?? null}, taken_by),
      decided_by = ${decision.by}, decided_at = ${sql.timestamp(new Date(decision.at))}
    where tenant_id = ${tx.tenant} and id = ${decision.id}`);
}
