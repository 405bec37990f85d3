import { alarmActor } from '#actors/alarm/alarmActor.ts';
import { ActorSystem } from '#actors/system/actorSystem.ts';
import type { ActorAddress } from '#actors/system/address.ts';
import type { CommittedBatch } from '#actors/system/committedBatch.ts';
import type { DomainKind } from '#actors/system/domainKind.ts';
import type { Caller, CommandEnvelope } from '#actors/system/envelope.ts';
import { alarmId } from '#server/alarm/alarmId.ts';
import { alarmTable } from '#server/alarm/alarmStore.ts';
import { CommitStore } from '#server/platform/actors/commitStore.ts';
import { PostgresDeadlineStore } from '#server/platform/actors/deadlineStore.ts';
import { nodeHost } from '#server/platform/actors/nodeHost.ts';
import { systemClock } from '#server/platform/actors/systemClock.ts';
import type { Database } from '#server/platform/db/database.ts';
import type { AlarmCommand } from '#shared/alarm/commands.ts';
import { IdempotencyKey, type TenantId, type UserId } from '#shared/values/ids.ts';
import type { Reply } from '#shared/wire/reply.ts';
import { ownsEverything } from './actorWorld.ts';
import { recordingObserver, type RecordingObserver } from './recordingObserver.ts';

/** One server's actor system over a real database. */
export interface AlarmNode extends AsyncDisposable {
  readonly system: ActorSystem;
  readonly observer: RecordingObserver;
  readonly batches: CommittedBatch[];
  ask(address: ActorAddress, command: AlarmCommand, more?: Partial<CommandEnvelope>): Promise<Reply>;
}

export const source: Caller = { kind: 'system', name: 'test' };
export const user = (userId: UserId): Caller => ({ kind: 'user', userId, branches: 'all' });

export function alarmAt(tenant: TenantId, n: number): ActorAddress {
  return { tenant, kind: 'alarm', id: alarmId(tenant, `port ${n}`, 'lossOfSignal') };
}

export function raiseOf(n: number): Extract<AlarmCommand, { type: 'alarm.raise' }> {
  return {
    type: 'alarm.raise',
    source: `port ${n}`,
    cause: 'lossOfSignal',
    severity: 'major',
    text: 'LOS',
    occurrences: 1,
  };
}

let keys = 0;
export const newKey = (): IdempotencyKey =>
  IdempotencyKey.parse(`pg-test:${++keys}:${Math.random().toString(36).slice(2)}`);

export function createAlarmNode(
  database: Database,
  kinds: readonly DomainKind[] = [alarmActor as unknown as DomainKind],
): AlarmNode {
  const observer = recordingObserver();
  const batches: CommittedBatch[] = [];
  const system = new ActorSystem({
    domainKinds: kinds,
    store: new CommitStore(database.appPool, [alarmTable]),
    deadlineStore: new PostgresDeadlineStore(database.systemPool),
    ownership: ownsEverything,
    clock: systemClock,
    host: nodeHost,
    observer,
    onCommitted: (batch) => void batches.push(batch),
    onGaveUp: () => undefined,
    onRecovered: () => undefined,
  });
  return {
    system,
    observer,
    batches,
    ask: (address, command, more) =>
      system.ask({ address, key: newKey(), command, caller: source, deadlineAt: Date.now() + 30_000, ...more }),
    [Symbol.asyncDispose]: () => system.stop(),
  };
}
