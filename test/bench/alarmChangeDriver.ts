import { ActorSystem } from '#actors/system/actorSystem.ts';
import type { ActorAddress } from '#actors/system/address.ts';
import type { Caller } from '#actors/system/envelope.ts';
import { domainKinds } from '#actors/system/kinds.ts';
import type { ActorObserver } from '#actors/system/ports.ts';
import { createAlarmFeature, type AlarmFeature } from '#server/alarm/alarmFeature.ts';
import { alarmId } from '#server/alarm/alarmId.ts';
import { alarmTable } from '#server/alarm/alarmStore.ts';
import { CommitStore } from '#server/platform/actors/commitStore.ts';
import { PostgresDeadlineStore } from '#server/platform/actors/deadlineStore.ts';
import { nodeHost } from '#server/platform/actors/nodeHost.ts';
import { systemClock } from '#server/platform/actors/systemClock.ts';
import type { Database } from '#server/platform/db/database.ts';
import { createEventLog } from '#server/platform/eventLog/eventLog.ts';
import type { AlarmSeverity } from '#shared/alarm/values.ts';
import { IdempotencyKey, type TenantId, type UserId } from '#shared/values/ids.ts';

const silent: ActorObserver = {
  commandDone() {},
  batchCommitted() {},
  crashed() {},
  gaveUp() {},
  deadlineFired() {},
  storageTrouble() {},
};

/** Alarms changed the way the product changes them: actor, commit in Postgres, event log, board. */
export class AlarmChangeDriver implements AsyncDisposable {
  readonly feature: AlarmFeature;
  /** [decided, seen in the log by a follower], since `forget`. */
  changes: [number, number][] = [];
  readonly #tenant: TenantId;
  readonly #user: UserId;
  readonly #system: ActorSystem;
  readonly #eventLog: ReturnType<typeof createEventLog>;
  readonly #addresses: readonly ActorAddress[];
  #keys = 0;

  constructor(database: Database, tenant: TenantId, user: UserId, entities: number) {
    this.#tenant = tenant;
    this.#user = user;
    this.#eventLog = createEventLog({ database, clock: systemClock, upcasters: [] });
    this.#system = new ActorSystem({
      domainKinds,
      store: new CommitStore(database.appPool, [alarmTable]),
      deadlineStore: new PostgresDeadlineStore(database.systemPool),
      ownership: { owned: () => [], fence: () => undefined },
      clock: systemClock,
      host: nodeHost,
      observer: silent,
      onCommitted: (batch) => this.#eventLog.offer(batch),
      onGaveUp() {},
      onRecovered() {},
    });
    const names = async () => ({ users: new Map([[user, 'Bench']]), branches: new Map() });
    this.feature = createAlarmFeature({ database, eventLog: this.#eventLog, clock: systemClock, names });
    this.#addresses = Array.from({ length: entities }, (_, n): ActorAddress => {
      return { tenant, kind: 'alarm', id: alarmId(tenant, sourceOf(n), 'lossOfSignal') };
    });
  }

  /** Raises every entity once, then begins to note changes. */
  async start(): Promise<void> {
    await this.#eventLog.start();
    await Promise.all(this.#addresses.map((_, entity) => this.raise(entity, 'major')));
    this.#eventLog.follow({
      tenant: this.#tenant,
      name: 'bench',
      from: this.#addresses.length,
      onEvents: (records) => {
        const now = Date.now();
        for (const record of records) if (record.type !== 'alarm.repeated') this.changes.push([record.at, now]);
      },
    });
  }

  /** Another severity: every aggregate and every window that shows the alarm changes. */
  raise(entity: number, severity: AlarmSeverity): Promise<void> {
    const raise = { type: 'alarm.raise', source: sourceOf(entity), cause: 'lossOfSignal', severity, text: 'no signal' };
    return this.#ask(entity, { kind: 'system', name: 'bench' }, raise);
  }

  clear(entity: number): Promise<void> {
    return this.#ask(entity, { kind: 'user', userId: this.#user, branches: 'all' }, { type: 'alarm.clear' });
  }

  acknowledge(entity: number): Promise<void> {
    return this.#ask(entity, { kind: 'user', userId: this.#user, branches: 'all' }, { type: 'alarm.acknowledge' });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#system.stop();
    await this.feature.stop();
    await this.#eventLog.stop();
  }

  async #ask(entity: number, caller: Caller, command: { readonly type: string }): Promise<void> {
    const address = this.#addresses[entity];
    if (!address) throw new Error(`there is no entity ${entity}`);
    const key = IdempotencyKey.parse(`bench-live-${(this.#keys += 1)}`);
    const reply = await this.#system.ask({ address, key, command, caller, deadlineAt: Date.now() + 60_000 });
    if (!reply.ok && !reply.code.startsWith('alarm/')) throw new Error(`${command.type}: ${reply.code}`);
  }
}

function sourceOf(entity: number): string {
  return `OLT-${Math.floor(entity / 1_024)}/0/${Math.floor(entity / 128) % 8}/${entity % 128}`;
}
