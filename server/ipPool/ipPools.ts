import { randomInt } from 'node:crypto';
import type { Clock } from '#actors/system/clock.ts';
import { type IpPoolChange, type NewIpPool, poolTrouble } from '#shared/ipPool/registration.ts';
import { ActorId, type TenantId, type UserId } from '#shared/values/ids.ts';
import { changesBetween, type FieldChange } from '../platform/audit/act.ts';
import { recordAct } from '../platform/audit/auditStore.ts';
import { constraintOf } from '../platform/db/constraintOf.ts';
import type { Database } from '../platform/db/database.ts';
import type { TenantTx } from '../platform/db/transaction.ts';
import { answerIpPoolRefusals, ipPoolRefusal } from './ipPoolRefusal.ts';
import {
  findIpPool,
  insertIpPool,
  lockIpPool,
  overlappingPools,
  setIpPoolArchived,
  updateIpPool,
  writeIpPoolPlaces,
} from './ipPoolStore.ts';
import type { IpPoolFields, StoredIpPool } from './storedIpPool.ts';

export const IP_POOL = 'ipPool';
const MOST_DRAWS = 3;

export interface IpPoolsOptions {
  readonly database: Database;
  readonly clock: Clock;
  readonly newId: () => string;
}

/** Who changes what; undefined: the system itself. */
export interface IpPoolEditor {
  readonly tenant: TenantId;
  readonly by: UserId | undefined;
}

/** Pools of addresses. That no address is in two of them on one router is the database's to refuse. */
export class IpPools {
  readonly #options: IpPoolsOptions;

  constructor(options: IpPoolsOptions) {
    this.#options = options;
  }

  /** `id`: where the same may be asked for twice. */
  async create(
    editor: IpPoolEditor,
    given: NewIpPool,
    id = ActorId.parse(this.#options.newId()),
  ): Promise<StoredIpPool> {
    const now = this.#options.clock.now();
    return await withAnotherNumber((wireId) =>
      this.#write(editor, async (tx) => {
        await insertIpPool(tx, id, wireId, given, now);
        await claim(tx, id, given);
        return await this.#finish(tx, editor, id, 'ipPool.created', undefined);
      }),
    );
  }

  async change(editor: IpPoolEditor, id: ActorId, { version, ...given }: IpPoolChange): Promise<StoredIpPool> {
    return await this.#write(editor, async (tx) => {
      const before = await requireLocked(tx, id);
      if (before.version !== version) throw ipPoolRefusal('ipPool/changed-meanwhile');
      if (before.archivedAt !== null) throw ipPoolRefusal('ipPool/archived');
      const fields: IpPoolFields = { ...before, ...present(given) };
      const trouble = poolTrouble(fields);
      if (trouble) throw ipPoolRefusal('ipPool/not-sound', { errors: [trouble] });
      await updateIpPool(tx, id, fields, this.#options.clock.now());
      await claim(tx, id, fields);
      return await this.#finish(tx, editor, id, 'ipPool.changed', before);
    });
  }

  async setArchived(editor: IpPoolEditor, id: ActorId, archived: boolean): Promise<StoredIpPool> {
    const now = this.#options.clock.now();
    return await this.#write(editor, async (tx) => {
      const before = await requireLocked(tx, id);
      if ((before.archivedAt !== null) === archived)
        throw ipPoolRefusal(archived ? 'ipPool/archived' : 'ipPool/not-archived');
      if (archived && before.packages > 0) throw ipPoolRefusal('ipPool/in-use');
      await setIpPoolArchived(tx, id, archived ? now : undefined, now);
      if (archived) await writeIpPoolPlaces(tx, id, before, false);
      else await claim(tx, id, before);
      return await this.#finish(tx, editor, id, archived ? 'ipPool.archived' : 'ipPool.restored', before);
    });
  }

  async #finish(
    tx: TenantTx,
    { by }: IpPoolEditor,
    id: ActorId,
    type: string,
    before: StoredIpPool | undefined,
  ): Promise<StoredIpPool> {
    const after = await findIpPool(tx, id);
    if (!after) throw ipPoolRefusal('ipPool/not-found');
    const changes = changesBetween(before ? shown(before) : {}, shown(after));
    await recordAct(tx, { kind: IP_POOL, id, type, by, at: after.changedAt, changes });
    return after;
  }

  async #write<T>({ tenant }: IpPoolEditor, work: (tx: TenantTx) => Promise<T>): Promise<T> {
    return await answerIpPoolRefusals(() => this.#options.database.tenantTx(tenant, work));
  }
}

/** Says by name whose addresses they are; what another writer takes at the same moment, the constraint refuses. */
async function claim(tx: TenantTx, id: ActorId, pool: Pick<IpPoolFields, 'nasIds' | 'ranges'>): Promise<void> {
  const others = await overlappingPools(tx, id, pool);
  if (others.length > 0) {
    const errors = [{ path: 'ranges', message: `Overlaps with ${others.join(', ')}.` }];
    throw ipPoolRefusal('ipPool/overlap', { errors });
  }
  await writeIpPoolPlaces(tx, id, pool, true);
}

async function requireLocked(tx: TenantTx, id: ActorId): Promise<StoredIpPool> {
  const found = await lockIpPool(tx, id);
  if (!found) throw ipPoolRefusal('ipPool/not-found');
  return found;
}

/** Numbers are drawn from two thousand million; whoever draws one that is taken draws again. */
async function withAnotherNumber<T>(work: (wireId: number) => Promise<T>): Promise<T> {
  for (let draw = 1; ; draw++) {
    try {
      return await work(randomInt(1, 2 ** 31));
    } catch (error) {
      if (draw >= MOST_DRAWS || constraintOf(error) !== 'ip_pool_wire_id_key') throw error;
    }
  }
}

function shown(pool: StoredIpPool): Record<string, FieldChange['after']> {
  const { name, family, kind, purpose, routerPool, ranges, delegatedLength, nasIds, holdSeconds, notes } = pool;
  return { name, family, kind, purpose, routerPool, ranges, delegatedLength, nasIds, holdSeconds, notes };
}

function present<T extends object>(fields: T): { [F in keyof T]?: Exclude<T[F], undefined> } {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as {
    [F in keyof T]?: Exclude<T[F], undefined>;
  };
}
