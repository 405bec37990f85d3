import type { BulkPlan, BulkProblem } from '#shared/bulk/values.ts';
import { usernameKey } from '#shared/subscription/usernameKey.ts';
import type { TenantId } from '#shared/values/ids.ts';
import type { TenantTx } from '../../platform/db/transaction.ts';
import { bulkObjectId } from '../bulkId.ts';
import { earlierKeys, type StoredRow } from '../bulkRowStore.ts';
import { type CheckWith, packageOf } from '../import/checkLines.ts';
import { fault, problem, type ReadLine, type ReadObject } from '../import/importedLine.ts';
import type { KnownPackage } from '../lookupStore.ts';
import { type KnownPool, type KnownRouter, lineForUsage, poolsNow, routersNow } from './knownObjectStore.ts';
import { hasSecret, packageDraft, poolDraft, routerDraft, vouchersDraft } from './objectDrafts.ts';
import type { SourceObject, SourceOf } from './sourceObject.ts';

export interface ObjectChecks extends CheckWith {
  readonly currency: string;
  readonly vendor: string;
  readonly tenant: TenantId;
  /** Those there are, and those that this job makes. */
  readonly packages: KnownPackage[];
  /** Names, in lower case, of packages that this job makes. */
  readonly planned: Set<string>;
  /** Addresses of routers that it makes. */
  readonly plannedRouters: Set<string>;
}

const plans: Readonly<Record<SourceObject['what'], BulkPlan>> = {
  router: 'newRouter',
  pool: 'newPool',
  package: 'newPackage',
  vouchers: 'newVouchers',
  usage: 'usage',
};
export const objectPlans: ReadonlySet<BulkPlan> = new Set(Object.values(plans));

interface Around {
  readonly tx: TenantTx;
  readonly routers: readonly KnownRouter[];
  readonly pools: readonly KnownPool[];
  readonly using: ObjectChecks;
}

/** Looks at what a system has besides customers; what is here by name already stays as it is. */
export async function checkObjects(
  tx: TenantTx,
  reads: readonly ReadObject[],
  using: ObjectChecks,
): Promise<readonly StoredRow[]> {
  if (reads.length === 0) return [];
  const around = { tx, using, routers: await routersNow(tx), pools: await poolsNow(tx) };
  const rows: StoredRow[] = [];
  for (const read of reads) rows.push(await checkOne(read, around));
  return rows;
}

async function checkOne(read: ReadObject, around: Around): Promise<StoredRow> {
  const { object, line } = read;
  const { settings } = around.using;
  const isTaken = settings.take.includes(object.what);
  const problems: BulkProblem[] = object.left.map((value) => problem('warning', 'bulk/left-out', { value }));
  const isThere = isTaken && (await found(object, around, problems));
  const failed = problems.some(({ severity }) => severity === 'error');
  const isNothing = !isTaken || isThere;
  return {
    line,
    state: !isTaken ? 'skipped' : failed ? 'failed' : isThere ? 'skipped' : 'pending',
    plan: isNothing ? 'nothing' : plans[object.what],
    name: nameOf(object).slice(0, 200),
    problems: isTaken ? problems.slice(0, 20) : [],
    given: around.using.seal(read),
    ...{ usernameKey: undefined, customerKey: undefined, phone: undefined, address: undefined, customerId: undefined },
    ...{ customerVersion: undefined, subscriptionId: undefined, subscriptionVersion: undefined, objectId: undefined },
    ...{ objectVersion: undefined, actedAt: undefined, cut: false, doneAt: undefined },
  };
}

function nameOf(object: SourceObject): string {
  if (object.what === 'vouchers') return `${object.name} (${object.codes.length})`;
  return object.what === 'usage' ? `${object.name} (${object.sessions.length})` : object.name;
}

