import type { Clock } from '#actors/system/clock.ts';
import type { LineRate } from '#shared/lineRate/view.ts';
import type { ActorId, TenantId } from '#shared/values/ids.ts';
import type { NasFeature } from '../nas/nasFeature.ts';
import { pause } from '../platform/actors/pause.ts';
import type { OnlineLines } from '../subscription/subscriptionFeature.ts';

export interface LineRatesOptions {
  readonly clock: Clock;
  readonly online: OnlineLines;
  readonly routers: Pick<NasFeature, 'followSession'>;
}

/** A router that did not answer is asked again. */
const AGAIN_MS = 5_000;

/** What a line moves now, asked of its router while somebody looks: once for all who do. */
export class LineRates {
  readonly #options: LineRatesOptions;
  readonly #followed = new Map<string, FollowedLine>();

  constructor(options: LineRatesOptions) {
    this.#options = options;
  }

  follow(tenant: TenantId, id: ActorId, listener: () => void): { readonly rate: () => LineRate; stop(): void } {
    const key = `${tenant} ${id}`;
    const line = this.#followed.get(key) ?? new FollowedLine(this.#options, tenant, id);
    this.#followed.set(key, line);
    line.listeners.add(listener);
    return {
      rate: () => line.rate,
      stop: () => {
        line.listeners.delete(listener);
        if (line.listeners.size > 0) return;
        line.stop();
        this.#followed.delete(key);
      },
    };
  }

  stop(): void {
    for (const line of this.#followed.values()) line.stop();
    this.#followed.clear();
  }
}

class FollowedLine {
  readonly listeners = new Set<() => void>();
  rate: LineRate = { state: 'starting' };
  readonly #options: LineRatesOptions;
  readonly #tenant: TenantId;
  readonly #id: ActorId;
  readonly #unlisten: () => void;
  #running: AbortController | undefined;

  constructor(options: LineRatesOptions, tenant: TenantId, id: ActorId) {
    this.#options = options;
    this.#tenant = tenant;
    this.#id = id;
    // It came, went, or is at another router.
    this.#unlisten = options.online.onChange(tenant, (ids) => ids.has(id) && this.#begin());
    this.#begin();
  }

  stop(): void {
    this.#unlisten();
    this.#running?.abort();
  }

  #begin(): void {
    this.#running?.abort();
    const running = new AbortController();
    this.#running = running;
    void this.#run(running.signal);
  }

  async #run(signal: AbortSignal): Promise<void> {
    const { clock, online, routers } = this.#options;
    const line = online.lineOf(this.#tenant, this.#id);
    if (!line) return this.#tell({ state: 'offline' });
    const { nasId, nasName, username, access } = line;
    const at = nasName === undefined ? {} : { nasName };
    this.#tell({ state: 'starting', ...at });
    while (!signal.aborted) {
      try {
        const isMeasured = await routers.followSession(
          ...([this.#tenant, nasId, { username, access }] as const),
          ({ downBps, upBps }) =>
            signal.aborted || this.#tell({ state: 'live', at: clock.now(), downBps, upBps, ...at }),
          signal,
        );
        if (!isMeasured) return this.#tell({ state: 'unmeasured', ...at });
      } catch {
        // Whatever the reason: it is asked again, and the router's own page says what it has.
        if (!signal.aborted) this.#tell({ state: 'unreached', ...at });
      }
      await pause(clock, AGAIN_MS, signal).catch(() => undefined);
    }
  }

  #tell(rate: LineRate): void {
    this.rate = rate;
    for (const listener of this.listeners) listener();
  }
}
