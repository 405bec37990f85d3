import type { ChartState, ChartTransition } from '#shared/inspector/view.ts';

/** All outgoing transitions of one state under one event, to be shown as one line. */
export interface ChartLine {
  readonly event: string;
  readonly targets: readonly string[];
  readonly guards: readonly string[];
}

/** Guarded alternatives of one event become one line; one that goes nowhere has no targets. */
export function chartLines(transitions: readonly ChartTransition[]): ChartLine[] {
  const events = [...new Set(transitions.map(({ event }) => event))];
  return events.map((event) => {
    const alternatives = transitions.filter((transition) => transition.event === event);
    return {
      event,
      targets: [...new Set(alternatives.flatMap(({ targets }) => targets))],
      guards: [...new Set(alternatives.flatMap(({ guard }) => guard ?? []))],
    };
  });
}

/** Names of a state and the states around it, from the outside in; empty when there is no such state. */
export function pathTo(root: ChartState, name: string): string[] {
  for (const child of root.children) {
    if (child.name === name) return [child.name];
    const below = pathTo(child, name);
    if (below.length > 0) return [child.name, ...below];
  }
  return [];
}

/** Where a state can go: by its own transitions and by those of the states around it that it doesn't handle itself. */
export function targetsFrom(root: ChartState, name: string): string[] {
  let handled = new Set<string>();
  const targets: string[] = [];
  for (const state of [...statesOn(root, pathTo(root, name))].toReversed()) {
    const open = state.transitions.filter(({ event }) => !handled.has(event));
    targets.push(...open.flatMap((transition) => transition.targets));
    handled = new Set([...handled, ...open.map(({ event }) => event)]);
  }
  return [...new Set(targets)].filter((target) => target !== name);
}

function* statesOn(root: ChartState, path: readonly string[]): Generator<ChartState> {
  let at: ChartState | undefined = root;
  for (const name of path) {
    at = at?.children.find((child) => child.name === name);
    if (at) yield at;
  }
}

/** `alarm.acknowledge` → `acknowledge`: on an alarm's own chart the noun says nothing. */
export function shortEvent(event: string, noun: string): string {
  return event.startsWith(`${noun}.`) ? event.slice(noun.length + 1) : event;
}