/** Whether it is here already; what is wrong with it is added to the problems. */
async function found(object: SourceObject, around: Around, problems: BulkProblem[]): Promise<boolean> {
  switch (object.what) {
    case 'router':
      return foundRouter(object, around, problems);
    case 'pool': {
      if (around.pools.some((pool) => isPool(pool, object.name))) return true;
      refuse(poolDraft(object, []), problems);
      return false;
    }
    case 'package': {
      const { packages, planned, settings } = around.using;
      const key = object.name.toLowerCase();
      if (settings.packages[key] !== undefined) return true;
      if (!planned.has(key) && packages.some(({ name }) => name.toLowerCase() === key)) return true;
      refuse(packageDraft(object, { poolId: null, currency: around.using.currency }), problems);
      return false;
    }
    case 'vouchers': {
      const bought = packageOf(object.package, around.using);
      if (!bought) problems.push(fault('bulk/package-unknown', { value: object.package }));
      else if (!bought.accessTypes.includes('hotspot'))
        problems.push(fault('bulk/package-unfit', { value: bought.name }));
      else refuse(vouchersDraft(object, { packageId: bought.id, currency: around.using.currency }), problems);
      return false;
    }
    case 'usage':
      await checkUsage(object, around, problems);
      return false;
  }
}

function foundRouter(object: SourceOf<'router'>, around: Around, problems: BulkProblem[]): boolean {
  const isHere = around.routers.some(
    ({ name, addresses }) => name.toLowerCase() === object.name.toLowerCase() || addresses.includes(object.address),
  );
  if (isHere) return true;
  refuse(routerDraft(object, around.using.vendor), problems);
  if (object.radiusSecret !== undefined && !hasSecret(object)) problems.push(problem('warning', 'bulk/secret-short'));
  return false;
}

async function checkUsage(object: SourceOf<'usage'>, around: Around, problems: BulkProblem[]): Promise<void> {
  const { tx, using, routers } = around;
  const key = usernameKey(object.name, using.rules);
  const planned = await earlierKeys(tx, using.job, { usernames: [key], phones: [], addresses: [] });
  if (!planned.usernames.has(key) && !(await lineForUsage(tx, key))) problems.push(fault('bulk/line-unknown'));
  const known = new Set(routers.flatMap(({ addresses }) => addresses));
  const unknown = new Set(object.sessions.map(({ nas }) => nas));
  for (const address of unknown)
    if (!known.has(address) && !using.plannedRouters.has(address))
      problems.push(problem('warning', 'bulk/router-unknown', { value: address }));
}

/** By its own name, or by the one it has on routers. */
export function isPool(pool: KnownPool, name: string): boolean {
  return pool.name.toLowerCase() === name.toLowerCase() || pool.routerPool === name;
}

type Parsed = ReturnType<typeof poolDraft | typeof routerDraft | typeof packageDraft | typeof vouchersDraft>;

/** What does not hold together is said. */
function refuse(parsed: Parsed, problems: BulkProblem[]): void {
  if (parsed.success) return;
  const [issue] = parsed.error.issues;
  problems.push(fault('bulk/object-not-sound', { value: `${issue?.path.join('.') ?? ''}: ${issue?.message ?? ''}` }));
}

/** What this job makes is there for what comes after it: packages for lines, routers for sessions. */
export function planObjects(reads: readonly (ReadLine | ReadObject)[], using: ObjectChecks): void {
  const { packages, planned, plannedRouters, settings, tenant, job } = using;
  for (const read of reads) {
    if (!('object' in read) || !settings.take.includes(read.object.what)) continue;
    const { object, line } = read;
    if (object.what === 'router') plannedRouters.add(object.address);
    if (object.what !== 'package') continue;
    const key = object.name.toLowerCase();
    if (packages.some(({ name }) => name.toLowerCase() === key)) continue;
    planned.add(key);
    packages.push({ id: bulkObjectId(tenant, job, line), name: object.name, accessTypes: [...object.accessTypes] });
  }
}
