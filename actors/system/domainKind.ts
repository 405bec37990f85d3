import type { z } from 'zod';
import type { ChartState } from '#shared/inspector/view.ts';
import type { ActorId, BranchId } from '#shared/values/ids.ts';
import type { Refusal } from '#shared/wire/reply.ts';
import type { Caller } from './envelope.ts';
import type { RestartPolicy } from './restartPolicy.ts';

/** A moment at which the actor must hear `deadline` again, even if it sleeps or the process restarts until then. */
export interface Deadline {
  readonly name: string;
  readonly dueAt: number;
}

/** Facts have a type; everything else is data. */
export interface Fact {
  readonly type: string;
}

export interface DecisionContext {
  readonly id: ActorId;
  readonly at: number;
  readonly caller: Caller;
}

/** What a command leads to. `state` equal to the one before with no events means: accepted, nothing changed. */
export type Decision<State, Event extends Fact> =
  | { readonly accepted: true; readonly state: State; readonly events: readonly Event[] }
  | { readonly accepted: false; readonly refusal: Refusal };

/**
 * A family of actors whose truth is in Postgres (alarm, ticket, subscription …). Everything here is pure: the actor
 * system loads, decides, commits and only then advances. State is the actor's relational columns; its `version`
 * counts committed changes and 0 stands for "does not exist yet".
 */
export interface DomainKind<State = unknown, Command = unknown, Event extends Fact = Fact> {
  readonly family: 'domain';
  readonly kind: string;
  readonly command: z.ZodType<Command>;
  /** Present version of each event type's shape. */
  readonly eventVersions: Readonly<Record<string, number>>;
  readonly restart: RestartPolicy;
  /** Passivated after this long without a message. */
  readonly idleMs: number;
  readonly chart: ChartState;
  /** A throw is a bug: the actor restarts from the database and the message is tried once more, then set aside. */
  decide(state: State | undefined, command: Command, context: DecisionContext): Decision<State, Event>;
  machineState(state: State): string;
  /** Callers limited to branches don't see actors of other branches; undefined belongs to all. */
  branch(state: State): BranchId | undefined;
  deadlines(state: State): readonly Deadline[];
  /** The command an actor receives when a deadline is due. */
  due(deadline: Deadline): Command;
  /** Joins a waiting report with a newer one of the same meaning; undefined keeps both. */
  coalesce?(waiting: Command, next: Command): Command | undefined;
}
