import type { PoolClient } from 'pg';
import { z } from 'zod';
import type { EventRecord } from '#actors/system/eventRecord.ts';
import type { AuditQuery } from '#shared/audit/audit.ts';
import { ActorId, EvidenceId, type TenantId } from '#shared/values/ids.ts';
import { eventColumns, eventFromRow } from '../platform/eventLog/eventRow.ts';

/** What is looked for, and the positions it is looked for in. */
export interface AuditSearch extends Pick<AuditQuery, 'by' | 'user' | 'kind' | 'id' | 'type' | 'from' | 'to' | 'text'> {
  /** People and objects whose names have the text. */
  readonly named: readonly ActorId[];
  /** Not below this position … */
  readonly floor: number;
  /** … and below this one. */
  readonly before: number;
  readonly limit: number;
}

/** Newest first. Runs in the tenant's transaction. */
export async function searchEvents(client: PoolClient, tenant: TenantId, search: AuditSearch): Promise<EventRecord[]> {
  const values: unknown[] = [tenant];
  const value = (given: unknown): string => `$${values.push(given)}`;
  const conditions = [
    'e.tenant_id = $1',
    `e.position >= ${value(search.floor)}::float8::bigint`,
    `e.position < ${value(search.before)}::float8::bigint`,
    ...(search.by === 'all' ? [] : [`e.actor_user is ${search.by === 'people' ? 'not null' : 'null'}`]),
    ...(search.user === undefined ? [] : [`e.actor_user = ${value(search.user)}`]),
    ...(search.kind === undefined ? [] : [`e.kind = ${value(search.kind)}`]),
    ...(search.id === undefined ? [] : [`e.actor_id = ${value(search.id)}`]),
    ...(search.type === undefined ? [] : [`starts_with(e.type, ${value(search.type)})`]),
    ...(search.from === undefined ? [] : [`e.at >= to_timestamp(${value(search.from)}::float8 / 1000)`]),
    ...(search.to === undefined ? [] : [`e.at < to_timestamp(${value(search.to)}::float8 / 1000)`]),
  ];
  if (search.text !== '') {
    const [text, named] = [value(search.text.toLowerCase()), value(search.named)];
    conditions.push(
      `(position(${text} in lower(e.type || ' ' || e.data::text)) > 0 or e.actor_user = any(${named}::uuid[]) or e.actor_id = any(${named}::uuid[]))`,
    );
  }
  const { rows } = await client.query(
    // e.position and not the selected position, which is a float: only the former comes in order out of the index.
    `select ${eventColumns} from lastmile.event e where ${conditions.join(' and ')} order by e.position desc limit ${value(search.limit)}`,
    values,
  );
  return rows.map(eventFromRow);
}

const PersonalRow = z.object({ id: EvidenceId, bytes: z.instanceof(Uint8Array) });

/** What was kept beside events about persons, by evidence id; what retention or erasure has removed is absent. */
export async function readPersonal(
  client: PoolClient,
  tenant: TenantId,
  ids: readonly EvidenceId[],
): Promise<ReadonlyMap<EvidenceId, Uint8Array>> {
  if (ids.length === 0) return new Map();
  const { rows } = await client.query(
    `select id, bytes from lastmile.evidence where tenant_id = $1 and id = any($2::uuid[]) and kind = 'change'`,
    [tenant, ids],
  );
  return new Map(rows.map((row) => PersonalRow.parse(row)).map(({ id, bytes }) => [id, bytes]));
}

/** People, branches and roles whose names have the text, at most 200. */
export async function idsNamed(client: PoolClient, tenant: TenantId, text: string): Promise<readonly ActorId[]> {
  const { rows } = await client.query(
    `select id from (
       select id, name || ' ' || email as name from lastmile.app_user where tenant_id = $1
       union all select id, name from lastmile.branch where tenant_id = $1
       union all select id, name from lastmile.role where tenant_id = $1) named
     where position($2 in lower(name)) > 0 limit 200`,
    [tenant, text.toLowerCase()],
  );
  return rows.map((row) => z.object({ id: ActorId }).parse(row).id);
}
