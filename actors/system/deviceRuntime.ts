import type { ActorInspection, TreeNode } from '#shared/inspector/view.ts';
import { formatAddress, type ActorAddress } from './address.ts';
import type { Clock } from './clock.ts';
import { DeviceActor } from './deviceActor.ts';
import type { DeviceSpec } from './deviceKind.ts';
import { Journal } from './journal.ts';
import type { SupervisedSpec } from './supervisor.ts';

interface Device {
  readonly spec: DeviceSpec;
  /** Outlives restarts: what was said before a crash is what one wants to read after it. */
  readonly journal: Journal;
  running: DeviceActor | undefined;
}

/** The device actors of this process by address; their restarts are the supervisor's business. */
export class DeviceRuntime {
  readonly #clock: Clock;
  readonly #devices = new Map<string, Device>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  nameOf(address: ActorAddress): string {
    return `${address.kind}:${address.id}`;
  }

  supervised(spec: DeviceSpec, changed: () => void): SupervisedSpec {
    const address = formatAddress(spec.address);
    if (this.#devices.has(address)) throw new Error(`${address} runs already`);
    const device: Device = { spec, journal: new Journal(), running: undefined };
    this.#devices.set(address, device);
    return {
      name: this.nameOf(spec.address),
      label: spec.label,
      role: 'actor',
      restart: spec.kind.restart,
      start: (failed) => {
        const actor = new DeviceActor(spec, this.#clock, device.journal);
        device.running = actor;
        actor.start(failed, changed);
        return Promise.resolve(actor);
      },
    };
  }

  forget(address: ActorAddress): void {
    this.#devices.delete(formatAddress(address));
  }

  tell(address: ActorAddress, message: { readonly type: string }): boolean {
    return this.#devices.get(formatAddress(address))?.running?.tell(message) ?? false;
  }

  get liveActors(): number {
    return this.#devices.size;
  }

  inspect(address: ActorAddress, node: TreeNode | undefined): ActorInspection | undefined {
    const device = this.#devices.get(formatAddress(address));
    if (!device || !node) return undefined;
    const snapshot = device.running?.snapshot();
    return {
      address: formatAddress(address),
      kind: device.spec.kind.kind,
      family: 'device',
      state: node.state,
      chart: device.spec.kind.chart,
      mailbox: [],
      mailboxDepth: 0,
      messages: device.journal.records(),
      deadlines: [],
      restarts: node.restarts,
      ...(snapshot
        ? {
            machineState: device.spec.kind.machineState(snapshot),
            context: device.spec.kind.inspect(snapshot) as NonNullable<ActorInspection['context']>,
          }
        : {}),
      ...(node.lastError === undefined ? {} : { lastError: node.lastError }),
      ...(node.lastErrorAt === undefined ? {} : { lastErrorAt: node.lastErrorAt }),
    };
  }
}
