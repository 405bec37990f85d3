import type { AnyActorLogic, AnyMachineSnapshot } from 'xstate';
import type { ChartState } from '#shared/inspector/view.ts';
import type { Json } from '#shared/values/canonicalJson.ts';
import type { ActorAddress } from './address.ts';
import type { RestartPolicy } from './restartPolicy.ts';

/**
 * A family of actors whose truth is on a device: live machines that invoke ports, restart by reconnecting and keep no
 * promises. Anything that must end is a command to a domain actor.
 */
export interface DeviceKind {
  readonly family: 'device';
  readonly kind: string;
  readonly restart: RestartPolicy;
  readonly chart: ChartState;
  machineState(snapshot: AnyMachineSnapshot): string;
  /** What the Inspector may show of the context; no secrets. */
  inspect(snapshot: AnyMachineSnapshot): Json;
}

/** One device actor to run: its machine with ports bound, and what it starts with. */
export interface DeviceSpec {
  readonly address: ActorAddress;
  readonly label: string;
  readonly kind: DeviceKind;
  readonly logic: AnyActorLogic;
  readonly input: unknown;
}
