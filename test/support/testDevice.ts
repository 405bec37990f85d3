import { assign, fromPromise, setup } from 'xstate';
import { chartOf } from '#actors/system/chart.ts';
import type { DeviceKind, DeviceSpec } from '#actors/system/deviceKind.ts';
import { defaultRestartPolicy } from '#actors/system/restartPolicy.ts';
import { ActorId, type TenantId } from '#shared/values/ids.ts';

export type TestDeviceEvent =
  | { readonly type: 'device.count' }
  | { readonly type: 'device.throw' }
  | { readonly type: 'device.end' }
  | { readonly type: 'device.wait' };

/** A live machine with everything that can happen to one: an invoked port, a throwing action, an end, a delay. */
const testDeviceMachine = setup({
  types: {
    context: {} as { count: number; unexpected: number },
    events: {} as TestDeviceEvent,
    input: {} as { connect: () => Promise<void> },
  },
  actors: { connect: fromPromise(({ input }: { input: () => Promise<void> }) => input()) },
  actions: {
    // The wildcard below would take an unhandled error of the port for an unknown event, and nobody would hear of it.
    fail: ({ event }) => {
      throw (event as unknown as { error: Error }).error;
    },
    breakDown: () => {
      throw new TypeError('a bug in the machine');
    },
  },
}).createMachine({
  id: 'testDevice',
  context: { count: 0, unexpected: 0 },
  initial: 'connecting',
  on: { '*': { actions: assign({ unexpected: ({ context }) => context.unexpected + 1 }) } },
  states: {
    connecting: {
      invoke: {
        src: 'connect',
        input: ({ event }) => (event as unknown as { input: { connect: () => Promise<void> } }).input.connect,
        onDone: 'online',
        onError: { actions: 'fail' },
      },
    },
    online: {
      on: {
        'device.count': { actions: assign({ count: ({ context }) => context.count + 1 }) },
        'device.throw': { actions: 'breakDown' },
        'device.end': 'ended',
        'device.wait': 'waiting',
      },
    },
    waiting: { after: { 5_000: 'online' } },
    ended: { type: 'final' },
  },
});

export const testDeviceKind: DeviceKind = {
  family: 'device',
  kind: 'testDevice',
  restart: defaultRestartPolicy,
  chart: chartOf(testDeviceMachine),
  machineState: (snapshot) => String(snapshot.value),
  inspect: (snapshot) => snapshot.context as { count: number; unexpected: number },
};

export function testDevice(
  tenant: TenantId,
  n: number,
  connect: () => Promise<void> = () => Promise.resolve(),
): DeviceSpec {
  return {
    address: {
      tenant,
      kind: 'testDevice',
      id: ActorId.parse(`dddddddd-0000-4000-8000-${n.toString(16).padStart(12, '0')}`),
    },
    label: `device ${n}`,
    kind: testDeviceKind,
    logic: testDeviceMachine,
    input: { connect },
  };
}
