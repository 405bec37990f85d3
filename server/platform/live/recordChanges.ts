import type { ActorId, TenantId } from '#shared/values/ids.ts';
import { inTenant } from '../db/inTenant.ts';
import { readHeadOf } from '../eventLog/actorEventStore.ts';
import type { Follower } from '../eventLog/follower.ts';
import type { FeatureContext } from '../feature.ts';

export type RecordListener = (id: ActorId) => void;

/** Tells views of plain records (rows with events, no actors) which of them changed, whatever server changed them. */
export class RecordChanges {
  readonly #context: Pick<FeatureContext, 'database' | 'eventLog' | 'tenants'>;
  readonly #kinds: readonly string[];
  readonly #followers = new Map<TenantId, Follower>();
  readonly #listeners = new Map<TenantId, Set<RecordListener>>();

  constructor(context: Pick<FeatureContext, 'database' | 'eventLog' | 'tenants'>, ...kinds: readonly string[]) {
    this.#context = context;
    this.#kinds = kinds;
  }

  async start(): Promise<void> {
    for (const tenant of this.#context.tenants()) await this.follow(tenant);
  }

  async stop(): Promise<void> {
    await Promise.all([...this.#followers.values()].map((follower) => follower.stop()));
  }

  async follow(tenant: TenantId): Promise<void> {
    if (this.#followers.has(tenant)) return;
    const { database, eventLog } = this.#context;
    const from = await inTenant(database.appPool, tenant, (client) => readHeadOf(client, tenant));
    const follower = eventLog.follow({
      tenant,
      name: `${this.#kinds.join(' and ')} views`,
      from,
      onEvents: (records) => {
        const changed = new Set(records.filter(({ kind }) => this.#kinds.includes(kind)).map(({ actorId }) => actorId));
        for (const id of changed) for (const listener of this.#listeners.get(tenant) ?? []) listener(id);
      },
    });
    this.#followers.set(tenant, follower);
  }

  /** Answers how to stop it. */
  onChange(tenant: TenantId, listener: RecordListener): () => void {
    const listeners = this.#listeners.get(tenant) ?? new Set();
    this.#listeners.set(tenant, listeners.add(listener));
    return () => void listeners.delete(listener);
  }
}
