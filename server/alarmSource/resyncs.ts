import type { ActorId } from '#shared/values/ids.ts';

const MOST_ALARMS = 50_000;

/**
 * Which alarms a source has named in the lists it is in the middle of. A source may hold several connections, each with
 * a list of its own; a raise on any of them proves the alarm for all.
 */
export class Resyncs {
  readonly #open = new Map<string, Set<ActorId>>();

  begin(connectionId: string): void {
    this.#open.set(connectionId, new Set());
  }

  /** With more alarms than can be kept, the list can't prove that anything is missing in it. */
  raised(alarm: ActorId): void {
    for (const [connectionId, named] of this.#open) {
      named.add(alarm);
      if (named.size > MOST_ALARMS) this.#open.delete(connectionId);
    }
  }

  /** What was named since the list began, or undefined when none is under way. */
  end(connectionId: string): ReadonlySet<ActorId> | undefined {
    const named = this.#open.get(connectionId);
    this.#open.delete(connectionId);
    return named;
  }
}
