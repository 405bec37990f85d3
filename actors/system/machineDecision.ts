import {
  type AnyActorScope,
  type AnyStateMachine,
  type ContextFrom,
  createActor,
  type EventFromLogic,
  type SnapshotFrom,
} from 'xstate';
import type { Fact } from './domainKind.ts';

export interface MachineStep<Context, Event, Refused> {
  readonly changed: boolean;
  readonly value: unknown;
  readonly context: Context;
  readonly facts: readonly Event[];
  readonly refused: Refused | undefined;
}

/** A machine of the domain family named an effect other than a fact or a refusal; that is a bug in the machine. */
export class MachineEffect extends Error {
  override readonly name = 'MachineEffect';
}

/** By machine: xstate's `transition()` makes an actor for every call, which costs more than the step itself. */
const surroundings = new WeakMap<AnyStateMachine, AnyActorScope>();

/**
 * One pure step of a domain machine: rebuild the snapshot from columns, take the transition, read the facts it emits.
 * Nothing runs: the actions are only collected, and only `emit` and `refuse` are allowed to be among them.
 */
export function decideWithMachine<Machine extends AnyStateMachine, Event extends Fact, Refused>(
  machine: Machine,
  at: { readonly value: string | object; readonly context: ContextFrom<Machine> },
  event: EventFromLogic<Machine>,
): MachineStep<ContextFrom<Machine>, Event, Refused> {
  const before = machine.resolveState(at as never) as SnapshotFrom<Machine>;
  const actions: { readonly type: string; readonly params?: unknown }[] = [];
  const after = machine.transition(before, event, {
    ...surroundingsOf(machine),
    actionExecutor: (action) => actions.push(action),
  });
  const facts: Event[] = [];
  let refused: Refused | undefined;
  for (const action of actions) {
    if (action.type === 'xstate.emit') facts.push((action.params as { event: Event }).event);
    else if (action.type === 'refuse') refused = action.params as Refused;
    else throw new MachineEffect(`machine ${machine.id} performs ${action.type} instead of naming a fact`);
  }
  const { value, context } = after as { value: unknown; context: ContextFrom<Machine> };
  return { changed: after !== before, value, context, facts, refused };
}

function surroundingsOf(machine: AnyStateMachine): AnyActorScope {
  const known = surroundings.get(machine);
  if (known) return known;
  const self = createActor(machine);
  const nothing = (): void => undefined;
  const made: AnyActorScope = {
    ...{ self, id: self.id, sessionId: self.sessionId, system: self.system },
    ...{ logger: nothing, defer: nothing, emit: nothing, stopChild: nothing, actionExecutor: nothing },
  };
  surroundings.set(machine, made);
  return made;
}
