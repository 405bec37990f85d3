import { z } from 'zod';
import type { Cause } from '#actors/system/envelope.ts';
import type { EventRecord } from '#actors/system/eventRecord.ts';
import { ActorId, EvidenceId, TenantId, UserId } from '#shared/values/ids.ts';
import { Instant } from '#shared/values/time.ts';

const cause: z.ZodType<Cause> = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('event'), position: z.int() }),
  z.object({ kind: z.literal('evidence'), id: EvidenceId }),
  z.object({ kind: z.literal('command'), key: z.string() }),
  z.object({ kind: z.literal('deadline'), name: z.string(), dueAt: z.number() }),
]);

const row = z.object({
  tenant_id: TenantId,
  position: z.int().min(1),
  kind: z.string(),
  actor_id: ActorId,
  version: z.int(),
  type: z.string(),
  v: z.int(),
  data: z.record(z.string(), z.unknown()),
  actor_user: UserId.nullable(),
  cause: cause.nullable(),
  at: Instant,
});

/** What a query selects to get rows for {@link eventFromRow}; bigints are safe integers here. */
export const eventColumns =
  'tenant_id, position::float8 as position, kind, actor_id, version::float8 as version, type, v, data, actor_user, cause, at';

/** A row of table `event` as a record, in the version it was written in. Throws ZodError for a row no release wrote. */
export function eventFromRow(raw: unknown): EventRecord {
  const {
    tenant_id: tenant,
    position,
    kind,
    actor_id: actorId,
    version,
    type,
    v,
    data,
    actor_user,
    cause: why,
    at,
  } = row.parse(raw);
  return {
    tenant,
    position,
    kind,
    actorId,
    version,
    type,
    v,
    data,
    actorUser: actor_user ?? undefined,
    cause: why ?? undefined,
    at,
  };
}
