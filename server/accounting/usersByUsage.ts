import type { Clock } from '#actors/system/clock.ts';
import type { TopQuery, TopUser } from '#shared/session/usage.ts';
import type { TenantId } from '#shared/values/ids.ts';
import type { Database } from '../platform/db/database.ts';
import { inTenant } from '../platform/db/inTenant.ts';
import { KeptAnswers, type KeptAnswer } from './keptAnswers.ts';
import { namesOfUsers, type OctetsOf, topUsers, type TopWanted, type UserName } from './usageReadStore.ts';

const DAY_MS = 86_400_000;
const MOST = 50;
/** What the screen offers. */
const SPANS = [1, 7, 31];

export interface UsersWanted extends Pick<TopQuery, 'days' | 'by'>, Pick<TopWanted, 'branches' | 'router'> {}

export interface UsersByUsageParts {
  readonly database: Database;
  readonly clock: Clock;
  readonly tenants: () => Iterable<TenantId>;
  readonly onTrouble: (error: unknown) => void;
}

/** Who used most: of a large company fifteen million rows a month are added up, so what took long is kept for a while. */
export class UsersByUsage {
  readonly #parts: UsersByUsageParts;
  readonly #kept: KeptAnswers<readonly TopUser[]>;
  #warming: Promise<void> = Promise.resolve();
  #stopped = false;

  constructor(parts: UsersByUsageParts) {
    this.#parts = parts;
    this.#kept = new KeptAnswers(parts);
  }

  start(): void {
    this.#kept.start();
    this.#warming = this.#warm();
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    await this.#warming;
    await this.#kept.stop();
  }

  async of(tenant: TenantId, wanted: UsersWanted): Promise<KeptAnswer<readonly TopUser[]>> {
    return await this.#kept.of(JSON.stringify([tenant, wanted]), () => this.#read(tenant, wanted));
  }

  /** What everybody asks first, one after the other, so that nobody has to wait for it after a start. */
  async #warm(): Promise<void> {
    for (const tenant of this.#parts.tenants())
      for (const days of SPANS) {
        if (this.#stopped) return;
        const wanted = { days, by: 'total', branches: 'all', router: undefined } as const;
        await this.of(tenant, wanted).catch((error: unknown) => this.#parts.onTrouble(error));
      }
  }

  async #read(tenant: TenantId, { days, ...wanted }: UsersWanted): Promise<readonly TopUser[]> {
    const { database, clock } = this.#parts;
    const from = new Date(clock.now() - (days - 1) * DAY_MS).toISOString().slice(0, 10);
    return await inTenant(database.appPool, tenant, async (client) => {
      const found = await topUsers(client, tenant, { ...wanted, from, most: MOST });
      const ids = found.map(({ id }) => id);
      return named(found, await namesOfUsers(client, tenant, ids));
    });
  }
}

function named(found: readonly OctetsOf[], names: readonly UserName[]): readonly TopUser[] {
  const byId = new Map(names.map((name) => [name.id, name]));
  return found.map((user) => {
    const name = byId.get(user.id);
    if (name === undefined) return { ...user, kind: 'gone' };
    const { kind, username, customer, batchId } = name;
    return { ...user, kind, username, customer, ...(batchId === null ? {} : { batchId }) };
  });
}
