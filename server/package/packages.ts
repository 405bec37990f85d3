import type { Clock } from '#actors/system/clock.ts';
import { packageTrouble } from '#shared/package/packageTrouble.ts';
import type { NewPackage, PackageChange } from '#shared/package/registration.ts';
import { ActorId, type TenantId, type UserId } from '#shared/values/ids.ts';
import { changesBetween, type FieldChange } from '../platform/audit/act.ts';
import { recordAct } from '../platform/audit/auditStore.ts';
import type { Database } from '../platform/db/database.ts';
import type { TenantTx } from '../platform/db/transaction.ts';
import { answerPackageRefusals, packageRefusal } from './packageRefusal.ts';
import {
  companyCurrency,
  familyOfPool,
  findPackage,
  insertPackage,
  lockPackage,
  setPackageArchived,
  updatePackage,
} from './packageStore.ts';
import type { PackageFields, StoredPackage } from './storedPackage.ts';

export const PACKAGE = 'package';

/** How many objects still have a package; asked in the transaction that would archive it. */
export type PackageDependents = (tx: TenantTx, packageId: ActorId) => Promise<number>;

export interface PackagesOptions {
  readonly database: Database;
  readonly clock: Clock;
  readonly newId: () => string;
}

/** Who changes what; undefined: the system itself. */
export interface PackageEditor {
  readonly tenant: TenantId;
  readonly by: UserId | undefined;
}

/** What is sold. Whoever has lines on a package follows `package.changed` in the log. */
export class Packages {
  readonly #options: PackagesOptions;
  readonly #dependents: PackageDependents[] = [];

  constructor(options: PackagesOptions) {
    this.#options = options;
  }

  addDependents(dependents: PackageDependents): void {
    this.#dependents.push(dependents);
  }

  /** `id`: where the same may be asked for twice. */
  async create(
    editor: PackageEditor,
    given: NewPackage,
    id = ActorId.parse(this.#options.newId()),
  ): Promise<StoredPackage> {
    const now = this.#options.clock.now();
    return await this.#write(editor, async (tx) => {
      const fields: PackageFields = { ...given, currency: given.currency ?? (await companyCurrency(tx)) };
      await requirePools(tx, fields);
      await insertPackage(tx, id, fields, now);
      return await this.#finish(tx, editor, id, 'package.created', undefined);
    });
  }

  async change(editor: PackageEditor, id: ActorId, { version, ...given }: PackageChange): Promise<StoredPackage> {
    return await this.#write(editor, async (tx) => {
      const before = await requireLocked(tx, id);
      if (before.version !== version) throw packageRefusal('package/changed-meanwhile');
      if (before.archivedAt !== null) throw packageRefusal('package/archived');
      const fields: PackageFields = { ...before, ...present(given) };
      const trouble = packageTrouble(fields);
      if (trouble) throw packageRefusal('package/not-sound', { errors: [trouble] });
      await requirePools(tx, fields);
      await updatePackage(tx, id, fields, this.#options.clock.now());
      return await this.#finish(tx, editor, id, 'package.changed', before);
    });
  }

  async setArchived(editor: PackageEditor, id: ActorId, archived: boolean): Promise<StoredPackage> {
    const now = this.#options.clock.now();
    return await this.#write(editor, async (tx) => {
      const before = await requireLocked(tx, id);
      if ((before.archivedAt !== null) === archived)
        throw packageRefusal(archived ? 'package/archived' : 'package/not-archived');
      if (archived) {
        for (const dependents of this.#dependents)
          if ((await dependents(tx, id)) > 0) throw packageRefusal('package/in-use');
      } else await requirePools(tx, before);
      await setPackageArchived(tx, id, archived ? now : undefined, now);
      return await this.#finish(tx, editor, id, archived ? 'package.archived' : 'package.restored', before);
    });
  }

  async #finish(
    tx: TenantTx,
    { by }: PackageEditor,
    id: ActorId,
    type: string,
    before: StoredPackage | undefined,
  ): Promise<StoredPackage> {
    const after = await findPackage(tx, id);
    if (!after) throw packageRefusal('package/not-found');
    const changes = changesBetween(before ? shown(before) : {}, shown(after));
    await recordAct(tx, { kind: PACKAGE, id, type, by, at: after.changedAt, changes });
    return after;
  }

  async #write<T>({ tenant }: PackageEditor, work: (tx: TenantTx) => Promise<T>): Promise<T> {
    return await answerPackageRefusals(() => this.#options.database.tenantTx(tenant, work));
  }
}

async function requireLocked(tx: TenantTx, id: ActorId): Promise<StoredPackage> {
  const found = await lockPackage(tx, id);
  if (!found) throw packageRefusal('package/not-found');
  return found;
}

async function requirePools(
  tx: TenantTx,
  { poolId, ipv6PoolId }: Pick<PackageFields, 'poolId' | 'ipv6PoolId'>,
): Promise<void> {
  for (const [path, id, family] of [['poolId', poolId, 4] as const, ['ipv6PoolId', ipv6PoolId, 6] as const]) {
    if (id === null) continue;
    const found = await familyOfPool(tx, id);
    const code = found === undefined ? 'package/pool-not-found' : 'package/pool-of-other-family';
    if (found !== family) throw packageRefusal(code, { errors: [{ path, message: `An IPv${family} pool in use.` }] });
  }
}

function shown(found: StoredPackage): Record<string, FieldChange['after']> {
  const { tenant: _, id: _id, version: _v, createdAt: _c, changedAt: _h, archivedAt: _a, ...fields } = found;
  return fields;
}

function present<T extends object>(fields: T): { [F in keyof T]?: Exclude<T[F], undefined> } {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as {
    [F in keyof T]?: Exclude<T[F], undefined>;
  };
}
