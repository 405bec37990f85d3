import type { PoolClient } from 'pg';
import { z } from 'zod';
import type { AlarmState } from '#actors/alarm/alarmState.ts';
import type { StoredState } from '#actors/system/ports.ts';
import { AlarmSeverity, AlarmState as AlarmStateName } from '#shared/alarm/values.ts';
import { ActorId, BranchId, UserId, type TenantId } from '#shared/values/ids.ts';
import type { DomainTable, DomainWrite } from '../platform/actors/domainTable.ts';

const ms = (column: string): string => `(extract(epoch from ${column}) * 1000)::float8`;

const COLUMNS = `id, version, state, source, cause, severity, text, branch_id, episode, occurrences,
  ${ms('raised_at')} as raised_at, ${ms('last_occurred_at')} as last_occurred_at,
  ${ms('acknowledged_at')} as acknowledged_at, acknowledged_by, ${ms('claimed_at')} as claimed_at, claimed_by,
  ${ms('shelved_until')} as shelved_until, shelved_by, shelved_reason, shelved_for,
  ${ms('cleared_at')} as cleared_at, cleared_by, comments`;

const at = z.number().transform((value) => Math.round(value));
const optional = <T extends z.ZodType>(schema: T) =>
  schema.nullable().transform((value): z.infer<T> | undefined => value ?? undefined);

/** A row of table `alarm` as selected here, to state and version. */
const AlarmRecord = z
  .object({
    id: ActorId,
    version: z.coerce.number().int(),
    state: AlarmStateName,
    source: z.string(),
    cause: z.string(),
    severity: AlarmSeverity,
    text: z.string(),
    branch_id: optional(BranchId),
    episode: z.int(),
    occurrences: z.int(),
    raised_at: at,
    last_occurred_at: at,
    acknowledged_at: optional(at),
    acknowledged_by: optional(UserId),
    claimed_at: optional(at),
    claimed_by: optional(UserId),
    shelved_until: optional(at),
    shelved_by: optional(UserId),
    shelved_reason: optional(z.string()),
    shelved_for: optional(ActorId),
    cleared_at: optional(at),
    cleared_by: optional(UserId),
    comments: z.int(),
  })
  .transform((row): { version: number; state: AlarmState } => ({
    version: row.version,
    state: {
      id: row.id,
      source: row.source,
      cause: row.cause,
      text: row.text,
      severity: row.severity,
      state: row.state,
      branchId: row.branch_id,
      episode: row.episode,
      occurrences: row.occurrences,
      raisedAt: row.raised_at,
      lastOccurredAt: row.last_occurred_at,
      acknowledgedAt: row.acknowledged_at,
      acknowledgedBy: row.acknowledged_by,
      claimedAt: row.claimed_at,
      claimedBy: row.claimed_by,
      shelvedUntil: row.shelved_until,
      shelvedBy: row.shelved_by,
      shelvedReason: row.shelved_reason,
      ...(row.shelved_for === undefined ? {} : { shelvedFor: row.shelved_for }),
      clearedAt: row.cleared_at,
      clearedBy: row.cleared_by,
      comments: row.comments,
    },
  }));

/**
 * One look-up by primary key per id of $2. Written so (LIMIT keeps it a loop) because a table that has just been filled
 * has no statistics: `id = any($2)` was then planned as reading every row of the tenant.
 */
function byId(columns: string): string {
  return `select found.* from unnest($2::uuid[]) as wanted (wanted_id)
    cross join lateral (
      select ${columns} from lastmile.alarm where tenant_id = $1 and id = wanted_id limit 1) found`;
}

export interface StoredAlarm {
  readonly version: number;
  readonly state: AlarmState;
}

/** Alarms by id; missing ones are absent. */
export async function loadAlarms(
  client: PoolClient,
  tenant: TenantId,
  ids: readonly ActorId[],
): Promise<Map<ActorId, StoredAlarm>> {
  const { rows } = await client.query({
    name: 'alarm.load',
    text: byId(COLUMNS),
    values: [tenant, ids],
  });
  return new Map(rows.map((row) => AlarmRecord.parse(row)).map((alarm) => [alarm.state.id, alarm]));
}

const VersionRow = z.object({ id: ActorId, version: z.coerce.number().int() });

async function alarmVersions(
  client: PoolClient,
  tenant: TenantId,
  ids: readonly ActorId[],
): Promise<Map<ActorId, number>> {
  const { rows } = await client.query({
    name: 'alarm.versions',
    text: byId('id, version'),
    values: [tenant, ids],
  });
  return new Map(rows.map((row) => VersionRow.parse(row)).map(({ id, version }) => [id, version]));
}

/** Every alarm that stands, and those cleared since `clearedAfter` (ms), for the live list. */
export async function standingAlarms(
  client: PoolClient,
  tenant: TenantId,
  clearedAfter: number,
): Promise<StoredAlarm[]> {
  const { rows } = await client.query(
    `select ${COLUMNS} from lastmile.alarm where tenant_id = $1 and cleared_at is null
     union all
     select ${COLUMNS} from lastmile.alarm
     where tenant_id = $1 and cleared_at > to_timestamp($2::float8 / 1000)`,
    [tenant, clearedAfter],
  );
  return rows.map((row) => AlarmRecord.parse(row));
}

