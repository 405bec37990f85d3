import { MAINTENANCE } from '#actors/maintenance/maintenanceActor.ts';
import type { EventRecord } from '#actors/system/eventRecord.ts';
import type { ActorId, TenantId } from '#shared/values/ids.ts';
import type { EventLog } from '../platform/eventLog/eventLog.ts';
import type { Follower } from '../platform/eventLog/follower.ts';
import type { StoredMaintenance } from './maintenanceStore.ts';

export interface MaintenanceBoardOptions {
  readonly tenant: TenantId;
  readonly eventLog: EventLog;
  readonly head: () => Promise<number>;
  readonly recent: () => Promise<readonly StoredMaintenance[]>;
  readonly load: (ids: readonly ActorId[]) => Promise<readonly StoredMaintenance[]>;
  /** How many alarms each window holds quiet now. */
  readonly quiet: () => Promise<ReadonlyMap<ActorId, number>>;
}

/** A tenant's windows, kept up with the log; of those that are over, the latest. */
export class MaintenanceBoard {
  readonly #options: MaintenanceBoardOptions;
  readonly #windows = new Map<ActorId, StoredMaintenance>();
  readonly #listeners = new Set<() => void>();
  #quiet: ReadonlyMap<ActorId, number> = new Map();
  #follower: Follower | undefined;
  #changes = 0;

  constructor(options: MaintenanceBoardOptions) {
    this.#options = options;
  }

  /** Rejects when the database does not answer. */
  async start(): Promise<void> {
    const { tenant, eventLog, head, recent, quiet } = this.#options;
    const from = await head();
    for (const window of await recent()) this.#windows.set(window.state.id, window);
    this.#quiet = await quiet();
    this.#follower = eventLog.follow({ tenant, name: 'maintenance board', from, onEvents: (all) => this.#hear(all) });
  }

  async stop(): Promise<void> {
    await this.#follower?.stop();
  }

  windows(): readonly StoredMaintenance[] {
    return [...this.#windows.values()];
  }

  of(id: ActorId): StoredMaintenance | undefined {
    return this.#windows.get(id);
  }

  /** Alarms the window holds quiet. */
  quietOf(id: ActorId): number {
    return this.#quiet.get(id) ?? 0;
  }

  /** Counts up with everything that may look different. */
  get changes(): number {
    return this.#changes;
  }

  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  async #hear(records: readonly EventRecord[]): Promise<void> {
    const ids = new Set(records.filter(({ kind }) => kind === MAINTENANCE).map(({ actorId }) => actorId));
    const shelving = records.some(({ kind, type }) => kind === 'alarm' && SHELVING.has(type));
    if (ids.size === 0 && !shelving) return;
    for (const window of await this.#options.load([...ids])) this.#windows.set(window.state.id, window);
    this.#forget();
    if (shelving) this.#quiet = await this.#options.quiet();
    this.#changes += 1;
    for (const listener of this.#listeners) listener();
  }

  /** What ended longest ago; it stays in the database. */
  #forget(): void {
    if (this.#windows.size <= MOST_WINDOWS) return;
    const over = this.windows().filter(({ state }) => state.endedAt !== undefined);
    const oldest = over.toSorted((a, b) => a.state.endedAt! - b.state.endedAt!);
    for (const { state } of oldest.slice(0, this.#windows.size - MOST_WINDOWS)) this.#windows.delete(state.id);
  }
}

const MOST_WINDOWS = 2000;
const SHELVING = new Set(['alarm.shelved', 'alarm.unshelved', 'alarm.shelvingExpired', 'alarm.cleared']);
