import type { Pool } from 'pg';
import type { Clock } from '#actors/system/clock.ts';
import type { CommittedBatch } from '#actors/system/committedBatch.ts';
import { TenantId } from '#shared/values/ids.ts';
import type { Database } from '../db/database.ts';
import { errorFields } from '../log/errorFields.ts';
import type { Logger } from '../log/logger.ts';
import { eventLogChannel } from './appendEvents.ts';
import { readEvents, readHeads } from './eventStore.ts';
import { TenantFollower, type Follower, type FollowerParts, type FollowOptions } from './follower.ts';
import { createUpcast, type Upcaster } from './upcasters.ts';

export interface EventLogOptions {
  readonly database: Pick<Database, 'listen'> & { readonly systemPool: Pool };
  readonly clock: Clock;
  readonly upcasters: readonly Upcaster[];
  readonly log?: Logger;
  /** How often heads are read in case a wake-up was lost; 5 s unless told. */
  readonly pollMs?: number;
  /**
   * How long news of a tenant whose events are committed in this process waits for the batch itself, so that it needn't
   * be read back; 25 ms unless told.
   */
  readonly graceMs?: number;
}

/** Followers of the log in this process. One per process: committers hand their batches to it. */
export interface EventLog {
  /** Begins to listen for what other processes commit. */
  start(): Promise<void>;
  /** Stops all followers and waits for them; idempotent. */
  stop(): Promise<void>;
  /** Called by the committer after COMMIT, and only then. */
  offer(batch: CommittedBatch): void;
  follow(options: FollowOptions): Follower;
  followers(): readonly Follower[];
}

const mostPerRead = 500;
/** Per follower; about 1 MB. */
const mostPending = 2000;
const reportAfter = 5;

export function createEventLog(options: EventLogOptions): EventLog {
  const { database, clock, log } = options;
  const graceMs = options.graceMs ?? 25;
  const followers = new Map<TenantId, Set<TenantFollower>>();
  const localHeads = new Map<TenantId, number>();
  const graces = new Set<unknown>();
  let unlisten: (() => Promise<void>) | undefined;
  let poll: unknown;
  let stopped = false;

  const parts: FollowerParts = {
    clock,
    mostPerRead,
    mostPending,
    reportAfter,
    upcast: createUpcast(options.upcasters),
    read: (tenant, after, most) => readEvents(database.systemPool, tenant, after, most),
    head: async (tenant) => (await readHeads(database.systemPool, [tenant])).get(tenant) ?? 0,
    readFailed: (error, attempts) => {
      if (attempts === 1 || attempts % reportAfter === 0)
        log?.warn({ error: errorFields(error), attempts }, 'the event log cannot be read');
    },
  };
  const of = (tenant: TenantId): Iterable<TenantFollower> => followers.get(tenant) ?? [];

  /** Asks how far the logs reach: at a follower's start, after a reconnect, and now and then in case a wake-up was lost. */
  const look = async (tenants: readonly TenantId[]): Promise<boolean> => {
    if (tenants.length === 0 || stopped) return true;
    try {
      const heads = await readHeads(database.systemPool, tenants);
      for (const [tenant, head] of heads) for (const follower of of(tenant)) follower.heard(head);
      return true;
    } catch (error) {
      parts.readFailed(error, 1);
      return false;
    }
  };
  const followed = (): TenantId[] => [...followers.keys()];
  const all = (): TenantFollower[] => [...followers.values()].flatMap((some) => [...some]);

  const pollLater = (pauseMs: number): void => {
    if (stopped) return;
    poll = clock.setTimeout(
      () => void look(followed()).then((seen) => pollLater(seen ? (options.pollMs ?? 5000) : 500)),
      pauseMs,
    );
  };

  const notified = (payload: string): void => {
    const [text, head] = payload.split(' ');
    const tenant = TenantId.safeParse(text);
    if (!tenant.success || !Number.isSafeInteger(Number(head))) {
      log?.warn('a notification of the event log is not understood');
      return;
    }
    const tell = (): void => {
      for (const follower of of(tenant.data)) follower.heard(Number(head));
    };
    if (!localHeads.has(tenant.data)) return tell();
    if (localHeads.get(tenant.data)! >= Number(head)) return;
    const timer = clock.setTimeout(() => {
      graces.delete(timer);
      tell();
    }, graceMs);
    graces.add(timer);
  };

  const stop = async (): Promise<void> => {
    stopped = true;
    clock.clearTimeout(poll);
    for (const timer of graces) clock.clearTimeout(timer);
    await unlisten?.();
    await Promise.all(all().map((follower) => follower.stop()));
  };
  let stopping: Promise<void> | undefined;

  return {
    async start() {
      unlisten = await database.listen(eventLogChannel, notified, () => void look(followed()));
      pollLater(options.pollMs ?? 5000);
    },
    stop: () => (stopping ??= stop()),
    offer(batch) {
      const last = batch.events.at(-1)?.position;
      if (last === undefined || stopped) return;
      localHeads.set(batch.tenant, Math.max(last, localHeads.get(batch.tenant) ?? 0));
      for (const follower of of(batch.tenant)) follower.offer(batch);
    },
    follow(follow) {
      const follower = new TenantFollower(follow, parts);
      const others = followers.get(follow.tenant) ?? new Set();
      followers.set(follow.tenant, others.add(follower));
      follower.start();
      void look([follow.tenant]);
      const end = follower.stop.bind(follower);
      follower.stop = async () => {
        others.delete(follower);
        if (others.size === 0 && followers.get(follow.tenant) === others) followers.delete(follow.tenant);
        await end();
      };
      return follower;
    },
    followers: all,
  };
}
