import { DEVICE_INTENT } from '#actors/deviceIntent/deviceIntentActor.ts';
import type { DeviceIntentState } from '#actors/deviceIntent/deviceIntentState.ts';
import type { Clock } from '#actors/system/clock.ts';
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
      onEvents: (records) => this.#hear(records),
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

  async #hear(records: readonly EventRecord[]): Promise<void> {
    const ids = new Set(records.filter(({ kind }) => kind === DEVICE_INTENT).map(({ actorId }) => actorId));
    if (ids.size === 0) return;
    for (const intent of await this.#options.load([...ids])) this.#put(intent);
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
