import { SUBSCRIPTION } from '#actors/subscription/subscriptionActor.ts';
import type { SubscriptionActCommand } from '#shared/subscription/commands.ts';
import { type UsernameRules, usernameKey } from '#shared/subscription/usernameKey.ts';
import { type ActorId, type BranchId, IdempotencyKey, type TenantId } from '#shared/values/ids.ts';
import type { Reply } from '#shared/wire/reply.ts';
import { pause } from '../../platform/actors/pause.ts';
import type { TenantTx } from '../../platform/db/transaction.ts';
import { takeNumbers } from '../../platform/numbers/numberStore.ts';
import { foldText } from '../../platform/search/searchText.ts';
import {
  findPackage,
  newPassword,
  sealPassword,
  termsOf,
  type TermsPackage,
} from '../../subscription/subscriptionFeature.ts';
import { endJob } from '../bulkEnd.ts';
import { bulkLineId } from '../bulkId.ts';
import { lockJob, type StoredJob } from '../bulkJobStore.ts';
import { customersOfKeys, putRows, rowPage, type StoredRow } from '../bulkRowStore.ts';
import {
  branchesNow,
  companyPlace,
  customersByCode,
  type KnownBranch,
  type KnownPackage,
  lineVersions,
  packagesNow,
} from '../lookupStore.ts';
import { failed, isPassing } from '../rowOutcome.ts';
import { openObject, openRow } from '../sealedRows.ts';
import { objectPlans } from '../source/checkObjects.ts';
import { makeObject } from '../source/makeObject.ts';
import type { ImportWork } from './checkImport.ts';
import { packageOf } from './checkLines.ts';
import { endOf } from './dayText.ts';
import type { ImportedLine } from './importedLine.ts';
import { rowKey } from './importRows.ts';

/** Customers of a piece are one transaction, behind which other writers of the company wait. */
const PER_PIECE = 200;
/** Each is a transaction of its own or more. */
const MOST_OBJECTS = 25;
const ANSWER_WITHIN_MS = 30_000;
const AGAIN_AFTER_MS = 1_000;

interface Around {
  readonly rules: UsernameRules;
  readonly packages: readonly KnownPackage[];
  readonly branches: readonly KnownBranch[];
  readonly zone: string;
  readonly terms: ReadonlyMap<ActorId, TermsPackage>;
}

/** A row whose customer is there, on its way to a line; without command when it has none. */
interface Prepared {
  readonly row: StoredRow;
  readonly command: SubscriptionActCommand | undefined;
  readonly suspend: boolean;
}

/** Makes what the dry run planned, a piece at a time. Each row is made once, however often a piece is begun. */
export async function makeLines(work: ImportWork, tenant: TenantId, id: ActorId, signal: AbortSignal): Promise<void> {
  const { database } = work;
  const rules = await work.rulesOf(tenant);
  while (!signal.aborted) {
    const piece = await database.tenantTx(tenant, (tx) => preparePiece(tx, work, id, rules));
    if (!piece) break;
    const done = piece.objects
      ? await makeObjects(work, tenant, piece.job, piece.objects)
      : await Promise.all(piece.rows.map((prepared) => makeLine(work, tenant, piece.job, prepared)));
    await database.tenantTx(tenant, (tx) => putRows(tx, id, done));
    work.progressed(tenant, id);
    if (done.some(({ state }) => state === 'pending')) await pause(work.clock, AGAIN_AFTER_MS, signal);
  }
  work.progressed(tenant, id);
}

interface Piece {
  readonly job: StoredJob;
  readonly rows: readonly Prepared[];
  /** Then there are no lines in this piece. */
  readonly objects?: readonly StoredRow[];
}

/** One after the other: pools name routers, packages name pools. */
async function makeObjects(
  work: ImportWork,
  tenant: TenantId,
  job: StoredJob,
  rows: readonly StoredRow[],
): Promise<readonly StoredRow[]> {
  const done: StoredRow[] = [];
  for (const row of rows) {
    const object = openObject(work.secrets, tenant, job.id, row.given!);
    done.push(await makeObject(work, tenant, job, row, object));
  }
  return done;
}

