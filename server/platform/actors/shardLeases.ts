import type { Clock } from '#actors/system/clock.ts';
import type { Fence } from '#actors/system/envelope.ts';
import type { ShardOwnership } from '#actors/system/ports.ts';
import { SHARDS } from '#actors/system/shard.ts';
import type { LeaseHolder, ShardLeaseStore } from './shardLeaseStore.ts';

export interface ShardLeasesOptions {
  readonly store: ShardLeaseStore;
  readonly holder: LeaseHolder;
  readonly clock: Clock;
  /** Milliseconds that only grow; a lease's validity must not depend on the wall clock being set. */
  readonly monotonicNow: () => number;
  readonly onTrouble: (error: unknown) => void;
  readonly onChange?: (owned: readonly number[]) => void;
  readonly ttlMs?: number;
}

interface Held {
  readonly epoch: bigint;
  /** On the monotonic clock, counted from before the renewal was sent. */
  readonly validUntil: number;
}

/**
 * Which of the 256 shards this process may act for. Renewed three times per lifetime; a process that can't renew stops
 * acting a margin before the database lets somebody else take over.
 */
export class ShardLeases implements ShardOwnership {
  readonly #options: ShardLeasesOptions;
  readonly #ttlMs: number;
  readonly #marginMs: number;
  #held = new Map<number, Held>();
  #timer: unknown;
  #stopped = true;
  #round: Promise<void> = Promise.resolve();

  constructor(options: ShardLeasesOptions) {
    this.#options = options;
    this.#ttlMs = options.ttlMs ?? 3_000;
    this.#marginMs = this.#ttlMs / 6;
  }

  /** Resolves after the first attempt to take shards. */
  async start(): Promise<void> {
    this.#stopped = false;
    this.#round = this.#renewAndClaim();
    await this.#round;
    this.#schedule();
  }

  /** Gives everything back, so that another node need not wait for the leases to run out. */
  async stop(): Promise<void> {
    if (this.#stopped) return;
    this.#stopped = true;
    this.#options.clock.clearTimeout(this.#timer);
    await this.#round;
    const shards = [...this.#held.keys()];
    this.#held.clear();
    const { store, holder, onTrouble } = this.#options;
    await store.release(holder, shards).catch(onTrouble);
    await store.leave(holder).catch(onTrouble);
  }

  owned(): readonly number[] {
    const now = this.#options.monotonicNow();
    return [...this.#held].filter(([, held]) => held.validUntil - this.#marginMs > now).map(([shard]) => shard);
  }

  fence(shard: number): Fence | undefined {
    const held = this.#held.get(shard);
    if (!held || held.validUntil - this.#marginMs <= this.#options.monotonicNow()) return undefined;
    return { shard, epoch: held.epoch };
  }

  #schedule(): void {
    if (this.#stopped) return;
    this.#timer = this.#options.clock.setTimeout(() => {
      this.#round = this.#renewAndClaim().finally(() => this.#schedule());
    }, this.#ttlMs / 3);
  }

  async #renewAndClaim(): Promise<void> {
    const { store, holder, monotonicNow, onTrouble, onChange } = this.#options;
    const before = [...this.#held.keys()];
    try {
      const sentAt = monotonicNow();
      const kept = await store.renew(holder, this.#ttlMs);
      const held = new Map(kept.map(({ shard, epoch }) => [shard, { epoch, validUntil: sentAt + this.#ttlMs }]));
      const share = Math.ceil(SHARDS / (1 + (await store.announce(holder, this.#ttlMs))));
      const surplus = [...held.keys()].slice(share);
      if (surplus.length > 0) {
        for (const shard of surplus) held.delete(shard);
        this.#held = held;
        await store.release(holder, surplus);
      } else if (held.size < share) {
        const claimedAt = monotonicNow();
        const claimed = await store.claim(holder, share - held.size, this.#ttlMs);
        for (const { shard, epoch } of claimed) held.set(shard, { epoch, validUntil: claimedAt + this.#ttlMs });
      }
      this.#held = held;
    } catch (error) {
      onTrouble(error);
    }
    const after = this.owned();
    if (after.length !== before.length || after.some((shard) => !before.includes(shard))) onChange?.(after);
  }
}
