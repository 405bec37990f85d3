import { z } from 'zod';
import { bulkRefusals } from '#shared/bulk/errors.ts';
import type { ActorId, TenantId } from '#shared/values/ids.ts';
import { HttpProblem } from '../../platform/http/problem.ts';
import { bulkObjectId } from '../bulkId.ts';
import type { StoredJob } from '../bulkJobStore.ts';
import type { StoredRow } from '../bulkRowStore.ts';
import type { ImportWork } from '../import/checkImport.ts';
import { packageOf } from '../import/checkLines.ts';
import { packagesNow } from '../lookupStore.ts';
import { failed } from '../rowOutcome.ts';
import { isPool } from './checkObjects.ts';
import { importUsage } from './importUsage.ts';
import { currencyNow, packageVersion, poolsNow, routersNow } from './knownObjectStore.ts';
import { packageDraft, poolDraft, routerDraft, vouchersDraft } from './objectDrafts.ts';
import type { SourceObject, SourceOf } from './sourceObject.ts';

interface Making {
  readonly work: ImportWork;
  readonly tenant: TenantId;
  readonly job: StoredJob;
  /** What it is made under, however often it is tried. */
  readonly id: ActorId;
}

/** What was made, or is there by now under this name. */
interface Made {
  readonly id: ActorId;
  readonly version: number;
}

/** Makes what a row of a known system says, once: what a crash left behind is found under its id. */
export async function makeObject(
  work: ImportWork,
  tenant: TenantId,
  job: StoredJob,
  row: StoredRow,
  object: SourceObject,
): Promise<StoredRow> {
  const id = bulkObjectId(tenant, job.id, row.line);
  try {
    const made = await make({ work, tenant, job, id }, object);
    // Somebody made one of this name meanwhile: it is used, and not taken back with the job.
    if (made !== undefined && made.id !== id) return { ...row, state: 'skipped', plan: 'nothing' };
    const done = { ...row, state: 'done' as const, doneAt: work.clock.now() };
    return made === undefined ? done : { ...done, objectId: made.id, objectVersion: made.version };
  } catch (error) {
    if (error instanceof HttpProblem) return failed(row, error.code, error.errors?.[0]?.message ?? error.message);
    if (error instanceof z.ZodError) return failed(row, 'bulk/object-not-sound', bulkRefusals['bulk/object-not-sound']);
    throw error;
  }
}

async function make(making: Making, object: SourceObject): Promise<Made | undefined> {
  switch (object.what) {
    case 'router':
      return await makeRouter(making, object);
    case 'pool':
      return await makePool(making, object);
    case 'package':
      return await makePackage(making, object);
    case 'vouchers':
      return await makeVouchers(making, object);
    case 'usage':
      await importUsage(making.work, making.tenant, object);
      return undefined;
  }
}

async function makeRouter({ work, tenant, job, id }: Making, object: SourceOf<'router'>): Promise<Made> {
  const { database, makers } = work;
  const here = (await database.tenantTx(tenant, routersNow)).find(
    (router) => router.id === id || router.name.toLowerCase() === object.name.toLowerCase(),
  );
  if (here) return here;
  const draft = parsed(routerDraft(object, makers.vendor));
  const editor = { tenant, scope: job.scope ?? ('all' as const), by: job.createdBy };
  // Whoever works in one branch only has routers in it.
  const branchId = job.settings?.branchId ?? null;
  return await makers.registry.create(editor, { ...draft, branchId }, work.clock.now(), id);
}

async function makePool({ work, tenant, job, id }: Making, object: SourceOf<'pool'>): Promise<Made> {
  const { routers, pools } = await work.database.tenantTx(tenant, async (tx) => ({
    routers: await routersNow(tx),
    pools: await poolsNow(tx),
  }));
  const here = pools.find((pool) => pool.id === id || isPool(pool, object.name));
  if (here) return here;
  const nasIds = routers
    .filter(({ name }) => object.routers.some((wanted) => wanted.toLowerCase() === name.toLowerCase()))
    .map((router) => router.id);
  return await work.makers.pools.create({ tenant, by: job.createdBy }, parsed(poolDraft(object, nasIds)), id);
}

async function makePackage({ work, tenant, job, id }: Making, object: SourceOf<'package'>): Promise<Made> {
  const { packages, pools, currency, version } = await work.database.tenantTx(tenant, async (tx) => ({
    packages: await packagesNow(tx),
    pools: await poolsNow(tx),
    currency: await currencyNow(tx),
    version: await packageVersion(tx, id),
  }));
  if (version !== undefined) return { id, version };
  const here = packages.find(({ name }) => name.toLowerCase() === object.name.toLowerCase());
  if (here) return { id: here.id, version: 0 };
  const pool = object.pool === undefined ? undefined : pools.find((one) => isPool(one, object.pool!));
  const draft = parsed(packageDraft(object, { poolId: pool?.id ?? null, currency }));
  return await work.makers.packages.create({ tenant, by: job.createdBy }, draft, id);
}

async function makeVouchers({ work, tenant, job, id }: Making, object: SourceOf<'vouchers'>): Promise<Made> {
  const { packages, currency } = await work.database.tenantTx(tenant, async (tx) => ({
    packages: await packagesNow(tx),
    currency: await currencyNow(tx),
  }));
  const bought = packageOf(object.package, { settings: job.settings!, packages });
  if (!bought) throw new HttpProblem(409, 'bulk/package-unknown', bulkRefusals['bulk/package-unknown']);
  const { codes, ...batch } = parsed(vouchersDraft(object, { packageId: bought.id, currency }));
  const branchId = job.settings?.branchId ?? undefined;
  await work.makers.vouchers.adopter.adopt({
    ...{ tenant, id, by: job.createdBy, codes },
    batch: { ...batch, branchId },
  });
  return { id, version: 1 };
}

function parsed<T>(result: z.ZodSafeParseResult<T>): T {
  if (!result.success) throw result.error;
  return result.data;
}