/** Undefined: it is not running any more, or just ended. */
async function preparePiece(
  tx: TenantTx,
  work: ImportWork,
  id: ActorId,
  rules: UsernameRules,
): Promise<Piece | undefined> {
  const job = await lockJob(tx, id);
  if (job?.state !== 'running' || !job.settings) return undefined;
  const page = await rowPage(tx, id, { state: 'pending', problems: false, after: 0, limit: PER_PIECE });
  const objectAt = page.findIndex(({ plan }) => objectPlans.has(plan));
  // What comes before lines is made before them, and what comes after them after.
  if (objectAt === 0) {
    const next = page.findIndex(({ plan }) => !objectPlans.has(plan));
    return { job, rows: [], objects: page.slice(0, next < 0 ? MOST_OBJECTS : Math.min(next, MOST_OBJECTS)) };
  }
  const rows = objectAt < 0 ? page : page.slice(0, objectAt);
  if (rows.length === 0) {
    await endJob(tx, id, { state: 'done', by: job.createdBy, at: work.clock.now() });
    return undefined;
  }
  const said = rows.map((row) => ({ row, line: openRow(work.secrets, tx.tenant, id, row.given!) }));
  const around = await lookAround(
    tx,
    job,
    rules,
    said.map(({ line }) => line),
  );
  const lines = said.filter(({ line }) => line.subscription !== undefined);
  const first = lines.length === 0 ? 0 : await takeNumbers(tx, SUBSCRIPTION, lines.length);
  const numbers = new Map(lines.map(({ row }, index) => [row.line, first + index]));
  const placed = await placeCustomers(tx, work, job, around, said);
  await putRows(
    tx,
    id,
    placed.map(({ row }) => row),
  );
  return {
    job,
    rows: placed.map(({ row, line }) => {
      const number = numbers.get(row.line);
      const command =
        number === undefined ? undefined : createCommand(tx.tenant, work, { job, around, row, line, number });
      return { row, command, suspend: line.subscription?.suspended === true };
    }),
  };
}

async function lookAround(
  tx: TenantTx,
  job: StoredJob,
  rules: UsernameRules,
  said: readonly ImportedLine[],
): Promise<Around> {
  const packages = await packagesNow(tx);
  const wanted = said.flatMap(({ subscription }) =>
    subscription ? (packageOf(subscription.package, { settings: job.settings!, packages })?.id ?? []) : [],
  );
  const terms = new Map<ActorId, TermsPackage>();
  for (const one of new Set(wanted)) {
    const found = await findPackage(tx, one);
    if (found) terms.set(one, found);
  }
  const { zone } = await companyPlace(tx);
  return { rules, packages, branches: await branchesNow(tx), zone, terms };
}

type Said = { readonly row: StoredRow; readonly line: ImportedLine };

/** Rows with the customer that is theirs: one that is there, one that an earlier row became, or a new one. */
async function placeCustomers(
  tx: TenantTx,
  work: ImportWork,
  job: StoredJob,
  around: Around,
  said: readonly Said[],
): Promise<Said[]> {
  const keys = said.flatMap(({ row }) => row.customerKey ?? []);
  const byKey = new Map(await customersOfKeys(tx, job.id, keys));
  const codes = said.flatMap(({ line }) => line.customer.code?.toLowerCase() ?? []);
  const taken = new Set((await customersByCode(tx, codes)).map(({ code }) => code!.toLowerCase()));
  const isKnown = ({ row }: Said): boolean => row.customerId !== undefined || byKey.has(row.customerKey!);
  // Of several rows of one customer the first says what it is.
  const fresh = [
    ...Map.groupBy(
      said.filter((one) => !isKnown(one)),
      ({ row }) => row.customerKey,
    ).values(),
  ].map(([first]) => first!);
  const free = fresh.filter(({ line }) => line.customer.code === null || !taken.has(line.customer.code.toLowerCase()));
  const made = await makeCustomers(tx, work, job, around, free);
  return said.map(({ row, line }) => {
    const key = row.customerKey!;
    const own = made.get(row.line);
    const customerId = row.customerId ?? byKey.get(key) ?? own?.id ?? made.get(`${key}`)?.id;
    if (customerId === undefined)
      return { line, row: failed(row, 'customer/code-taken', 'Another customer has this code.') };
    const placed = { ...row, customerId, ...(own ? { customerVersion: own.version } : {}) };
    const isDone = line.subscription === undefined;
    return { line, row: isDone ? { ...placed, state: 'done' as const, doneAt: work.clock.now() } : placed };
  });
}

type Made = { readonly id: ActorId; readonly version: number };

/** By the line of the row that was first of its customer, and by the customer's key. */
async function makeCustomers(
  tx: TenantTx,
  { customers }: ImportWork,
  job: StoredJob,
  around: Around,
  said: readonly Said[],
): Promise<ReadonlyMap<number | string, Made>> {
  const editor = { tenant: tx.tenant, scope: job.scope ?? ('all' as const), by: job.createdBy };
  const given = said.map(({ line }) => {
    const { branch: _, ...customer } = line.customer;
    return { ...customer, branchId: branchIdOf(line, job, around) };
  });
  const made = await customers.createManyIn(tx, editor, given);
  const found = new Map<number | string, Made>();
  for (const [index, { row }] of said.entries()) found.set(row.line, made[index]!).set(row.customerKey!, made[index]!);
  return found;
}

