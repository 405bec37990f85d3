import { sql } from 'slonik';
import { z } from 'zod';
import type { BulkCounts } from '#shared/bulk/job.ts';
import { BulkPlan, BulkProblem, BulkRowState } from '#shared/bulk/values.ts';
import { ActorId } from '#shared/values/ids.ts';
import { Instant } from '#shared/values/time.ts';
import type { TenantTx } from '../platform/db/transaction.ts';

const optional = <T extends z.ZodType>(schema: T) => schema.nullable().transform((value) => value ?? undefined);

const Row = z.object({
  line: z.int(),
  state: BulkRowState,
  plan: BulkPlan,
  name: z.string(),
  problems: z.array(BulkProblem),
  given: optional(z.instanceof(Buffer)),
  usernameKey: optional(z.string()),
  customerKey: optional(z.string()),
  phone: optional(z.string()),
  address: optional(z.string()),
  customerId: optional(ActorId),
  customerVersion: optional(z.int()),
  subscriptionId: optional(ActorId),
  subscriptionVersion: optional(z.number()),
  objectId: optional(ActorId),
  objectVersion: optional(z.int()),
  actedAt: optional(Instant),
  cut: z.boolean(),
  doneAt: optional(Instant),
});
export type StoredRow = z.infer<typeof Row>;

const columns = sql.fragment`line, state, plan, name, problems, given, username_key as "usernameKey",
  customer_key as "customerKey", phone, address, customer_id as "customerId", customer_version as "customerVersion",
  subscription_id as "subscriptionId", subscription_version::float8 as "subscriptionVersion", object_id as "objectId",
  object_version as "objectVersion", acted_at as "actedAt", cut,
  done_at as "doneAt"`;

const iso = (instant: number | undefined): string | null =>
  instant === undefined ? null : new Date(instant).toISOString();

/** As the members of one JSON object each; the binary one in hex. */
function flat(rows: readonly StoredRow[]): string {
  return JSON.stringify(
    rows.map(({ given, actedAt, doneAt, ...row }) => ({
      ...row,
      given: given === undefined ? null : given.toString('hex'),
      actedAt: iso(actedAt),
      doneAt: iso(doneAt),
    })),
  );
}

/** Inserts or overwrites them; in one statement, however many. */
export async function putRows(tx: TenantTx, job: ActorId, rows: readonly StoredRow[]): Promise<void> {
  if (rows.length === 0) return;
  await tx.query(sql.unsafe`
    insert into lastmile.bulk_row (tenant_id, job_id, line, state, plan, name, problems, given, username_key, customer_key,
      phone, address, customer_id, customer_version, subscription_id, subscription_version, object_id, object_version,
      acted_at, cut, done_at)
    select ${tx.tenant}, ${job}, line, state, plan, name, problems, decode(given, 'hex'), "usernameKey", "customerKey",
      phone, address, "customerId", "customerVersion", "subscriptionId", "subscriptionVersion", "objectId", "objectVersion", "actedAt", cut, "doneAt"
    from jsonb_to_recordset(${flat(rows)}::jsonb) as w(line integer, state text, plan text, name text, problems jsonb, given text,
      "usernameKey" text, "customerKey" text, phone text, address text, "customerId" uuid, "customerVersion" integer,
      "subscriptionId" uuid, "subscriptionVersion" bigint, "objectId" uuid, "objectVersion" integer, "actedAt" timestamptz, cut boolean, "doneAt" timestamptz)
    order by line
    on conflict (tenant_id, job_id, line) do update set state = excluded.state, plan = excluded.plan, name = excluded.name,
      problems = excluded.problems, given = excluded.given, customer_id = excluded.customer_id,
      customer_version = excluded.customer_version, subscription_id = excluded.subscription_id,
      subscription_version = excluded.subscription_version, object_id = excluded.object_id,
      object_version = excluded.object_version, acted_at = excluded.acted_at, cut = excluded.cut,
      done_at = excluded.done_at`);
}

export interface RowPageOf {
  readonly state: BulkRowState | undefined;
  readonly problems: boolean;
  readonly after: number;
  readonly limit: number;
}

/** By line. */
export async function rowPage(
  tx: TenantTx,
  job: ActorId,
  { state, problems, after, limit }: RowPageOf,
): Promise<readonly StoredRow[]> {
  return await tx.any(sql.type(Row)`
    select ${columns} from lastmile.bulk_row
    where tenant_id = ${tx.tenant} and job_id = ${job} and line > ${after}
      and ${state === undefined ? sql.fragment`true` : sql.fragment`state = ${state}`}
      and ${problems ? sql.fragment`problems <> '[]'` : sql.fragment`true`}
    order by line limit ${limit}`);
}

/** Those that are still to be done, of one plan; few. */
export async function rowsOfPlan(tx: TenantTx, job: ActorId, plan: BulkPlan): Promise<readonly StoredRow[]> {
  return await tx.any(sql.type(Row)`
    select ${columns} from lastmile.bulk_row
    where tenant_id = ${tx.tenant} and job_id = ${job} and state = 'pending' and plan = ${plan} order by line limit 1000`);
}

/** Those that were done, the last first: what came later is undone before what it was built on. */
export async function undoableRows(tx: TenantTx, job: ActorId, limit: number): Promise<readonly StoredRow[]> {
  return await tx.any(sql.type(Row)`
    select ${columns} from lastmile.bulk_row
    where tenant_id = ${tx.tenant} and job_id = ${job} and state = 'done' order by line desc limit ${limit}`);
}

/** Begins the dry run anew. */
export async function deleteRows(tx: TenantTx, job: ActorId): Promise<void> {
  await tx.query(sql.unsafe`delete from lastmile.bulk_row where tenant_id = ${tx.tenant} and job_id = ${job}`);
}

