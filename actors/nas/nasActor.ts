import { fromEventObservable, fromPromise, type SnapshotFrom } from 'xstate';
import type { Json } from '#shared/values/canonicalJson.ts';
import { chartOf } from '../system/chart.ts';
import type { DeviceKind } from '../system/deviceKind.ts';
import { factsObservable } from '../system/factsObservable.ts';
import { defaultRestartPolicy } from '../system/restartPolicy.ts';
import type { NasAlarmReport } from './nasAlarm.ts';
import type { NasFact } from './nasFacts.ts';
import { nasMachine } from './nasMachine.ts';
import type { NasPorts } from './nasPorts.ts';

export const NAS = 'nas';

/** A router that is kept connected, asked and listened to. */
export const nasActor: DeviceKind = {
  family: 'device',
  kind: NAS,
  restart: defaultRestartPolicy,
  chart: chartOf(nasMachine),
  machineState: (snapshot) => linkState(snapshot as SnapshotFrom<typeof nasMachine>),
  inspect: (snapshot): Json => {
    const { context, value } = snapshot as SnapshotFrom<typeof nasMachine>;
    const { telling, ...shown } = context;
    return { ...shown, telling: telling ? { ...telling } : undefined, told: { ...context.told }, alarms: value.alarms };
  },
};

/** The machine with its effects bound. */
export function nasLogic(ports: NasPorts): typeof nasMachine {
  return nasMachine.provide({
    actors: {
      connect: fromPromise<void>(({ signal }) => ports.connect(signal)),
      watch: fromEventObservable<NasFact, undefined>(() =>
        factsObservable<NasFact>((tell, signal) => ports.watch(tell, signal)),
      ),
      report: fromPromise<void, NasAlarmReport>(({ input, signal }) => ports.report(input, signal)),
    },
    actions: { show: (_, status) => ports.show(status) },
  });
}

/** `up`, `waiting`, …; connections have no state deeper than two. */
function linkState({ value: { link } }: SnapshotFrom<typeof nasMachine>): string {
  if (typeof link === 'string') return link;
  return 'online' in link ? link.online! : `away.${link.away}`;
}