/** Alarms that stand at one source. */
export async function standingAlarmsOf(client: PoolClient, tenant: TenantId, source: string): Promise<StoredAlarm[]> {
  const { rows } = await client.query(
    `select ${COLUMNS} from lastmile.alarm where tenant_id = $1 and source = $2 and cleared_at is null`,
    [tenant, source],
  );
  return rows.map((row) => AlarmRecord.parse(row));
}

/** Alarms that maintenance windows have shelved. */
export async function suppressedAlarms(client: PoolClient, tenant: TenantId): Promise<StoredAlarm[]> {
  const { rows } = await client.query(
    `select ${COLUMNS} from lastmile.alarm where tenant_id = $1 and shelved_for is not null`,
    [tenant],
  );
  return rows.map((row) => AlarmRecord.parse(row));
}

export interface ClearedPage {
  /** Only alarms cleared before this one: the last row of the page before. */
  readonly before?: { readonly clearedAt: number; readonly id: ActorId } | undefined;
  readonly limit: number;
  readonly text: string;
  readonly branches: readonly BranchId[] | 'all';
}

/** Cleared alarms, latest first. */
export async function clearedAlarms(
  client: PoolClient,
  tenant: TenantId,
  { before, limit, text, branches }: ClearedPage,
): Promise<StoredAlarm[]> {
  const { rows } = await client.query(
    `select ${COLUMNS} from lastmile.alarm
     where tenant_id = $1 and cleared_at is not null
       and ($2::float8 is null or (cleared_at, id) < (to_timestamp($2 / 1000), $3::uuid))
       and ($4 = '' or position(lower($4) in lower(source || ' ' || cause || ' ' || text)) > 0)
       and ($5::uuid[] is null or branch_id is null or branch_id = any($5))
     order by cleared_at desc, id desc limit $6`,
    [tenant, before?.clearedAt ?? null, before?.id ?? null, text, branches === 'all' ? null : branches, limit],
  );
  return rows.map((row) => AlarmRecord.parse(row));
}

const SAVE = `
  insert into lastmile.alarm as a (tenant_id, id, version, state, source, cause, severity, text, branch_id, episode,
    occurrences, raised_at, last_occurred_at, acknowledged_at, acknowledged_by, claimed_at, claimed_by, shelved_until,
    shelved_by, shelved_reason, shelved_for, cleared_at, cleared_by, comments)
  select $1, r.id, r.version, r.state, r.source, r.cause, r.severity, r.text, r."branchId", r.episode, r.occurrences,
    to_timestamp(r."raisedAt" / 1000), to_timestamp(r."lastOccurredAt" / 1000),
    to_timestamp(r."acknowledgedAt" / 1000), r."acknowledgedBy", to_timestamp(r."claimedAt" / 1000), r."claimedBy",
    to_timestamp(r."shelvedUntil" / 1000), r."shelvedBy", r."shelvedReason", r."shelvedFor", to_timestamp(r."clearedAt" / 1000),
    r."clearedBy", r.comments
  from json_to_recordset($2::json) as r(id uuid, version bigint, state text, source text, cause text, severity text,
    text text, "branchId" uuid, episode int, occurrences int, "raisedAt" float8, "lastOccurredAt" float8,
    "acknowledgedAt" float8, "acknowledgedBy" uuid, "claimedAt" float8, "claimedBy" uuid, "shelvedUntil" float8,
    "shelvedBy" uuid, "shelvedReason" text, "shelvedFor" uuid, "clearedAt" float8, "clearedBy" uuid, comments int)
  order by r.id
  on conflict (tenant_id, id) do update set
    version = excluded.version, state = excluded.state, severity = excluded.severity, text = excluded.text,
    branch_id = excluded.branch_id, episode = excluded.episode, occurrences = excluded.occurrences,
    raised_at = excluded.raised_at, last_occurred_at = excluded.last_occurred_at,
    acknowledged_at = excluded.acknowledged_at, acknowledged_by = excluded.acknowledged_by,
    claimed_at = excluded.claimed_at, claimed_by = excluded.claimed_by, shelved_until = excluded.shelved_until,
    shelved_by = excluded.shelved_by, shelved_reason = excluded.shelved_reason, shelved_for = excluded.shelved_for, cleared_at = excluded.cleared_at,
    cleared_by = excluded.cleared_by, comments = excluded.comments
  where a.version = excluded.version - 1
  returning id`;

const SavedId = z.object({ id: ActorId });

/** Writes those whose stored version is the expected one; returns their ids. Source and cause never change. */
export async function saveAlarms(
  client: PoolClient,
  tenant: TenantId,
  writes: readonly DomainWrite[],
): Promise<Set<ActorId>> {
  const records = writes.map((write) => ({ ...(write.state as AlarmState), version: write.expectedVersion + 1 }));
  const { rows } = await client.query({ name: 'alarm.save', text: SAVE, values: [tenant, JSON.stringify(records)] });
  return new Set(rows.map((row) => SavedId.parse(row).id));
}

export const alarmTable: DomainTable = {
  kind: 'alarm',
  load: (client, tenant, ids): Promise<Map<ActorId, StoredState>> => loadAlarms(client, tenant, ids),
  versions: alarmVersions,
  save: saveAlarms,
};
