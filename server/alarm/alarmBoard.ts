import { formatAddress } from '#actors/system/address.ts';
import type { Clock } from '#actors/system/clock.ts';
import type { CommittedBatch } from '#actors/system/committedBatch.ts';
import type { EventRecord } from '#actors/system/eventRecord.ts';
import type { AlarmFilter, AlarmSort } from '#shared/alarm/view.ts';
import { canonicalJson } from '#shared/values/canonicalJson.ts';
import type { ActorId, TenantId } from '#shared/values/ids.ts';
import type { AlarmBoardPort, AlarmFollowing, AlarmNames } from './alarmBoardPort.ts';
import { AlarmCounter } from './alarmCounter.ts';
import { AlarmIndex } from './alarmIndex.ts';
import { alarmMatcher } from './alarmMatch.ts';
import { alarmOrders } from './alarmOrder.ts';
import { isInScope, parseAlarmScope } from './alarmScope.ts';
import type { StoredAlarm } from './alarmStore.ts';
import { BoardAlarm } from './boardAlarm.ts';
import { SortedAlarms, type AlarmChange } from './sortedAlarms.ts';

/** How long a cleared alarm stays in the live list. */
export const CLEARED_SHOWN_MS = 10 * 60_000;
const SWEEP_MS = 15_000;

/** Told of an alarm's events after the board shows their outcome; `alarm` is undefined when it does not exist. */
export type AlarmWatcher = (alarm: BoardAlarm | undefined, records: readonly EventRecord[]) => void;

/** Something that is kept up to date until `close`. */
export interface Opened<T> {
  readonly shown: T;
  readonly close: () => void;
}

/**
 * Every alarm of a tenant that stands or was cleared a moment ago, in memory, advanced by the event log. Lists and
 * figures are views of it; none of them asks the database.
 */
export class AlarmBoard {
  readonly #tenant: TenantId;
  readonly #port: AlarmBoardPort;
  readonly #clock: Clock;
  readonly #alarms = new Map<ActorId, BoardAlarm>();
  readonly #sorted = new Map<AlarmSort, SortedAlarms>();
  readonly #indexes = new Map<string, AlarmIndex>();
  readonly #counters = new Map<string, AlarmCounter>();
  readonly #watchers = new Map<ActorId, Set<AlarmWatcher>>();
  #names: AlarmNames = { users: new Map(), branches: new Map() };
  #following: AlarmFollowing | undefined;
  #sweep: unknown;

  constructor(tenant: TenantId, port: AlarmBoardPort, clock: Clock) {
    this.#tenant = tenant;
    this.#port = port;
    this.#clock = clock;
  }

