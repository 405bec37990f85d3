import type { AnyStateMachine, AnyStateNode } from 'xstate';
import type { ChartState, ChartTransition } from '#shared/inspector/view.ts';

/** The machine's definition as plain data, for the Inspector to draw. */
export function chartOf(machine: AnyStateMachine): ChartState {
  return chartState(machine.root, true);
}

function chartState(node: AnyStateNode, initial: boolean): ChartState {
  const first = node.initial.target[0];
  return {
    name: node.key,
    initial,
    final: node.type === 'final',
    // All parts of a parallel state are entered together.
    children: Object.values(node.states).map((child) => chartState(child, node.type === 'parallel' || child === first)),
    transitions: [...[...node.transitions.values()].flat(), ...(node.always ?? [])].flatMap(
      (transition): ChartTransition[] => {
        const targets = (transition.target ?? []).map((target) => target.key);
        // A wildcard that goes nowhere only reports what is unexpected; drawing it on every chart says nothing.
        if (transition.eventType === '*' && targets.length === 0) return [];
        return [{ event: transition.eventType as string, targets, guard: guardName(transition.guard) }];
      },
    ),
  };
}

function guardName(guard: unknown): string | undefined {
  if (typeof guard === 'string') return guard;
  if (typeof guard === 'object' && guard !== null && 'type' in guard && typeof guard.type === 'string')
    return guard.type;
  return guard === undefined ? undefined : 'condition';
}
