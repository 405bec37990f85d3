import type { SubscriptionCommand } from '#shared/subscription/commands.ts';
import type { SubscriptionRefusalCode } from '#shared/subscription/errors.ts';
import type { SubscriptionEvent } from '#shared/subscription/events.ts';
import { profileInForce } from '#shared/subscription/profileTimes.ts';
import type { UserId } from '#shared/values/ids.ts';
import type { SystemRefusalCode } from '#shared/wire/systemRefusals.ts';
import { standingAt, stillHeld } from './standing.ts';
import type { LastAct, SubscriptionState } from './subscriptionState.ts';

/** The state's name is the machine's, everything else its context. */
export type SubscriptionContext = Omit<SubscriptionState, 'state'>;

/** A command with who and when, as the machine sees it; `by` is undefined for the system. */
export type SubscriptionMachineEvent = SubscriptionCommand & { readonly at: number; readonly by: UserId | undefined };

export interface SubscriptionRefused {
  readonly code: SubscriptionRefusalCode | SystemRefusalCode;
}

/** What a command comes to: a refusal, nothing, or other values and the fact about them. */
export type Change =
  | SubscriptionRefused
  | 'nothing'
  | {
      readonly patch: Partial<SubscriptionContext>;
      readonly fact: SubscriptionEvent | ((after: SubscriptionContext) => SubscriptionEvent);
      /** Whether a router has to hear of it. */
      readonly tells: boolean;
      readonly undoable: boolean;
    };

/** Values after the change with what follows from them, and the fact with the version a router has to know. */
export interface Applied {
  readonly context: SubscriptionContext;
  readonly fact: SubscriptionEvent;
}

const MOST_VERSION = 0xffff_ffff;

export function applyChange(
  before: SubscriptionContext,
  { at, by, type }: SubscriptionMachineEvent,
  change: Exclude<Change, SubscriptionRefused | 'nothing'>,
): Applied {
  const asked = { ...before, ...change.patch };
  const patched = asked.heldCut === undefined ? asked : { ...asked, heldCut: stillHeld(asked, at) };
  const profile = profileOf(patched, at);
  const tells = change.tells || (profile.profile !== before.profile && before.policyVersion > 0);
  const policyVersion = tells ? (before.policyVersion % MOST_VERSION) + 1 : before.policyVersion;
  const lastAct = lastActOf(before, change, { act: type, at, by });
  const context = { ...patched, ...profile, policyVersion, lastAct };
  const fact = typeof change.fact === 'function' ? change.fact(context) : change.fact;
  return { context, fact: tells ? { ...fact, policyVersion } : fact };
}

/** Only a line that is served has one; when it comes back it is looked up again. */
function profileOf(context: SubscriptionContext, at: number): Pick<SubscriptionContext, 'profile' | 'profileUntil'> {
  const state = standingAt(context, at);
  if (state !== 'active' && state !== 'grace') return { profile: undefined, profileUntil: undefined };
  const { profile, until } = profileInForce(context.terms.profiles, context.terms.zone, at);
  return { profile, profileUntil: until };
}

/** What the system changes since can't be undone over it. */
function lastActOf(
  before: SubscriptionContext,
  { patch, undoable }: Exclude<Change, SubscriptionRefused | 'nothing'>,
  { act, at, by }: { readonly act: string; readonly at: number; readonly by: UserId | undefined },
): LastAct | undefined {
  const fields = Object.keys(patch) as (keyof SubscriptionContext)[];
  if (by !== undefined) {
    return undoable
      ? { act, at, by, before: Object.fromEntries(fields.map((field) => [field, before[field] ?? null])) }
      : undefined;
  }
  const touched = before.lastAct !== undefined && fields.some((field) => field in before.lastAct!.before);
  return touched ? undefined : before.lastAct;
}