function branchIdOf({ customer }: ImportedLine, { settings }: StoredJob, { branches }: Around): BranchId | null {
  if (customer.branch === undefined) return settings?.branchId ?? null;
  const name = foldText(customer.branch);
  return branches.find((branch) => foldText(branch.name) === name)?.id ?? null;
}

interface Making {
  readonly job: StoredJob;
  readonly around: Around;
  readonly row: StoredRow;
  readonly line: ImportedLine;
  readonly number: number;
}

function createCommand(
  tenant: TenantId,
  work: ImportWork,
  { job, around, row, line, number }: Making,
): SubscriptionActCommand | undefined {
  const said = line.subscription!;
  const bought = packageOf(said.package, { settings: job.settings!, packages: around.packages });
  const terms = bought && around.terms.get(bought.id);
  if (!terms) return undefined;
  const branchId = branchIdOf(line, job, around) ?? undefined;
  const zone = around.branches.find(({ id }) => id === branchId)?.zone ?? around.zone;
  const validUntil = said.validUntil === undefined ? undefined : endOf(said.validUntil, zone);
  const isPast = validUntil !== undefined && validUntil <= work.clock.now();
  const password = said.username === undefined ? undefined : (said.password ?? newPassword());
  const id = bulkLineId(tenant, job.id, row.line);
  return {
    type: 'subscription.create',
    ...{ number, customerId: row.customerId!, packageId: terms.id, terms: termsOf(terms, zone) },
    accessType: said.accessType ?? job.settings!.accessType,
    ...(branchId === undefined ? {} : { branchId }),
    ...(said.username === undefined
      ? {}
      : { username: said.username, usernameKey: usernameKey(said.username, around.rules) }),
    ...(password === undefined ? {} : { password: sealPassword(work.secrets, tenant, id, password) }),
    macs: said.macs,
    macBinding: said.macs.length > 0 ? 'fixed' : 'off',
    ...(said.staticIpv4 === undefined ? {} : { staticIpv4: said.staticIpv4 }),
    ...(said.delegatedPrefix === undefined ? {} : { delegatedPrefix: said.delegatedPrefix }),
    framedRoutes: [],
    ...(said.protectedBy === undefined ? {} : { protectedBy: said.protectedBy }),
    ...(isPast
      ? { start: 'later' as const }
      : { start: 'now' as const, ...(validUntil === undefined ? {} : { validUntil }) }),
  };
}

async function makeLine(
  work: ImportWork,
  tenant: TenantId,
  job: StoredJob,
  { row, command, suspend }: Prepared,
): Promise<StoredRow> {
  if (row.state !== 'pending') return row;
  if (!command) return failed(row, 'bulk/package-unknown', 'Its package is gone.');
  const id = bulkLineId(tenant, job.id, row.line);
  const ask = (what: SubscriptionActCommand, name: string): Promise<Reply> =>
    work.ask({
      address: { tenant, kind: SUBSCRIPTION, id },
      key: IdempotencyKey.parse(rowKey(tenant, job.id, row.line, name)),
      command: what,
      caller: { kind: 'user', userId: job.createdBy, branches: job.scope ?? 'all' },
      deadlineAt: work.clock.now() + ANSWER_WITHIN_MS,
    });
  let version = versionOf(await ask(command, 'create'));
  if (typeof version === 'object' && (version.code === 'command/key-reused' || version.code === 'subscription/exists'))
    version = (await made(work, tenant, id)) ?? versionOf(await ask(command, 'create2'));
  if (typeof version === 'number' && suspend && 'start' in command && command.start === 'now') {
    const closed = versionOf(await ask({ type: 'subscription.suspend', reason: `Import B-${job.number}` }, 'suspend'));
    version = typeof closed === 'number' ? closed : version;
  }
  if (typeof version === 'object') {
    // What may be otherwise in a moment is tried again with the next piece.
    return isPassing(version.code) ? row : failed(row, version.code, version.message);
  }
  return { ...row, state: 'done', subscriptionId: id, subscriptionVersion: version, doneAt: work.clock.now() };
}

/** A crash came between the line and its row: the line is there, and its row does not say so yet. */
async function made(work: ImportWork, tenant: TenantId, id: ActorId): Promise<number | undefined> {
  return (await work.database.tenantTx(tenant, (tx) => lineVersions(tx, [id]))).get(id)?.version;
}

function versionOf(reply: Reply): number | Extract<Reply, { ok: false }> {
  return reply.ok ? reply.version : reply;
}
