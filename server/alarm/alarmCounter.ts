import { AlarmSeverity } from '#shared/alarm/values.ts';
import type { AlarmCounts } from '#shared/alarm/view.ts';
import type { ViewRow } from '#shared/wire/downstream.ts';
import { isInScope, type AlarmScope } from './alarmScope.ts';
import type { BoardAlarm } from './boardAlarm.ts';
import type { AlarmChange } from './sortedAlarms.ts';

type Counts = { -readonly [C in Exclude<keyof AlarmCounts, 'newestRaisedAt'>]: number };

/** The wall's figures for one scope, kept by adding and taking away. Severities count what is neither shelved nor cleared. */
export class AlarmCounter {
  readonly #scope: AlarmScope;
  readonly #all: () => Iterable<BoardAlarm>;
  readonly #listeners = new Set<() => void>();
  readonly #counts: Counts;
  #newestRaisedAt: number | undefined;
  /** The newest alarm went away; the next one is looked for when somebody asks. */
  #newestUnknown = true;
  #version = 0;
  #row: ViewRow | undefined;

  constructor(scope: AlarmScope, all: () => Iterable<BoardAlarm>) {
    this.#scope = scope;
    this.#all = all;
    const severities = Object.fromEntries(AlarmSeverity.options.map((name) => [name, 0])) as Record<
      AlarmSeverity,
      number
    >;
    this.#counts = { ...severities, unacknowledged: 0, claimed: 0, shelved: 0 };
    for (const alarm of all()) if (this.#counted(alarm)) this.#add(alarm, 1);
  }

  get watched(): boolean {
    return this.#listeners.size > 0;
  }

  watch(changed: () => void): () => void {
    this.#listeners.add(changed);
    return () => void this.#listeners.delete(changed);
  }

  /** Its version grows whenever a figure changed. */
  row(): ViewRow {
    if (this.#row) return this.#row;
    this.#version += 1;
    const newest = this.#newest();
    const fields = newest === undefined ? { ...this.#counts } : { ...this.#counts, newestRaisedAt: newest };
    return (this.#row = { id: 'wall', version: this.#version, fields });
  }

  apply(changes: readonly AlarmChange[]): void {
    const before = JSON.stringify([this.#counts, this.#newestRaisedAt, this.#newestUnknown]);
    for (const change of changes) {
      if (change.before && this.#counted(change.before)) this.#add(change.before, -1);
      if (change.after && this.#counted(change.after)) this.#add(change.after, 1);
    }
    if (JSON.stringify([this.#counts, this.#newestRaisedAt, this.#newestUnknown]) === before) return;
    this.#row = undefined;
    for (const changed of this.#listeners) changed();
  }

  #counted({ state }: BoardAlarm): boolean {
    return state.state !== 'cleared' && isInScope(this.#scope, state.branchId);
  }

  #add({ state }: BoardAlarm, by: 1 | -1): void {
    if (state.state === 'shelved') {
      this.#counts.shelved += by;
      return;
    }
    this.#counts[state.severity] += by;
    if (state.state === 'raised') this.#counts.unacknowledged += by;
    if (state.state === 'claimed') this.#counts.claimed += by;
    if (by === 1) this.#newestRaisedAt = Math.max(this.#newestRaisedAt ?? 0, state.raisedAt);
    else if (state.raisedAt === this.#newestRaisedAt) this.#newestUnknown = true;
  }

  #newest(): number | undefined {
    if (!this.#newestUnknown) return this.#newestRaisedAt;
    let newest: number | undefined;
    for (const alarm of this.#all()) {
      if (alarm.state.state === 'shelved' || !this.#counted(alarm)) continue;
      if (newest === undefined || alarm.state.raisedAt > newest) newest = alarm.state.raisedAt;
    }
    this.#newestUnknown = false;
    return (this.#newestRaisedAt = newest);
  }
}
