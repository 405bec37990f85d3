import { fromEventObservable, fromPromise, type SnapshotFrom } from 'xstate';
import type { Json } from '#shared/values/canonicalJson.ts';
import { chartOf } from '../system/chart.ts';
import type { DeviceKind } from '../system/deviceKind.ts';
import { factsObservable } from '../system/factsObservable.ts';
import { defaultRestartPolicy } from '../system/restartPolicy.ts';
import type { AlarmSourceFact } from './alarmSourceFacts.ts';
import { alarmSourceMachine } from './alarmSourceMachine.ts';
import type { AlarmSourcePorts, SourceSilence } from './alarmSourcePorts.ts';

export const ALARM_SOURCE = 'alarmSource';

/** The first kind of the device family, and the pattern for the others: a live machine, its ports, and this record. */
export const alarmSourceActor: DeviceKind = {
  family: 'device',
  kind: ALARM_SOURCE,
  restart: defaultRestartPolicy,
  chart: chartOf(alarmSourceMachine),
  machineState: (snapshot) => machineState(snapshot as SnapshotFrom<typeof alarmSourceMachine>),
  inspect: (snapshot): Json => {
    const { context, value } = snapshot as SnapshotFrom<typeof alarmSourceMachine>;
    return { ...context, presence: value.presence };
  },
};

/** The machine with its effects bound. */
export function alarmSourceLogic(ports: AlarmSourcePorts): typeof alarmSourceMachine {
  return alarmSourceMachine.provide({
    actors: {
      receive: fromEventObservable<AlarmSourceFact, undefined>(() =>
        factsObservable<AlarmSourceFact>((tell, signal) => ports.receive(tell, signal)),
      ),
      report: fromPromise<void, SourceSilence>(({ input, signal }) => ports.report(input, signal)),
    },
  });
}

/** The link's state; `presence` is shown among the context. */
function machineState({ value }: SnapshotFrom<typeof alarmSourceMachine>): string {
  return typeof value.link === 'string' ? value.link : value.link.attached;
}
