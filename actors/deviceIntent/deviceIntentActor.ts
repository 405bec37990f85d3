import { DeviceIntentCommand } from '#shared/deviceIntent/commands.ts';
import { deviceIntentRefusals } from '#shared/deviceIntent/errors.ts';
import { DEVICE_INTENT_EVENT_VERSIONS, type DeviceIntentEvent } from '#shared/deviceIntent/events.ts';
import type { DeviceIntentState as StateName } from '#shared/deviceIntent/values.ts';
import type { Refusal } from '#shared/wire/reply.ts';
import { systemRefusals } from '#shared/wire/systemRefusals.ts';
import { chartOf } from '../system/chart.ts';
import type { Deadline, Decision, DecisionContext, DomainKind } from '../system/domainKind.ts';
import { decideWithMachine } from '../system/machineDecision.ts';
import { defaultRestartPolicy } from '../system/restartPolicy.ts';
import {
  deviceIntentMachine,
  emptyContext,
  type DeviceIntentMachineEvent,
  type DeviceIntentRefused,
} from './deviceIntentMachine.ts';
import type { DeviceIntentState } from './deviceIntentState.ts';

export const DEVICE_INTENT = 'deviceIntent';
export const EXPIRY_DEADLINE = 'expiry';

/** What must end on a device: asked for once, carried out once, and its outcome read back. */
export const deviceIntentActor: DomainKind<DeviceIntentState, DeviceIntentCommand, DeviceIntentEvent> = {
  family: 'domain',
  kind: DEVICE_INTENT,
  command: DeviceIntentCommand,
  eventVersions: DEVICE_INTENT_EVENT_VERSIONS,
  restart: defaultRestartPolicy,
  idleMs: 10 * 60_000,
  chart: chartOf(deviceIntentMachine),
  decide,
  machineState: (state) => state.state,
  branch: (state) => state.branchId,
  deadlines,
  due: ({ dueAt }) => ({ type: 'deviceIntent.expiryDue', due: dueAt }),
};

function decide(
  state: DeviceIntentState | undefined,
  command: DeviceIntentCommand,
  { id, at, caller }: DecisionContext,
): Decision<DeviceIntentState, DeviceIntentEvent> {
  const { state: name, ...context } = state ?? { state: 'absent' as const, ...emptyContext, id };
  const by = caller.kind === 'user' ? caller.userId : undefined;
  const step = decideWithMachine<typeof deviceIntentMachine, DeviceIntentEvent, DeviceIntentRefused>(
    deviceIntentMachine,
    { value: name, context },
    { ...command, at, by } satisfies DeviceIntentMachineEvent,
  );
  if (step.refused) return { accepted: false, refusal: refusal(step.refused) };
  if (!step.changed && state) return { accepted: true, state, events: [] };
  return { accepted: true, state: { ...step.context, state: step.value as StateName }, events: step.facts };
}

/** Once something may have been written it has to come to an end, however late. */
function deadlines({ state, notAfter, baseline }: DeviceIntentState): readonly Deadline[] {
  const mayExpire = (state === 'requested' || state === 'waiting') && baseline === undefined;
  return mayExpire && notAfter !== undefined ? [{ name: EXPIRY_DEADLINE, dueAt: notAfter }] : [];
}

function refusal({ code }: DeviceIntentRefused): Refusal {
  const message =
    code in deviceIntentRefusals ? deviceIntentRefusals[code as keyof typeof deviceIntentRefusals] : undefined;
  return { ok: false, code, message: message ?? systemRefusals[code as keyof typeof systemRefusals].message };
}
