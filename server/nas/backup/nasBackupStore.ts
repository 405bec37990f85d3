import { sql } from 'slonik';
import { z } from 'zod';
import { NasBackup, NasBackupSchedule } from '#shared/nas/backup.ts';
import { ActorId, UserId } from '#shared/values/ids.ts';
import { Instant } from '#shared/values/time.ts';
import type { TenantTx } from '../../platform/db/transaction.ts';

/** Null is absent in what is answered. */
const optional = <T extends z.ZodType>(schema: T) => schema.nullable().transform((value) => value ?? undefined);

const Row = NasBackup.omit({ takenBy: true }).extend({
  takenBy: optional(UserId),
  version: optional(z.string()),
  added: optional(z.int()),
  removed: optional(z.int()),
});
export type StoredBackup = z.infer<typeof Row>;

const columns = sql.fragment`id, taken_at as "takenAt", seen_at as "seenAt", reason, taken_by as "takenBy", version, lines,
  bytes, added, removed`;
const at = (instant: number): ReturnType<typeof sql.timestamp> => sql.timestamp(new Date(instant));

export interface BackupPageOf {
  readonly limit: number;
  readonly before: { readonly takenAt: number; readonly id: ActorId } | undefined;
}

/** Newest first. */
export async function backupPage(
  tx: TenantTx,
  nas: ActorId,
  { limit, before }: BackupPageOf,
): Promise<readonly StoredBackup[]> {
  const older = before
    ? sql.fragment`(taken_at, id) < (${at(before.takenAt)}, ${before.id}::uuid)`
    : sql.fragment`true`;
  return await tx.any(sql.type(Row)`
    select ${columns} from nas_backup where tenant_id = ${tx.tenant} and nas_id = ${nas} and ${older}
    order by taken_at desc, id desc limit ${limit}`);
}

const WithText = Row.extend({ text: z.string(), sha256: z.instanceof(Buffer) });
export type BackupWithText = z.infer<typeof WithText>;

export async function readBackup(tx: TenantTx, nas: ActorId, id: ActorId): Promise<BackupWithText | undefined> {
  const row = await tx.maybeOne(sql.type(WithText)`
    select ${columns}, content as text, sha256 from nas_backup
    where tenant_id = ${tx.tenant} and nas_id = ${nas} and id = ${id}`);
  return row ?? undefined;
}

/** The newest; until the end of the transaction nobody else adds one for this router. */
export async function lockNewestBackup(tx: TenantTx, nas: ActorId): Promise<BackupWithText | undefined> {
  await tx.query(
    sql.unsafe`select pg_advisory_xact_lock(hashtextextended(${`lastmile.nas_backup ${tx.tenant} ${nas}`}, 0))`,
  );
  const row = await tx.maybeOne(sql.type(WithText)`
    select ${columns}, content as text, sha256 from nas_backup where tenant_id = ${tx.tenant} and nas_id = ${nas}
    order by taken_at desc, id desc limit 1`);
  return row ?? undefined;
}

export type NewBackup = Omit<StoredBackup, 'seenAt'> & { readonly text: string; readonly sha256: Buffer };

export async function insertBackup(tx: TenantTx, nas: ActorId, backup: NewBackup): Promise<void> {
  const { id, takenAt, reason, takenBy, version, text, sha256, lines, bytes, added, removed } = backup;
  await tx.query(sql.unsafe`
    insert into nas_backup (tenant_id, id, nas_id, taken_at, seen_at, reason, taken_by, version, content, sha256, lines,
      bytes, added, removed)
    values (${tx.tenant}, ${id}, ${nas}, ${at(takenAt)}, ${at(takenAt)}, ${reason}, ${takenBy ?? null}, ${version ?? null},
      ${text}, ${sql.binary(sha256)}, ${lines}, ${bytes}, ${added ?? null}, ${removed ?? null})`);
}

export async function backupSeen(tx: TenantTx, id: ActorId, now: number): Promise<void> {
  await tx.query(sql.unsafe`update nas_backup set seen_at = ${at(now)} where tenant_id = ${tx.tenant} and id = ${id}`);
}

