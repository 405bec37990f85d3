import { ActorSystem, type ActorSystemOptions } from '#actors/system/actorSystem.ts';
import type { ActorAddress } from '#actors/system/address.ts';
import type { CommittedBatch } from '#actors/system/committedBatch.ts';
import type { DomainKind } from '#actors/system/domainKind.ts';
import type { Caller, CommandEnvelope } from '#actors/system/envelope.ts';
import type { ShardOwnership } from '#actors/system/ports.ts';
import { SHARDS } from '#actors/system/shard.ts';
import { ActorId, IdempotencyKey, TenantId } from '#shared/values/ids.ts';
import { ModelStore, type ModelStoreOptions } from './modelStore.ts';
import { recordingObserver, type RecordingObserver } from './recordingObserver.ts';
import { simulatedHost } from './simulatedHost.ts';
import { SimulatedTime } from './simulatedTime.ts';
import { tallyKind, type TallyCommand, type TallyState } from './tallyKind.ts';

export const tenant = TenantId.parse('11111111-1111-4111-8111-111111111111');
export const otherTenant = TenantId.parse('22222222-2222-4222-8222-222222222222');
export const system: Caller = { kind: 'system', name: 'test' };

export function tally(n: number, of: TenantId = tenant): ActorAddress {
  return {
    tenant: of,
    kind: 'tally',
    id: ActorId.parse(`aaaaaaaa-0000-4000-8000-${n.toString(16).padStart(12, '0')}`),
  };
}

/** Every shard, for ever. */
export const ownsEverything: ShardOwnership = {
  owned: () => Array.from({ length: SHARDS }, (_, shard) => shard),
  fence: (shard) => ({ shard, epoch: 1n }),
};

export interface WorldOptions extends Omit<ModelStoreOptions, 'clock'> {
  readonly time?: SimulatedTime;
  /** A store that other systems use, too. */
  readonly store?: ModelStore;
  readonly kinds?: readonly DomainKind[];
  readonly seed?: number;
  readonly system?: Partial<ActorSystemOptions>;
}

/** An actor system in a simulated world, and how to talk to it. */
export interface ActorWorld {
  readonly time: SimulatedTime;
  readonly store: ModelStore;
  readonly observer: RecordingObserver;
  readonly system: ActorSystem;
  readonly batches: CommittedBatch[];
  readonly gaveUp: string[];
  readonly recovered: string[];
  envelope(address: ActorAddress, command: TallyCommand, more?: Partial<CommandEnvelope>): CommandEnvelope;
  ask(address: ActorAddress, command: TallyCommand, more?: Partial<CommandEnvelope>): ReturnType<ActorSystem['ask']>;
  /** The stored state of a tally. */
  stored(address: ActorAddress): TallyState | undefined;
}

let keys = 0;

export function createWorld(options: WorldOptions = {}): ActorWorld {
  const time = options.time ?? new SimulatedTime();
  const store = options.store ?? new ModelStore({ clock: time, ...options });
  const observer = recordingObserver();
  const batches: CommittedBatch[] = [];
  const gaveUp: string[] = [];
  const recovered: string[] = [];
  const actorSystem = new ActorSystem({
    domainKinds: options.kinds ?? [tallyKind as unknown as DomainKind],
    store,
    deadlineStore: store,
    ownership: ownsEverything,
    clock: time,
    host: simulatedHost(options.seed),
    observer,
    onCommitted: (batch) => void batches.push(batch),
    onGaveUp: (path) => void gaveUp.push(path),
    onRecovered: (path) => void recovered.push(path),
    ...options.system,
  });
  const envelope: ActorWorld['envelope'] = (address, command, more) => ({
    address,
    key: IdempotencyKey.parse(`test:${++keys}:key`),
    command,
    caller: system,
    deadlineAt: time.now() + 30_000,
    ...more,
  });
  return {
    time,
    store,
    observer,
    system: actorSystem,
    batches,
    gaveUp,
    recovered,
    envelope,
    ask: (address, command, more) => actorSystem.ask(envelope(address, command, more)),
    stored: (address) =>
      store.states.get(`${address.tenant}/${address.kind}/${address.id}`)?.state as TallyState | undefined,
  };
}
