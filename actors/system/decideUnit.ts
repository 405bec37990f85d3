import { systemRefusal } from '#shared/wire/systemRefusals.ts';
import type { DomainCell } from './domainCell.ts';
import type { Deadline, Decision, DomainKind, Fact } from './domainKind.ts';
import type { CommandEnvelope } from './envelope.ts';
import type { Pending } from './pending.ts';
import type { CommitUnit } from './ports.ts';

/** A decided command: what to make durable, and what the cell becomes once it is. */
export interface DecidedUnit {
  readonly unit: CommitUnit;
  readonly state: unknown;
  readonly version: number;
}

/** Decides a command on a cell's present state. Pure; throws what the kind's decision throws. */
export function decideUnit(kind: DomainKind, cell: DomainCell, pending: Pending, at: number): DecidedUnit {
  const { envelope } = pending;
  const before = cell.version === 0 ? undefined : cell.state;
  const base = {
    address: cell.address,
    keys: pending.keys,
    at,
    ...(envelope.fired ? { fired: envelope.fired } : {}),
    ...(envelope.fence ? { fence: envelope.fence } : {}),
  };
  const decision = decide(kind, cell, before, envelope, at);
  if (!decision.accepted || decision.events.length === 0) {
    const answer = decision.accepted ? { ok: true as const, version: cell.version } : decision.refusal;
    return { unit: { ...base, answer, unchangedVersion: cell.version }, state: before, version: cell.version };
  }
  const version = cell.version + 1;
  const change = {
    expectedVersion: cell.version,
    state: decision.state,
    events: decision.events,
    eventVersions: kind.eventVersions,
    actorUser: envelope.caller.kind === 'user' ? envelope.caller.userId : undefined,
    cause: envelope.cause ?? { kind: 'command' as const, key: envelope.key },
    ...(envelope.evidence ? { evidence: envelope.evidence } : {}),
    deadlines: deadlineChanges(before === undefined ? [] : kind.deadlines(before), kind.deadlines(decision.state)),
  };
  return { unit: { ...base, answer: { ok: true, version }, change }, state: decision.state, version };
}

function decide(
  kind: DomainKind,
  cell: DomainCell,
  before: unknown,
  { caller, command }: CommandEnvelope,
  at: number,
): Decision<unknown, Fact> {
  // People limited to branches are told that an actor of another branch does not exist.
  if (caller.kind === 'user' && caller.branches !== 'all' && before !== undefined) {
    const branch = kind.branch(before);
    if (branch !== undefined && !caller.branches.includes(branch)) {
      return { accepted: false, refusal: systemRefusal('actor/not-found') };
    }
  }
  return kind.decide(before, command, { id: cell.address.id, at, caller });
}

function deadlineChanges(
  before: readonly Deadline[],
  after: readonly Deadline[],
): { set: readonly Deadline[]; calledOff: readonly string[] } {
  if (before.length === 0 && after.length === 0) return { set: [], calledOff: [] };
  const had = new Map(before.map((deadline) => [deadline.name, deadline.dueAt]));
  return {
    set: after.filter(({ name, dueAt }) => had.get(name) !== dueAt),
    calledOff: [...had.keys()].filter((name) => !after.some((deadline) => deadline.name === name)),
  };
}
