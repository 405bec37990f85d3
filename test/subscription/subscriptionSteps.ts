import { subscriptionActor } from '#actors/subscription/subscriptionActor.ts';
import type { SubscriptionState } from '#actors/subscription/subscriptionState.ts';
import type { Decision } from '#actors/system/domainKind.ts';
import type { Caller } from '#actors/system/envelope.ts';
import { SubscriptionCommand } from '#shared/subscription/commands.ts';
import type { SubscriptionEvent } from '#shared/subscription/events.ts';
import type { SubscriptionTerms } from '#shared/subscription/values.ts';
import { ActorId, UserId } from '#shared/values/ids.ts';

/** 15 January 2027, 11:00 in Nairobi. */
export const AT = Date.parse('2027-01-15T08:00:00Z');
export const HOUR = 3_600_000;
export const DAY = 24 * HOUR;
export const id = ActorId.parse('d0000000-0000-4000-8000-000000000004');
export const other = ActorId.parse('e0000000-0000-4000-8000-000000000006');

export const terms: SubscriptionTerms = {
  cycle: { unit: 'month', count: 1 },
  zone: 'Africa/Nairobi',
  graceMs: 3 * DAY,
  quotaBytes: 100_000_000_000,
  quotaAction: 'throttle',
  profiles: [],
};
export const business: SubscriptionTerms = { ...terms, graceMs: 7 * DAY, quotaBytes: 500_000_000_000 };

/** What a new line is, without how it begins. */
export const home = {
  number: 42,
  customerId: ActorId.parse('f0000000-0000-4000-8000-000000000007'),
  packageId: ActorId.parse('e0000000-0000-4000-8000-000000000005'),
  terms,
  accessType: 'pppoe',
  username: 'Wanjiku',
  usernameKey: 'wanjiku',
  password: 'sealed',
  macs: [],
  macBinding: 'off',
  framedRoutes: [],
} as const;

export function user(): Caller {
  return { kind: 'user', userId: UserId.parse('a0000000-0000-4000-8000-000000000001'), branches: 'all' };
}

export const system: Caller = { kind: 'system', name: 'deadline' };

type Send = { readonly type: SubscriptionCommand['type'] } & Record<string, unknown>;

export function decide(
  state: SubscriptionState | undefined,
  command: Send,
  caller: Caller = user(),
  at = AT,
): Decision<SubscriptionState, SubscriptionEvent> {
  return subscriptionActor.decide(state, SubscriptionCommand.parse(command), { id, at, caller });
}

/** A line with the clock of its deadlines: what is due by then is done, in order, before each command. */
export class Line {
  state: SubscriptionState | undefined;
  /** The brake holds back what its deadlines would cut. */
  holds = false;
  readonly events: SubscriptionEvent[] = [];
  #at = AT;

  get now(): number {
    return this.#at;
  }

  /** Throws the code of a refusal. */
  send(command: Send, caller: Caller = user()): this {
    const decision = decide(this.state, command, caller, this.#at);
    if (!decision.accepted) throw new Error(decision.refusal.code);
    this.state = decision.state;
    this.events.push(...decision.events);
    return this;
  }

  until(at: number): this {
    for (;;) {
      const [first] = this.state ? subscriptionActor.deadlines(this.state).toSorted((a, b) => a.dueAt - b.dueAt) : [];
      if (!first || first.dueAt > at) break;
      this.#at = Math.max(this.#at, first.dueAt);
      const before = JSON.stringify(this.state);
      const due = subscriptionActor.due(first);
      const mayCut = due.type === 'subscription.validityDue' || due.type === 'subscription.graceDue';
      this.send(this.holds && mayCut ? { ...due, hold: true } : due, system);
      if (JSON.stringify(this.state) === before)
        throw new Error(`deadline ${first.name} changes nothing: it would never end`);
    }
    this.#at = Math.max(this.#at, at);
    return this;
  }
}
