import type { AlarmState } from '#actors/alarm/alarmState.ts';
import { AlarmSeverity } from '#shared/alarm/values.ts';
import type { AlarmRow } from '#shared/alarm/view.ts';
import type { Fields, ViewRow } from '#shared/wire/downstream.ts';
import type { AlarmClass } from './alarmAudience.ts';
import type { AlarmNames } from './alarmBoardPort.ts';
import type { StoredAlarm } from './alarmStore.ts';

const RANK = Object.fromEntries(AlarmSeverity.options.map((name, rank) => [name, rank])) as Record<
  AlarmSeverity,
  number
>;

/** One alarm at one version: immutable, so that the same row object serves every view that shows it. */
export class BoardAlarm {
  readonly state: AlarmState;
  readonly version: number;
  /** What lists are sorted by, at hand: comparing is what a storm spends its time on. */
  readonly id: string;
  readonly raisedAt: number;
  /** 0 is worst. */
  readonly rank: number;
  readonly #names: AlarmNames;
  #haystack: string | undefined;
  #full: ViewRow | undefined;
  #plain: ViewRow | undefined;

  constructor({ state, version }: StoredAlarm, names: AlarmNames) {
    this.state = state;
    this.version = version;
    this.id = state.id;
    this.raisedAt = state.raisedAt;
    this.rank = RANK[state.severity];
    this.#names = names;
  }

  /** `text` in lower case. */
  contains(text: string): boolean {
    const { source, cause, text: own } = this.state;
    this.#haystack ??= `${source}\n${cause}\n${own}`.toLowerCase();
    return this.#haystack.includes(text);
  }

  row(permissionClass: AlarmClass): ViewRow {
    return permissionClass === 'full' ? (this.#full ??= this.#row(true)) : (this.#plain ??= this.#row(false));
  }

  #row(full: boolean): ViewRow {
    const { state, version } = this;
    return { id: state.id, version, fields: alarmFields(state, this.#names, full) };
  }
}

/** Names and what people wrote are for those who may read comments; the rest sees that and when it happened. */
function alarmFields(state: AlarmState, { users, branches }: AlarmNames, full: boolean): Fields {
  const name = (id: AlarmState['claimedBy']): string | undefined => (full && id ? users.get(id) : undefined);
  const row: { [F in keyof AlarmRow]-?: AlarmRow[F] | undefined } = {
    id: state.id,
    source: state.source,
    cause: state.cause,
    text: state.text,
    severity: state.severity,
    state: state.state,
    branchId: state.branchId,
    branchName: state.branchId && branches.get(state.branchId),
    episode: state.episode,
    occurrences: state.occurrences,
    raisedAt: state.raisedAt,
    lastOccurredAt: state.lastOccurredAt,
    acknowledgedAt: state.acknowledgedAt,
    acknowledgedBy: state.acknowledgedBy,
    acknowledgedByName: name(state.acknowledgedBy),
    claimedAt: state.claimedAt,
    claimedBy: state.claimedBy,
    claimedByName: name(state.claimedBy),
    shelvedUntil: state.shelvedUntil,
    shelvedReason: full ? state.shelvedReason : undefined,
    clearedAt: state.clearedAt,
    comments: state.comments,
  };
  return withoutAbsent(row);
}

function withoutAbsent(row: Readonly<Record<string, string | number | undefined>>): Fields {
  const fields: Fields = {};
  for (const name in row) if (row[name] !== undefined) fields[name] = row[name];
  return fields;
}
