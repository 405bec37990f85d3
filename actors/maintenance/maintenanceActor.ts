import { MaintenanceCommand } from '#shared/maintenance/commands.ts';
import { maintenanceRefusals } from '#shared/maintenance/errors.ts';
import { MAINTENANCE_EVENT_VERSIONS, type MaintenanceEvent } from '#shared/maintenance/events.ts';
import { LONGEST_OVERRUN_MS, type MaintenanceState as StateName } from '#shared/maintenance/values.ts';
import type { Refusal } from '#shared/wire/reply.ts';
import { systemRefusal, systemRefusals } from '#shared/wire/systemRefusals.ts';
import { chartOf } from '../system/chart.ts';
import type { Deadline, Decision, DecisionContext, DomainKind } from '../system/domainKind.ts';
import type { Caller } from '../system/envelope.ts';
import { decideWithMachine } from '../system/machineDecision.ts';
import { defaultRestartPolicy } from '../system/restartPolicy.ts';
import {
  emptyContext,
  maintenanceMachine,
  type MaintenanceMachineEvent,
  type MaintenanceRefused,
} from './maintenanceMachine.ts';
import type { MaintenanceState } from './maintenanceState.ts';

export const MAINTENANCE = 'maintenance';

/** A window in which things may be down, from its plan to its report. */
export const maintenanceActor: DomainKind<MaintenanceState, MaintenanceCommand, MaintenanceEvent> = {
  family: 'domain',
  kind: MAINTENANCE,
  command: MaintenanceCommand,
  eventVersions: MAINTENANCE_EVENT_VERSIONS,
  restart: defaultRestartPolicy,
  idleMs: 10 * 60_000,
  chart: chartOf(maintenanceMachine),
  decide,
  machineState: (state) => state.state,
  branch: (state) => state.branchId,
  deadlines,
  due,
};

function decide(
  state: MaintenanceState | undefined,
  command: MaintenanceCommand,
  { id, at, caller }: DecisionContext,
): Decision<MaintenanceState, MaintenanceEvent> {
  const { state: name, ...context } = state ?? { state: 'absent' as const, ...emptyContext, id };
  const by = caller.kind === 'user' ? caller.userId : undefined;
  if (by === undefined && command.type === 'maintenance.take') {
    return { accepted: false, refusal: systemRefusal('command/not-permitted') };
  }
  if (reachesTooFar(command, caller))
    return { accepted: false, refusal: refusal({ code: 'maintenance/branch-required' }) };
  const step = decideWithMachine<typeof maintenanceMachine, MaintenanceEvent, MaintenanceRefused>(
    maintenanceMachine,
    { value: name, context },
    { ...command, at, by } satisfies MaintenanceMachineEvent,
  );
  if (step.refused) return { accepted: false, refusal: refusal(step.refused) };
  if (step.facts.length === 0 && state) return { accepted: true, state, events: [] };
  return { accepted: true, state: { ...step.context, state: step.value as StateName }, events: step.facts };
}

/** Whoever works in some branches plans for one of them; a window of a branch covers nothing outside of it. */
function reachesTooFar(command: MaintenanceCommand, caller: Caller): boolean {
  if (command.type !== 'maintenance.plan' && command.type !== 'maintenance.change') return false;
  if (caller.kind !== 'user' || caller.branches === 'all') return false;
  return command.branchId === undefined || !caller.branches.includes(command.branchId);
}

function deadlines({ state, notices, fromAt, toAt }: MaintenanceState): readonly Deadline[] {
  if (state === 'running') return [{ name: 'end', dueAt: toAt }];
  if (state === 'overrun') return [{ name: 'close', dueAt: toAt + LONGEST_OVERRUN_MS }];
  if (state !== 'planned' && state !== 'announced') return [];
  const open = notices.flatMap(({ beforeMs, given }, n) =>
    given ? [] : [{ name: `notice:${n}`, dueAt: Math.max(0, fromAt - beforeMs) }],
  );
  return [...open, { name: 'start', dueAt: fromAt }];
}

function due({ name, dueAt }: Deadline): MaintenanceCommand {
  if (name === 'start') return { type: 'maintenance.startDue', due: dueAt };
  if (name === 'end') return { type: 'maintenance.endDue', due: dueAt };
  if (name === 'close') return { type: 'maintenance.closeDue', due: dueAt };
  return { type: 'maintenance.noticeDue', notice: Number(name.split(':')[1]), due: dueAt };
}

function refusal({ code }: MaintenanceRefused): Refusal {
  const message =
    code in maintenanceRefusals ? maintenanceRefusals[code as keyof typeof maintenanceRefusals] : undefined;
  return { ok: false, code, message: message ?? systemRefusals[code as keyof typeof systemRefusals].message };
}
