import { createActor, type AnyActorRef, type AnyMachineSnapshot } from 'xstate';
import { formatAddress } from './address.ts';
import type { Clock } from './clock.ts';
import type { DeviceSpec } from './deviceKind.ts';
import type { Journal } from './journal.ts';
import type { Running } from './supervisor.ts';

/** The machine ended by itself; device actors are meant to run until they are stopped. */
export class DeviceActorEnded extends Error {
  override readonly name = 'DeviceActorEnded';
}

/** A live machine of the device family for one run; the supervisor makes a new one after a failure. */
export class DeviceActor implements Running {
  readonly spec: DeviceSpec;
  readonly #clock: Clock;
  readonly #journal: Journal;
  #actor: AnyActorRef | undefined;

  constructor(spec: DeviceSpec, clock: Clock, journal: Journal) {
    this.spec = spec;
    this.#clock = clock;
    this.#journal = journal;
  }

  /**
   * XState ends the process when an actor without error observer throws, so the observer comes before start. Telemetry
   * changes the snapshot often: `changed` is for the state's name.
   */
  start(failed: (error: unknown) => void, changed: () => void): void {
    const actor = createActor(this.spec.logic, {
      id: formatAddress(this.spec.address),
      input: this.spec.input,
      clock: {
        setTimeout: (fn, timeoutMs) => this.#clock.setTimeout(fn, timeoutMs),
        clearTimeout: (id) => this.#clock.clearTimeout(id),
      },
    });
    this.#actor = actor;
    let shown: string | undefined;
    actor.subscribe({
      next: () => {
        const state = this.machineState();
        if (state === shown) return;
        shown = state;
        changed();
      },
      error: failed,
      complete: () => failed(new DeviceActorEnded(`${formatAddress(this.spec.address)} ended`)),
    });
    actor.start();
  }

  /** False when it does not run at the moment. */
  tell(message: { readonly type: string }): boolean {
    if (!this.#actor) return false;
    this.#journal.add({
      at: this.#clock.now(),
      message,
      key: undefined,
      by: undefined,
      outcome: 'handled',
    });
    this.#actor.send(message);
    return true;
  }

  snapshot(): AnyMachineSnapshot | undefined {
    return this.#actor?.getSnapshot() as AnyMachineSnapshot | undefined;
  }

  machineState(): string | undefined {
    const snapshot = this.snapshot();
    return snapshot && this.spec.kind.machineState(snapshot);
  }

  stop(): Promise<void> {
    this.#actor?.stop();
    this.#actor = undefined;
    return Promise.resolve();
  }
}