/** 0: none. */
export async function lastLine(tx: TenantTx, job: ActorId): Promise<number> {
  return await tx.oneFirst(sql.type(z.object({ line: z.int() }))`
    select coalesce(max(line), 0) as line from lastmile.bulk_row where tenant_id = ${tx.tenant} and job_id = ${job}`);
}

/** Of each of the jobs that has rows. */
export async function countRows(tx: TenantTx, jobs: readonly ActorId[]): Promise<ReadonlyMap<ActorId, BulkCounts>> {
  const rows = await tx.any(sql.type(
    z.object({ job: ActorId, state: BulkRowState, count: z.int(), warnings: z.int() }),
  )`
    select job_id as job, state, count(*)::int as count, count(*) filter (where problems <> '[]')::int as warnings
    from lastmile.bulk_row where tenant_id = ${tx.tenant} and job_id = any(${sql.array([...jobs], 'uuid')}) group by job_id, state`);
  const counts = new Map<ActorId, BulkCounts>();
  for (const { job, state, count, warnings } of rows) {
    const before = counts.get(job) ?? noCounts;
    const warned = before.warnings + (state === 'failed' ? 0 : warnings);
    counts.set(job, { ...before, [state]: count, warnings: warned });
  }
  return counts;
}

export const noCounts: BulkCounts = { pending: 0, done: 0, failed: 0, skipped: 0, undone: 0, kept: 0, warnings: 0 };

const Found = z.object({
  severity: z.enum(['error', 'warning']),
  code: z.string(),
  message: z.string(),
  count: z.int(),
});

/** How often each problem was found, and how many rows have each plan. */
export async function summarise(
  tx: TenantTx,
  job: ActorId,
): Promise<{
  problems: readonly z.infer<typeof Found>[];
  plans: readonly { plan: BulkPlan; failed: boolean; count: number }[];
}> {
  const problems = await tx.any(sql.type(Found)`
    select p.severity, p.code, min(p.message) as message, count(*)::int as count
    from lastmile.bulk_row r, jsonb_to_recordset(r.problems) as p(severity text, code text, message text)
    where r.tenant_id = ${tx.tenant} and r.job_id = ${job} group by p.severity, p.code order by p.severity, count(*) desc, p.code`);
  const plans = await tx.any(sql.type(z.object({ plan: BulkPlan, failed: z.boolean(), count: z.int() }))`
    select plan, state = 'failed' as failed, count(*)::int as count
    from lastmile.bulk_row where tenant_id = ${tx.tenant} and job_id = ${job} group by plan, state = 'failed'`);
  return { problems, plans };
}

/** What problems of a code were about, the most frequent first. */
export async function problemValues(
  tx: TenantTx,
  job: ActorId,
  code: string,
  limit: number,
): Promise<readonly { readonly name: string; readonly count: number }[]> {
  return await tx.any(sql.type(z.object({ name: z.string(), count: z.int() }))`
    select p.value as name, count(*)::int as count
    from lastmile.bulk_row r, jsonb_to_recordset(r.problems) as p(code text, value text)
    where r.tenant_id = ${tx.tenant} and r.job_id = ${job} and p.code = ${code} and p.value is not null
    group by p.value order by count(*) desc, p.value limit ${limit}`);
}

/** What rows of this job said before, of the keys that are asked for; of a phone, whose it was. */
export async function earlierKeys(
  tx: TenantTx,
  job: ActorId,
  keys: {
    readonly usernames: readonly string[];
    readonly phones: readonly string[];
    readonly addresses: readonly string[];
  },
): Promise<{
  readonly usernames: ReadonlySet<string>;
  readonly phones: ReadonlyMap<string, string>;
  readonly addresses: ReadonlySet<string>;
}> {
  const rows = await tx.any(sql.type(z.object({ what: z.string(), key: z.string(), customer: z.string() }))`
    select 'username' as what, username_key as key, '' as customer from lastmile.bulk_row
    where tenant_id = ${tx.tenant} and job_id = ${job} and username_key = any(${sql.array([...keys.usernames], 'text')})
    union select 'phone', phone, customer_key from lastmile.bulk_row
    where tenant_id = ${tx.tenant} and job_id = ${job} and phone = any(${sql.array([...keys.phones], 'text')}) and customer_key is not null
    union select 'address', address, '' from lastmile.bulk_row
    where tenant_id = ${tx.tenant} and job_id = ${job} and address = any(${sql.array([...keys.addresses], 'text')})`);
  const of = (what: string) => rows.filter((row) => row.what === what);
  return {
    usernames: new Set(of('username').map(({ key }) => key)),
    phones: new Map(of('phone').map(({ key, customer }) => [key, customer])),
    addresses: new Set(of('address').map(({ key }) => key)),
  };
}

/** The customer that an earlier row of this job with the same key became or found. */
export async function customersOfKeys(
  tx: TenantTx,
  job: ActorId,
  keys: readonly string[],
): Promise<ReadonlyMap<string, ActorId>> {
  const rows = await tx.any(sql.type(z.object({ key: z.string(), id: ActorId }))`
    select distinct on (customer_key) customer_key as key, customer_id as id from lastmile.bulk_row
    where tenant_id = ${tx.tenant} and job_id = ${job} and customer_id is not null
      and customer_key = any(${sql.array([...keys], 'text')}) order by customer_key, line`);
  return new Map(rows.map(({ key, id }) => [key, id]));
}

/** What rows held of persons is not kept longer than it is needed. */
export async function forgetGiven(tx: TenantTx, job: ActorId): Promise<void> {
  await tx.query(sql.unsafe`
    update lastmile.bulk_row set given = null where tenant_id = ${tx.tenant} and job_id = ${job} and given is not null`);
}
