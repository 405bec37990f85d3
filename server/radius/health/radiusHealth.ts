import type { RadiusNasRow, RadiusPoolRow, RadiusServerRow, RadiusStrangerRow } from '#shared/radius/view.ts';
import type { ActorId, BranchId, TenantId } from '#shared/values/ids.ts';
import type { RadiusStats } from '../control/radiusStats.ts';
import type { RadiusLine } from '../supervision/radiusLine.ts';
import { StatsHistory } from './statsHistory.ts';

export interface JournalLag {
  readonly bytes: number;
  readonly seconds: number;
}

export interface RadiusHealthOptions {
  readonly line: RadiusLine;
  /** Switched on here. */
  readonly on: boolean;
  readonly feed: () => { readonly settled: boolean; readonly lagMs: number };
  readonly changesWaiting: () => number;
  readonly nas: (
    tenant: TenantId,
    id: ActorId,
  ) => { readonly name: string; readonly branchId: BranchId | null } | undefined;
  readonly pools: (tenant: TenantId) => ReadonlyMap<number, { readonly id: ActorId; readonly name: string }>;
}

/** Far above what 500,000 lines with an interim report each five minutes ask: there is a storm. */
const PRESSED_PER_S = 3_000;

type Sources = Readonly<Record<string, number>>;
interface Row {
  readonly id: string;
  readonly fields: object;
}

/** How the RADIUS process does, from what it says each second. */
export class RadiusHealth {
  readonly history = new StatsHistory();
  readonly #options: RadiusHealthOptions;
  readonly #listeners = new Set<() => void>();
  readonly #unlisten: () => void;
  /** Of the accounting loader, when there is one. */
  journalLag: () => JournalLag | undefined = () => undefined;

  constructor(options: RadiusHealthOptions) {
    this.#options = options;
    this.#unlisten = options.line.listen({
      down: () => {
        this.history.clear();
        this.#tell();
      },
      heard: (news) => {
        if (news.say !== 'stats') return;
        this.history.put(news.stats);
        this.#tell();
      },
    });
  }

  stop(): void {
    this.#unlisten();
  }

  /** Whether routers ask so much that whatever can wait should; of the last seconds. */
  get isPressed(): boolean {
    return this.history.rate(({ requests }) => requests.authentication + requests.accounting) >= PRESSED_PER_S;
  }

  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  /** What somebody of these branches sees. */
  rows(tenant: TenantId, branches: readonly BranchId[] | 'all'): readonly Row[] {
    return [
      { id: 'server', fields: this.#server() },
      ...this.nasRows(tenant, branches).map((fields) => ({ id: `nas:${fields.id}`, fields })),
      ...this.#pools(tenant),
      ...(this.history.latest?.strangers ?? []).map((stranger) => ({
        id: `stranger:${stranger.address}`,
        fields: { ...stranger } satisfies RadiusStrangerRow,
      })),
    ];
  }

  nasRows(tenant: TenantId, branches: readonly BranchId[] | 'all'): readonly RadiusNasRow[] {
    const rates = this.history.nasRates();
    return (this.history.latest?.nas ?? []).flatMap(({ nasId, sessions, lastAt }) => {
      const known = this.#options.nas(tenant, nasId as ActorId);
      const isSeen = branches === 'all' || known?.branchId === null || branches.includes(known?.branchId as BranchId);
      if (!known || !isSeen) return [];
      const none = { requests: 0, accepts: 0, rejects: 0, drops: 0 };
      return [
        {
          ...{ id: nasId, name: known.name, sessions },
          ...rounded(rates.get(nasId) ?? none),
          ...(lastAt > 0 ? { lastAt } : {}),
        },
      ];
    });
  }

  /** How much of the company's pools is in use, as counted last. */
  poolUses(tenant: TenantId): readonly { poolId: ActorId; size: number; used: number; at: number }[] {
    const stats = this.history.latest;
    const known = this.#options.pools(tenant);
    return (stats?.pools ?? []).flatMap(({ id, size, used }) => {
      const pool = known.get(id);
      return pool && stats ? [{ poolId: pool.id, size, used, at: stats.at }] : [];
    });
  }

  #pools(tenant: TenantId): readonly Row[] {
    const known = this.#options.pools(tenant);
    return (this.history.latest?.pools ?? []).flatMap(({ id, size, used }) => {
      const name = known.get(id)?.name;
      return name === undefined ? [] : [{ id: `pool:${id}`, fields: { name, size, used } satisfies RadiusPoolRow }];
    });
  }

  #server(): RadiusServerRow {
    const { line, feed, changesWaiting } = this.#options;
    const lag = this.journalLag();
    const hello = line.hello;
    const { settled, lagMs } = feed();
    const stats = this.history.latest;
    return {
      state: this.#state(settled),
      ...(hello && {
        pid: hello.pid,
        startedAt: hello.startedAt,
        authenticationPort: hello.authenticationPort,
        accountingPort: hello.accountingPort,
      }),
      ...(stats && this.#figures(stats)),
      ...(lag && { journalLagBytes: lag.bytes, journalLagSeconds: lag.seconds }),
      ...(hello && { feedLagMs: lagMs, changesWaiting: changesWaiting() }),
      rejectReasons: this.#reasons((one) => one.rejects),
      dropReasons: this.#reasons((one) => one.drops),
    };
  }

  #state(settled: boolean): RadiusServerRow['state'] {
    if (!this.#options.on) return 'off';
    if (!this.#options.line.hello) return 'down';
    return settled ? 'up' : 'starting';
  }

  #figures(stats: RadiusStats): Partial<RadiusServerRow> {
    const { history } = this;
    return {
      measuredAt: stats.at,
      ...rounded({
        authentication: history.rate(({ requests }) => requests.authentication),
        accounting: history.rate(({ requests }) => requests.accounting),
        accepts: history.rate(({ answers }) => answers.accept),
        rejects: history.rate(({ answers }) => answers.reject),
        drops: history.rate(({ drops }) => sum(drops)),
        duplicates: history.rate(({ duplicates }) => duplicates),
      }),
      ...stats.latency,
      sessions: stats.sessions,
      subscriptions: stats.subscriptions,
      memoryBytes: stats.memoryBytes,
      journalFreeBytes: stats.journal.freeBytes,
      journalFull: stats.journal.full,
    };
  }

  #reasons(of: (stats: RadiusStats) => Sources): RadiusServerRow['rejectReasons'] {
    const totals = Object.entries(this.history.latest ? of(this.history.latest) : {});
    return totals
      .filter(([, total]) => total > 0)
      .map(([reason, total]) => {
        const perSecond = this.history.rate((stats) => of(stats)[reason] ?? 0);
        return { reason, total, perSecond: Math.round(perSecond * 10) / 10 };
      })
      .toSorted((one, other) => other.total - one.total);
  }

  #tell(): void {
    for (const listener of this.#listeners) listener();
  }
}

function sum(counts: Sources): number {
  return Object.values(counts).reduce((total, count) => total + count, 0);
}

function rounded<Names extends string>(rates: Readonly<Record<Names, number>>): Record<Names, number> {
  return Object.fromEntries(
    Object.entries<number>(rates).map(([name, rate]) => [name, Math.round(rate * 10) / 10]),
  ) as Record<Names, number>;
}
