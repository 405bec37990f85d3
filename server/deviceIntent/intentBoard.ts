import { DEVICE_INTENT } from '#actors/deviceIntent/deviceIntentActor.ts';
import type { DeviceIntentState } from '#actors/deviceIntent/deviceIntentState.ts';
import { formatAddress } from '#actors/system/address.ts';
import type { Clock } from '#actors/system/clock.ts';
import type { CommittedBatch } from '#actors/system/committedBatch.ts';
import type { EventRecord } from '#actors/system/eventRecord.ts';
import type { ActorId, TenantId } from '#shared/values/ids.ts';
import type { EventLog } from '../platform/eventLog/eventLog.ts';
import type { Follower } from '../platform/eventLog/follower.ts';
import type { StoredIntent } from './deviceIntentStore.ts';
import { type IntentRunner, isOpen } from './intentRunner.ts';

export interface IntentBoardOptions {
  readonly tenant: TenantId;
  readonly clock: Clock;
  readonly eventLog: EventLog;
  readonly runner: IntentRunner;
  readonly head: () => Promise<number>;
  readonly open: () => Promise<readonly StoredIntent[]>;
  readonly load: (ids: readonly ActorId[]) => Promise<readonly StoredIntent[]>;
}

/** Told of an intent that changed. */
export type IntentListener = (intent: StoredIntent) => void;

/** How often what is open is looked at again, in case its device is back or another server has left it. */
const LOOK_AGAIN_MS = 15_000;

/** A tenant's intents that have not ended, kept up with the log, and the hand that gives them to the runner. */
export class IntentBoard {
  readonly #options: IntentBoardOptions;
  readonly #standing = new Map<ActorId, StoredIntent>();
  readonly #listeners = new Set<IntentListener>();
  #follower: Follower | undefined;
  #timer: unknown;
  #stopped = false;

  constructor(options: IntentBoardOptions) {
    this.#options = options;
  }

  /** Reads what is open and begins to carry it out. Rejects when the database does not answer. */
  async start(): Promise<void> {
    const { tenant, eventLog, head, open } = this.#options;
    const from = await head();
    for (const intent of await open()) this.#put(intent);
    this.#follower = eventLog.follow({
      tenant,
      name: 'deviceIntents',
      from,
      onEvents: (records, batch) => this.#hear(records, batch),
    });
    this.#lookLater();
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    this.#options.clock.clearTimeout(this.#timer);
    await this.#follower?.stop();
  }

  /** What has not ended. */
  standing(): readonly StoredIntent[] {
    return [...this.#standing.values()];
  }

  onChange(listener: IntentListener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** The device can be reached again: what waits for it goes on at once. */
  deviceIsBack(kind: string, id: ActorId): void {
    for (const { state } of this.#standing.values()) {
      if (state.deviceKind === kind && state.deviceId === id) this.#carryOut(state);
    }
  }

  async #hear(records: readonly EventRecord[], batch: CommittedBatch | undefined): Promise<void> {
    const own = records.filter(({ kind }) => kind === DEVICE_INTENT);
    if (own.length === 0) return;
    const ids = [...new Set(own.map(({ actorId }) => actorId))];
    const here = this.#fromBatch(ids, batch);
    const asked = new Set(own.filter(({ type }) => type === 'deviceIntent.requested').map(({ actorId }) => actorId));
    for (const intent of here ?? (await this.#options.load(ids))) {
      if (asked.has(intent.state.id)) this.#begin(intent.state, here !== undefined);
      this.#put(intent);
    }
  }

  /** `fresh`: as it was committed in this process just now. What has begun with its request is its owner's to carry out. */
  #begin(state: DeviceIntentState, fresh: boolean): void {
    const { tenant, runner } = this.#options;
    if (fresh && isOpen(state)) runner.take(tenant, state, state);
    else if (state.state === 'running' && runner.owns(tenant, state)) this.#carryOut(state);
  }

  /** The states that came with the events, if all of them did. */
  #fromBatch(ids: readonly ActorId[], batch: CommittedBatch | undefined): readonly StoredIntent[] | undefined {
    const { tenant } = this.#options;
    const found = ids.map((id) => batch?.states.get(formatAddress({ tenant, kind: DEVICE_INTENT, id })));
    if (found.includes(undefined)) return undefined;
    return found.map((one) => ({ version: one!.version, state: one!.state as DeviceIntentState }));
  }

  #put(intent: StoredIntent): void {
    const { state } = intent;
    if (state.endedAt === undefined) this.#standing.set(state.id, intent);
    else this.#standing.delete(state.id);
    if (state.state === 'requested' || this.#follower === undefined) this.#carryOut(state);
    for (const listener of this.#listeners) listener(intent);
  }

  #carryOut(state: DeviceIntentState): void {
    if (isOpen(state)) this.#options.runner.take(this.#options.tenant, state);
  }

  #lookLater(): void {
    if (this.#stopped) return;
    const { clock } = this.#options;
    this.#timer = clock.setTimeout(() => {
      for (const { state } of this.#standing.values()) if ((state.retryAt ?? 0) <= clock.now()) this.#carryOut(state);
      this.#lookLater();
    }, LOOK_AGAIN_MS);
  }
}
