import { SubscriptionState } from '#shared/subscription/values.ts';
import type { SubscriptionCounts } from '#shared/subscription/view.ts';
import type { ActorId, BranchId } from '#shared/values/ids.ts';

export interface RosterLine {
  readonly id: ActorId;
  readonly number: number;
  readonly state: SubscriptionState;
  readonly branchId: BranchId | null;
  readonly validUntil: number | null;
}

const states = SubscriptionState.options;
const ACTIVE = states.indexOf('active') + 1;
const NO_BRANCH = 0;

/**
 * How a company's lines stand, by their numbers, in 11 bytes each: what is changed is put in place, and half a million are
 * counted in a few milliseconds.
 */
export class Roster {
  #size = 1024;
  /** 0: there is none of this number. */
  #states = new Uint8Array(this.#size);
  #branches = new Uint16Array(this.#size);
  #ends = new Float64Array(this.#size);
  readonly #branchPlaces = new Map<BranchId | null, number>([[null, NO_BRANCH]]);
  /** Numbers of those that are in. */
  readonly #online = new Map<string, number>();
  #last = 0;

  put({ number, state, branchId, validUntil }: RosterLine): void {
    if (number >= this.#size) this.#grow(number);
    this.#states[number] = states.indexOf(state) + 1;
    this.#branches[number] = this.#placeOf(branchId);
    this.#ends[number] = validUntil ?? Number.POSITIVE_INFINITY;
    this.#last = Math.max(this.#last, number);
  }

  isOnline(id: string): boolean {
    return this.#online.has(id);
  }

  cameIn({ id, number }: Pick<RosterLine, 'id' | 'number'>): void {
    this.#online.set(id, number);
  }

  went(id: string): void {
    this.#online.delete(id);
  }

  count(scope: readonly BranchId[] | 'all', expiringBefore: number): SubscriptionCounts {
    const sees = this.#seen(scope);
    const counts = new Array<number>(states.length + 1).fill(0);
    let expiring = 0;
    for (let number = 0; number <= this.#last; number += 1) {
      const state = this.#states[number]!;
      if (state === 0 || sees[this.#branches[number]!] === 0) continue;
      counts[state]! += 1;
      if (state === ACTIVE && this.#ends[number]! < expiringBefore) expiring += 1;
    }
    let online = 0;
    for (const number of this.#online.values()) online += sees[this.#branches[number]!]!;
    const byState = Object.fromEntries(states.map((state, at) => [state, counts[at + 1]!]));
    return { ...(byState as Record<SubscriptionState, number>), expiring, online };
  }

  /** Of each branch: 1 when its lines are seen. Those of none are seen by all. */
  #seen(scope: readonly BranchId[] | 'all'): Uint8Array {
    const seen = new Uint8Array(this.#branchPlaces.size).fill(scope === 'all' ? 1 : 0);
    seen[NO_BRANCH] = 1;
    for (const branch of scope === 'all' ? [] : scope) {
      const place = this.#branchPlaces.get(branch);
      if (place !== undefined) seen[place] = 1;
    }
    return seen;
  }

  #placeOf(branchId: BranchId | null): number {
    const place = this.#branchPlaces.get(branchId) ?? this.#branchPlaces.size;
    this.#branchPlaces.set(branchId, place);
    return place;
  }

  #grow(number: number): void {
    while (this.#size <= number) this.#size *= 2;
    this.#states = grown(this.#states, new Uint8Array(this.#size));
    this.#branches = grown(this.#branches, new Uint16Array(this.#size));
    this.#ends = grown(this.#ends, new Float64Array(this.#size));
  }
}

function grown<A extends Uint8Array | Uint16Array | Float64Array>(from: A, to: A): A {
  to.set(from);
  return to;
}
