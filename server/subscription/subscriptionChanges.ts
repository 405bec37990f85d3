import { SUBSCRIPTION } from '#actors/subscription/subscriptionActor.ts';
import type { ActorId, TenantId } from '#shared/values/ids.ts';
import type { Database } from '../platform/db/database.ts';
import { inTenant } from '../platform/db/inTenant.ts';
import { readHeadOf } from '../platform/eventLog/actorEventStore.ts';
import type { EventLog } from '../platform/eventLog/eventLog.ts';
import type { Follower } from '../platform/eventLog/follower.ts';

type Listener = (ids: ReadonlySet<ActorId>) => void;

/** Tells open views which subscriptions were changed. Follows a tenant's log from the first time that somebody asks. */
export class SubscriptionChanges {
  readonly #database: Database;
  readonly #eventLog: EventLog;
  readonly #listeners = new Map<TenantId, Set<Listener>>();
  readonly #followers = new Map<TenantId, Promise<Follower>>();

  constructor(database: Database, eventLog: EventLog) {
    this.#database = database;
    this.#eventLog = eventLog;
  }

  /** From when this resolves every change is told. Answers how to stop it. */
  async listen(tenant: TenantId, listener: Listener): Promise<() => void> {
    const listeners = this.#listeners.get(tenant) ?? new Set();
    this.#listeners.set(tenant, listeners.add(listener));
    const following = this.#followers.get(tenant) ?? this.#follow(tenant);
    this.#followers.set(tenant, following);
    try {
      await following;
    } catch (error) {
      this.#followers.delete(tenant);
      listeners.delete(listener);
      throw error;
    }
    return () => void listeners.delete(listener);
  }

  async stop(): Promise<void> {
    const followers = await Promise.allSettled(this.#followers.values());
    for (const each of followers) if (each.status === 'fulfilled') await each.value.stop();
  }

  async #follow(tenant: TenantId): Promise<Follower> {
    const from = await inTenant(this.#database.appPool, tenant, (client) => readHeadOf(client, tenant));
    return this.#eventLog.follow({
      tenant,
      name: 'subscriptions',
      from,
      onEvents: (records) => {
        const ids = new Set(records.filter(({ kind }) => kind === SUBSCRIPTION).map(({ actorId }) => actorId));
        if (ids.size > 0) for (const listener of this.#listeners.get(tenant) ?? []) listener(ids);
      },
    });
  }
}