/** Drops what nobody has seen since `before`, but never one of the newest `most`. Answers how many. */
export async function dropOldBackups(tx: TenantTx, nas: ActorId, before: number, most: number): Promise<number> {
  const { rowCount } = await tx.query(sql.unsafe`
    delete from nas_backup where tenant_id = ${tx.tenant} and nas_id = ${nas} and seen_at < ${at(before)} and id not in (
      select id from nas_backup where tenant_id = ${tx.tenant} and nas_id = ${nas}
      order by taken_at desc, id desc limit ${most})`);
  return rowCount;
}

/** Of the company; the product's own unless it chose. */
export async function readBackupSchedule(tx: TenantTx): Promise<NasBackupSchedule> {
  const row = await tx.maybeOne(sql.type(NasBackupSchedule)`
    select every_hours as "everyHours", kept_days as "keptDays" from nas_backup_schedule where tenant_id = ${tx.tenant}`);
  return row ?? { everyHours: 24, keptDays: 365 };
}

export async function writeBackupSchedule(tx: TenantTx, schedule: NasBackupSchedule, now: number): Promise<void> {
  const { everyHours, keptDays } = schedule;
  await tx.query(sql.unsafe`
    insert into nas_backup_schedule (tenant_id, every_hours, kept_days, changed_at)
    values (${tx.tenant}, ${everyHours}, ${keptDays}, ${at(now)})
    on conflict (tenant_id) do update set every_hours = excluded.every_hours, kept_days = excluded.kept_days,
      changed_at = excluded.changed_at`);
  if (everyHours === 0) return;
  // A shorter time holds from now on, not only after the next one; each router keeps a moment of its own.
  const latest = sql.fragment`${at(now)} + (hashtext(nas_id::text) & 1023) * (${everyHours} * interval '3.5 s')`;
  await tx.query(sql.unsafe`
    update nas_backup_turn set next_at = ${latest} where tenant_id = ${tx.tenant} and next_at > ${latest}`);
}

const Turn = z.object({
  nas: ActorId,
  nextAt: Instant,
  failures: z.int(),
  failedAt: optional(Instant),
  trouble: optional(z.string()),
});
export type BackupTurn = z.infer<typeof Turn>;

/** A router's first one is within five minutes of its registration, each at its own moment. */
const turns = sql.fragment`
  select n.tenant_id, n.id as nas, coalesce(t.next_at, n.created_at + (hashtext(n.id::text) & 1023) * interval '290 ms') as next_at,
    coalesce(t.failures, 0) as failures, t.failed_at, t.trouble
  from nas n left join nas_backup_turn t on t.tenant_id = n.tenant_id and t.nas_id = n.id
  where n.archived_at is null and n.monitored`;
const turnColumns = sql.fragment`nas, next_at as "nextAt", failures, failed_at as "failedAt", trouble`;

/** Undefined for a router that nobody connects to. */
export async function readBackupTurn(tx: TenantTx, nas: ActorId): Promise<BackupTurn | undefined> {
  const row = await tx.maybeOne(sql.type(Turn)`
    select ${turnColumns} from (${turns}) turn where tenant_id = ${tx.tenant} and nas = ${nas}`);
  return row ?? undefined;
}

/** Whose turn has come, longest ago first. */
export async function dueBackupTurns(tx: TenantTx, now: number, most: number): Promise<readonly BackupTurn[]> {
  return await tx.any(sql.type(Turn)`
    select ${turnColumns} from (${turns}) turn where tenant_id = ${tx.tenant} and next_at <= ${at(now)}
    order by next_at, nas limit ${most}`);
}

export async function putBackupTurn(
  tx: TenantTx,
  { nas, nextAt, failures, failedAt, trouble }: BackupTurn,
): Promise<void> {
  await tx.query(sql.unsafe`
    insert into nas_backup_turn (tenant_id, nas_id, next_at, failures, failed_at, trouble)
    values (${tx.tenant}, ${nas}, ${at(nextAt)}, ${failures}, ${failedAt === undefined ? null : at(failedAt)},
      ${trouble ?? null})
    on conflict (tenant_id, nas_id) do update set next_at = excluded.next_at, failures = excluded.failures,
      failed_at = excluded.failed_at, trouble = excluded.trouble`);
}
