import type { Clock } from '#actors/system/clock.ts';
import { poolMetrics, POOL_SAMPLES, type PoolShare, type PoolTrend, type PoolUse } from '#shared/ipPool/use.ts';
import type { ActorId, TenantId } from '#shared/values/ids.ts';
import type { NasFeature } from '../../nas/nasFeature.ts';
import type { SampleFeature } from '../../sample/sampleFeature.ts';
import type { StoredIpPool } from '../storedIpPool.ts';
import type { PoolAlarm, PoolPlace } from './poolAlarm.ts';
import { poolForecast } from './poolForecast.ts';
import { type RouterShares, readRouterShares } from './routerPoolUses.ts';

/** Whoever gives addresses away for this server, and counts them. */
export interface ServerPoolUses {
  /** As counted last; empty while nobody counts. */
  poolUses(tenant: TenantId): readonly (PoolShare & { readonly poolId: ActorId })[];
  onPoolUses(listener: () => void): () => void;
}

export interface PoolUsesOptions {
  readonly clock: Clock;
  readonly tenants: () => readonly TenantId[];
  /** Those in use. */
  readonly pools: (tenant: TenantId) => Promise<readonly StoredIpPool[]>;
  readonly routers: Pick<NasFeature, 'inUse' | 'poolUsesOn'>;
  readonly samples: Pick<SampleFeature, 'sink' | 'history'>;
  readonly alarm: Pick<PoolAlarm, 'measured' | 'gone'>;
  readonly onTrouble: (error: unknown) => void;
}

const EVERY_MS = 60_000;
const FORECAST_EVERY_MS = 15 * 60_000;
const HISTORY_MS = 7 * 86_400_000;

/** How full pools are: counted, recorded, foretold, and said in time. */
export class PoolUses {
  readonly #options: PoolUsesOptions;
  readonly #listeners = new Set<() => void>();
  readonly #shares = new Map<TenantId, RouterShares>();
  readonly #forecasts = new Map<ActorId, { readonly madeAt: number; readonly trend: PoolTrend }>();
  readonly #places = new Map<string, PoolPlace>();
  #server: ServerPoolUses | undefined;
  #unlisten: (() => void) | undefined;
  #timer: unknown;
  #round: Promise<void> = Promise.resolve();
  #stopped = false;

  constructor(options: PoolUsesOptions) {
    this.#options = options;
  }

  countedBy(server: ServerPoolUses): void {
    this.#server = server;
  }

  start(): void {
    this.#unlisten = this.#server?.onPoolUses(() => this.#tell());
    this.#next(1_000);
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    this.#unlisten?.();
    this.#options.clock.clearTimeout(this.#timer);
    await this.#round;
  }

  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  /** Null while nobody says. */
  of(tenant: TenantId, pool: StoredIpPool): PoolUse | null {
    const share = this.#shareOf(tenant, pool);
    if (!share) return null;
    const forecast = share.used >= share.size ? { trend: 'full' as const } : this.#forecasts.get(pool.id)?.trend;
    const routers = [...(this.#shares.get(tenant)?.get(pool.id) ?? [])];
    return { ...share, forecast: forecast ?? { trend: 'early' }, routers: pool.kind === 'router' ? routers : [] };
  }

  #shareOf(tenant: TenantId, pool: StoredIpPool): PoolShare | undefined {
    if (pool.kind === 'server') {
      const found = this.#server?.poolUses(tenant).find(({ poolId }) => poolId === pool.id);
      return found && { size: found.size, used: found.used, at: found.at };
    }
    const parts = this.#shares.get(tenant)?.get(pool.id) ?? [];
    if (parts.length === 0) return undefined;
    const sum = (of: (part: PoolShare) => number): number => parts.reduce((total, part) => total + of(part), 0);
    return { size: sum(({ size }) => size), used: sum(({ used }) => used), at: Math.min(...parts.map(({ at }) => at)) };
  }

  #next(inMs: number): void {
    if (this.#stopped) return;
    this.#timer = this.#options.clock.setTimeout(() => {
      this.#round = this.#measure().finally(() => this.#next(EVERY_MS));
    }, inMs);
  }

  async #measure(): Promise<void> {
    const standing = new Set<string>();
    for (const tenant of this.#options.tenants())
      await this.#measureTenant(tenant, standing).catch((error: unknown) => {
        // What could not be read is not gone.
        for (const [key, place] of this.#places) if (place.tenant === tenant) standing.add(key);
        this.#options.onTrouble(error);
      });
    for (const [key, place] of this.#places)
      if (!standing.has(key)) {
        this.#places.delete(key);
        this.#options.alarm.gone(place);
      }
    this.#tell();
  }

  async #measureTenant(tenant: TenantId, standing: Set<string>): Promise<void> {
    const { clock, routers, samples } = this.#options;
    const pools = await this.#options.pools(tenant);
    this.#shares.set(tenant, await readRouterShares(routers, () => clock.now(), tenant, pools));
    for (const pool of pools) {
      this.#watch(tenant, pool, standing);
      const share = this.#shareOf(tenant, pool);
      if (!share) continue;
      const object = { kind: POOL_SAMPLES, id: pool.id };
      const at = clock.now();
      samples.sink.record([
        { tenant, object, metric: poolMetrics.used, at, value: share.used },
        { tenant, object, metric: poolMetrics.size, at, value: share.size },
      ]);
      await this.#foretell(tenant, pool, share);
    }
  }

  /** Of routers each for itself: one that is full helps nobody by what another has left. */
  #watch(tenant: TenantId, pool: StoredIpPool, standing: Set<string>): void {
    const one = (share: PoolShare | undefined, router?: PoolPlace['router']): void => {
      const place = { tenant, poolId: pool.id, name: pool.name, family: pool.family, router };
      const key = `${pool.id}/${router?.id ?? ''}/${pool.name}`;
      standing.add(key);
      this.#places.set(key, place);
      if (share) this.#options.alarm.measured(place, share.size, share.used);
    };
    if (pool.kind === 'server') return one(this.#shareOf(tenant, pool));
    for (const share of this.#shares.get(tenant)?.get(pool.id) ?? []) one(share, { id: share.id, name: share.name });
    // A router that can't be asked now still has the pool.
    const known = new Set<string>(this.#options.routers.inUse(tenant).map(({ id }) => id));
    for (const [key, { poolId, name, router }] of this.#places)
      if (poolId === pool.id && name === pool.name && router && known.has(router.id)) standing.add(key);
  }

  async #foretell(tenant: TenantId, pool: StoredIpPool, share: PoolShare): Promise<void> {
    const { clock, samples } = this.#options;
    const now = clock.now();
    if (now - (this.#forecasts.get(pool.id)?.madeAt ?? 0) < FORECAST_EVERY_MS) return;
    const history = await samples.history({
      ...{ tenant, object: { kind: POOL_SAMPLES, id: pool.id }, metric: poolMetrics.used },
      ...{ from: now - HISTORY_MS, to: now, points: HISTORY_MS / 3_600_000 },
    });
    const trend = poolForecast(
      history.map(({ at, mean }) => ({ at, used: mean })),
      { ...share, at: now },
    );
    this.#forecasts.set(pool.id, { madeAt: now, trend });
  }

  #tell(): void {
    for (const listener of this.#listeners) listener();
  }
}