  /** Loads and begins to follow. Rejects when the database does not answer. */
  async start(): Promise<void> {
    this.#names = await this.#port.names(this.#tenant);
    const { alarms, position } = await this.#port.load(this.#tenant, this.#clock.now() - CLEARED_SHOWN_MS);
    await this.apply(alarms);
    this.#sortedBy('severity');
    this.#following = this.#port.follow({
      tenant: this.#tenant,
      from: position,
      onEvents: (records, batch) => this.#advance(records, batch),
    });
    this.#sweepLater();
  }

  async stop(): Promise<void> {
    this.#clock.clearTimeout(this.#sweep);
    await this.#following?.stop();
  }

  get size(): number {
    return this.#alarms.size;
  }

  /** Age of what is committed but not on the board. */
  get lagMs(): number {
    return this.#following?.lagMs ?? 0;
  }

  get names(): AlarmNames {
    return this.#names;
  }

  get(id: ActorId): BoardAlarm | undefined {
    return this.#alarms.get(id);
  }

  has(id: string): boolean {
    return this.#alarms.has(id as ActorId);
  }

  /** What stands within `scope` and has every word (in lower case), worst first. */
  find(words: readonly string[], scope: string, limit: number): readonly BoardAlarm[] {
    const seen = parseAlarmScope(scope);
    const found: BoardAlarm[] = [];
    for (const alarm of this.#sortedBy('severity').all()) {
      const { state, branchId } = alarm.state;
      if (state === 'cleared' || !isInScope(seen, branchId) || !words.every((word) => alarm.contains(word))) continue;
      found.push(alarm);
      if (found.length === limit) break;
    }
    return found;
  }

  /** A list shared by all windows on it; `scope` as an audience names it. Kept up to date until `close`. */
  openList(filter: AlarmFilter, sort: AlarmSort, scope: string, changed: () => void): Opened<AlarmIndex> {
    return this.#open(this.#indexes, canonicalJson([filter, sort, scope]), changed, () => {
      return new AlarmIndex(alarmOrders[sort], alarmMatcher(filter, parseAlarmScope(scope)), this.#sortedBy(sort));
    });
  }

  openFigures(scope: string, changed: () => void): Opened<AlarmCounter> {
    return this.#open(this.#counters, scope, changed, () => {
      return new AlarmCounter(parseAlarmScope(scope), () => this.#alarms.values());
    });
  }

  /** Returns how to stop watching. */
  watch(id: ActorId, watcher: AlarmWatcher): () => void {
    const watchers = this.#watchers.get(id) ?? new Set();
    this.#watchers.set(id, watchers.add(watcher));
    return () => {
      watchers.delete(watcher);
      if (watchers.size === 0) this.#watchers.delete(id);
    };
  }

  /** Puts newer versions on the board; older ones are passed over, so anything may come twice. */
  async apply(stored: readonly StoredAlarm[]): Promise<void> {
    await this.#learnNames(stored);
    const oldestCleared = this.#clock.now() - CLEARED_SHOWN_MS;
    const changes: AlarmChange[] = [];
    for (const alarm of stored) {
      const before = this.#alarms.get(alarm.state.id);
      if (before && before.version >= alarm.version) continue;
      const gone = alarm.state.clearedAt !== undefined && alarm.state.clearedAt <= oldestCleared;
      const after = gone ? undefined : new BoardAlarm(alarm, this.#names);
      if (after) this.#alarms.set(alarm.state.id, after);
      else this.#alarms.delete(alarm.state.id);
      changes.push({ before, after });
    }
    this.#spread(changes);
  }

  async #advance(records: readonly EventRecord[], batch: CommittedBatch | undefined): Promise<void> {
    const own = records.filter((record) => record.kind === 'alarm');
    if (own.length === 0) return;
    const ids = [...new Set(own.map((record) => record.actorId))];
    const stored = this.#fromBatch(ids, batch) ?? (await this.#port.read(this.#tenant, ids));
    await this.apply(stored);
    for (const id of ids) {
      const watchers = this.#watchers.get(id);
      if (!watchers) continue;
      const state = stored.find((alarm) => alarm.state.id === id);
      const alarm = this.#alarms.get(id) ?? (state && new BoardAlarm(state, this.#names));
      for (const watcher of watchers)
        watcher(
          alarm,
          own.filter((record) => record.actorId === id),
        );
    }
  }

  /** The states that came with the events, if all of them did. */
  #fromBatch(ids: readonly ActorId[], batch: CommittedBatch | undefined): StoredAlarm[] | undefined {
    const stored: StoredAlarm[] = [];
    for (const id of ids) {
      const committed = batch?.states.get(formatAddress({ tenant: this.#tenant, kind: 'alarm', id }));
      if (!committed) return undefined;
      stored.push({ version: committed.version, state: committed.state as StoredAlarm['state'] });
    }
    return stored;
  }

  #spread(changes: readonly AlarmChange[]): void {
    if (changes.length === 0) return;
    for (const sorted of this.#sorted.values()) sorted.apply(changes);
    for (const index of this.#indexes.values()) index.apply(changes);
    for (const counter of this.#counters.values()) counter.apply(changes);
  }

  #open<T extends AlarmIndex | AlarmCounter>(
    all: Map<string, T>,
    key: string,
    changed: () => void,
    create: () => T,
  ): Opened<T> {
    const shown = all.get(key) ?? create();
    all.set(key, shown);
    const unwatch = shown.watch(changed);
    const close = (): void => {
      unwatch();
      if (!shown.watched && all.get(key) === shown) all.delete(key);
    };
    return { shown, close };
  }

  #sortedBy(sort: AlarmSort): SortedAlarms {
    const known = this.#sorted.get(sort);
    if (known) return known;
    const order = alarmOrders[sort];
    const sorted = new SortedAlarms(order, [...this.#alarms.values()].toSorted(order));
    this.#sorted.set(sort, sorted);
    return sorted;
  }

  /** Somebody who acted, or a branch, that was not there when names were last read. */
  async #learnNames(stored: readonly StoredAlarm[]): Promise<void> {
    const { users, branches } = this.#names;
    const unknown = stored.some(
      ({ state: { acknowledgedBy, claimedBy, branchId } }) =>
        (acknowledgedBy && !users.has(acknowledgedBy)) ||
        (claimedBy && !users.has(claimedBy)) ||
        (branchId && !branches.has(branchId)),
    );
    if (unknown) this.#names = await this.#port.names(this.#tenant);
  }

  #sweepLater(): void {
    this.#sweep = this.#clock.setTimeout(() => {
      this.#sweepLater();
      this.sweep();
    }, SWEEP_MS);
  }

  /** Takes away what was cleared too long ago to be news. */
  sweep(): void {
    const oldestCleared = this.#clock.now() - CLEARED_SHOWN_MS;
    const changes: AlarmChange[] = [];
    for (const [id, alarm] of this.#alarms) {
      const { clearedAt } = alarm.state;
      if (clearedAt === undefined || clearedAt > oldestCleared) continue;
      this.#alarms.delete(id);
      changes.push({ before: alarm, after: undefined });
    }
    this.#spread(changes);
  }
}
