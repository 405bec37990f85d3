import type { Clock } from '#actors/system/clock.ts';
import type { ActorId, TenantId } from '#shared/values/ids.ts';
import type { NasFeature } from '../../nas/nasFeature.ts';

export interface GardenSight {
  /** Addresses and prefixes in the walled garden. */
  readonly members: ReadonlySet<string>;
  /** Connections that were ended. */
  readonly removed: number;
}

export interface GardenDeskOptions {
  readonly clock: Clock;
  readonly nas: Pick<NasFeature, 'gardenOn'>;
  readonly onTrouble: (nasId: ActorId, error: unknown) => void;
}

/** Who asks within this time shares one answer: when a thousand lines expire together, their router is asked once. */
const GATHER_MS = 100;
const WITHIN_MS = 20_000;
/** A line that was ended dials again within a minute, and may get its address back with what was open from it. */
const AGAIN_MS = [3_000, 15_000, 60_000] as const;

interface Turn {
  clears: boolean;
  readonly sight: PromiseWithResolvers<GardenSight>;
}

/** Asks routers who is in their walled garden, and ends what those have open to elsewhere; one question at a time each. */
export class GardenDesk {
  readonly #options: GardenDeskOptions;
  /** Turns that have not begun. */
  readonly #waiting = new Map<string, Turn>();
  readonly #running = new Map<string, Promise<unknown>>();
  readonly #timers = new Set<unknown>();
  readonly #ending = new AbortController();

  constructor(options: GardenDeskOptions) {
    this.#options = options;
  }

  /** Rejects while the router is not connected, or does not answer. */
  look(tenant: TenantId, nasId: ActorId, clears: boolean): Promise<GardenSight> {
    const key = `${tenant}/${nasId}`;
    const waiting = this.#waiting.get(key);
    if (waiting) {
      waiting.clears ||= clears;
      return waiting.sight.promise;
    }
    const turn: Turn = { clears, sight: Promise.withResolvers() };
    this.#waiting.set(key, turn);
    this.#later(GATHER_MS, () => this.#begin(tenant, nasId, key));
    return turn.sight.promise;
  }

  /** Lines were ended that come back into the garden: what was open from their addresses is ended once they are there. */
  comingBack(tenant: TenantId, nasId: ActorId): void {
    for (const waitMs of AGAIN_MS)
      this.#later(waitMs, () => {
        this.look(tenant, nasId, true).catch((error: unknown) => this.#options.onTrouble(nasId, error));
      });
  }

  async stop(): Promise<void> {
    this.#ending.abort(new Error('stopping'));
    for (const timer of this.#timers) this.#options.clock.clearTimeout(timer);
    for (const { sight } of this.#waiting.values()) {
      sight.promise.catch(() => undefined);
      sight.reject(new Error('stopping'));
    }
    this.#waiting.clear();
    await Promise.allSettled([...this.#running.values()]);
  }

  #begin(tenant: TenantId, nasId: ActorId, key: string): void {
    const turn = this.#waiting.get(key);
    if (!turn) return;
    if (this.#running.has(key)) return;
    this.#waiting.delete(key);
    const asked = this.#ask(tenant, nasId, turn.clears);
    const ended = asked.then(turn.sight.resolve, turn.sight.reject).finally(() => {
      this.#running.delete(key);
      this.#begin(tenant, nasId, key);
    });
    this.#running.set(key, ended);
  }

  async #ask(tenant: TenantId, nasId: ActorId, clears: boolean): Promise<GardenSight> {
    const signal = AbortSignal.any([this.#ending.signal, AbortSignal.timeout(WITHIN_MS)]);
    const { members, removed } = await this.#options.nas.gardenOn(tenant, nasId, clears, signal);
    return { members: new Set(members), removed };
  }

  #later(waitMs: number, run: () => void): void {
    if (this.#ending.signal.aborted) return;
    const timer = this.#options.clock.setTimeout(() => {
      this.#timers.delete(timer);
      run();
    }, waitMs);
    this.#timers.add(timer);
  }
}
