import type { AlarmState } from '#actors/alarm/alarmState.ts';
import { formatAddress } from '#actors/system/address.ts';
import type { CommittedBatch } from '#actors/system/committedBatch.ts';
import type { EventRecord } from '#actors/system/eventRecord.ts';
import type { AlarmBoardPort, AlarmNames } from '#server/alarm/alarmBoardPort.ts';
import type { StoredAlarm } from '#server/alarm/alarmStore.ts';
import type { Subject } from '#server/platform/auth/subject.ts';
import { Permission } from '#shared/tenant/permissions.ts';
import { ActorId, BranchId, TenantId, UserId } from '#shared/values/ids.ts';

const uuid = (group: number, number: number): string =>
  `${group.toString(16).padStart(8, '0')}-0000-4000-8000-${number.toString(16).padStart(12, '0')}`;

export const tenant = TenantId.parse(uuid(1, 1));
export const alarmId = (number: number): ActorId => ActorId.parse(uuid(2, number));
export const ann = UserId.parse(uuid(3, 1));
export const bob = UserId.parse(uuid(3, 2));
export const west = BranchId.parse(uuid(4, 1));
export const east = BranchId.parse(uuid(4, 2));

export function subjectWith(change: Partial<Subject> = {}): Subject {
  const permissions = new Set(Permission.options);
  return { sessionId: 's', tenant, userId: ann, userName: 'Ann', permissions, branches: 'all', ...change };
}

export function standing(number: number, change: Partial<AlarmState> = {}): AlarmState {
  return {
    id: alarmId(number),
    source: `OLT-${number % 50}/0/${number % 16}`,
    cause: 'lossOfSignal',
    text: `Loss of signal on port ${number}`,
    severity: 'major',
    state: 'raised',
    branchId: undefined,
    episode: 1,
    occurrences: 1,
    raisedAt: 1_000 + number,
    lastOccurredAt: 1_000 + number,
    acknowledgedAt: undefined,
    acknowledgedBy: undefined,
    claimedAt: undefined,
    claimedBy: undefined,
    shelvedUntil: undefined,
    shelvedBy: undefined,
    shelvedReason: undefined,
    clearedAt: undefined,
    clearedBy: undefined,
    comments: 0,
    ...change,
  };
}

/** The database and the log, in memory: what `commit` stores is followed at once, with or without its states. */
export class MemoryAlarms implements AlarmBoardPort {
  readonly stored = new Map<ActorId, StoredAlarm>();
  readonly events: EventRecord[] = [];
  usersByName: [UserId, string][] = [
    [ann, 'Ann'],
    [bob, 'Bob'],
  ];
  reads = 0;
  #onEvents: ((records: readonly EventRecord[], batch: CommittedBatch | undefined) => Promise<void>) | undefined;

  constructor(alarms: readonly AlarmState[] = []) {
    for (const state of alarms) this.stored.set(state.id, { version: 1, state });
  }

  async load(_tenant: TenantId, clearedAfter: number): Promise<{ alarms: StoredAlarm[]; position: number }> {
    const alarms = [...this.stored.values()].filter(({ state }) => (state.clearedAt ?? Infinity) > clearedAfter);
    return { alarms, position: this.events.length };
  }

  async read(_tenant: TenantId, ids: readonly ActorId[]): Promise<StoredAlarm[]> {
    this.reads += 1;
    return ids.map((id) => this.stored.get(id)).filter((alarm) => alarm !== undefined);
  }

  async history(_tenant: TenantId, id: ActorId, most: number): Promise<EventRecord[]> {
    return this.events.filter((record) => record.actorId === id).slice(-most);
  }

  async names(): Promise<AlarmNames> {
    return {
      users: new Map(this.usersByName),
      branches: new Map([
        [west, 'West'],
        [east, 'East'],
      ]),
    };
  }

  follow({ onEvents }: Parameters<AlarmBoardPort['follow']>[0]): ReturnType<AlarmBoardPort['follow']> {
    this.#onEvents = onEvents;
    return { lagMs: 0, stop: async () => {} };
  }

  async commit(
    states: readonly AlarmState[],
    event: { readonly type: string; readonly by?: UserId; readonly data?: EventRecord['data'] } = {
      type: 'alarm.repeated',
      data: { occurrences: 1 },
    },
    withStates = true,
  ): Promise<void> {
    const records = states.map((state): EventRecord => {
      const version = (this.stored.get(state.id)?.version ?? 0) + 1;
      this.stored.set(state.id, { version, state });
      const position = this.events.length + 1;
      const record = {
        tenant,
        position,
        kind: 'alarm',
        actorId: state.id,
        version,
        type: event.type,
        v: 1,
        data: event.data ?? {},
        actorUser: event.by,
        cause: undefined,
        at: 5_000,
      };
      this.events.push(record);
      return record;
    });
    const committed = states.map((state) => {
      const address = { tenant, kind: 'alarm', id: state.id };
      return [formatAddress(address), { address, ...this.stored.get(state.id)! }] as const;
    });
    await this.#onEvents?.(records, withStates ? { tenant, events: records, states: new Map(committed) } : undefined);
  }
}
