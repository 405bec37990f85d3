import { addCycles } from '#shared/subscription/validity.ts';
import { type HeldCut, LONGEST_VALIDITY_MS, UNDO_WITHIN_MS } from '#shared/subscription/values.ts';
import { beginning, nextPeriod, renewal } from './period.ts';
import { graceEnd, standingAt } from './standing.ts';
import type { Change, SubscriptionContext, SubscriptionMachineEvent } from './subscriptionChange.ts';

type Of<Type extends SubscriptionMachineEvent['type']> = Extract<SubscriptionMachineEvent, { readonly type: Type }>;

/** From its creation to its end. */
export const lifeChanges = {
  'subscription.create': (context: SubscriptionContext, event: Of<'subscription.create'>): Change => {
    const { type: _t, at, by, start, validUntil, ...given } = event;
    if (start === 'now' && validUntil !== undefined && validUntil <= at) return { code: 'subscription/end-in-past' };
    if (tooFar(validUntil, at)) return { code: 'subscription/end-too-far' };
    const made = { ...context, ...given, startsAtFirstUse: start === 'firstUse', createdAt: at, createdBy: by };
    const begun = start === 'now' ? beginning(made, at, 1, validUntil) : {};
    return {
      patch: { ...made, ...begun },
      fact: (after) => ({
        type: 'subscription.created',
        ...pick(after, 'number', 'customerId', 'packageId', 'accessType'),
        ...(after.branchId === undefined ? {} : { branchId: after.branchId }),
        ...(after.validUntil === undefined ? {} : { validUntil: after.validUntil }),
        state: standingAt(after, at),
      }),
      tells: true,
      undoable: false,
    };
  },
  'subscription.activate': (context: SubscriptionContext, { at, cycles }: Of<'subscription.activate'>): Change => ({
    patch: beginning(context, at, cycles),
    fact: ({ validUntil }) => ({ type: 'subscription.activated', validUntil: validUntil!, byFirstUse: false }),
    tells: true,
    undoable: true,
  }),
  'subscription.firstUse': (context: SubscriptionContext, event: Of<'subscription.firstUse'>): Change => {
    const { usedAt, mac, at } = event;
    const binds = context.macBinding === 'firstUse' && context.macs.length === 0 && mac !== undefined;
    const begins = context.startsAtFirstUse && standingAt(context, at) === 'pending';
    if (!binds && !begins && context.firstUsedAt !== undefined) return 'nothing';
    const patch = {
      firstUsedAt: context.firstUsedAt ?? usedAt,
      ...(binds ? { macs: [mac] } : {}),
      ...(begins ? beginning(context, Math.min(usedAt, at), 1) : {}),
    };
    return {
      patch,
      fact: ({ validUntil }) =>
        begins
          ? { type: 'subscription.activated', validUntil: validUntil!, byFirstUse: true }
          : { type: 'subscription.firstUsed', macBound: binds },
      tells: false,
      undoable: false,
    };
  },
  'subscription.renew': (context: SubscriptionContext, event: Of<'subscription.renew'>): Change => {
    const { at, cycles, from } = event;
    if (context.activatedAt === undefined) return { code: 'subscription/not-begun' };
    const patch = renewal(context, at, cycles, from);
    if (tooFar(patch.validUntil, at)) return { code: 'subscription/end-too-far' };
    return {
      patch,
      fact: (after) => ({
        type: 'subscription.renewed',
        cycles,
        ...(context.validUntil === undefined ? {} : { from: context.validUntil }),
        validUntil: after.validUntil!,
        ...(after.packageId === context.packageId ? {} : { packageId: after.packageId }),
        state: standingAt(after, at),
      }),
      tells: true,
      undoable: true,
    };
  },
  'subscription.extend': (context: SubscriptionContext, { at, days }: Of<'subscription.extend'>): Change => {
    const { validUntil, terms } = context;
    const from = Math.max(validUntil ?? at, at);
    return ending(context, at, addCycles(terms.zone, from, { unit: 'day', count: 1 }, days, 1));
  },
  'subscription.setEnd': (context: SubscriptionContext, { at, until }: Of<'subscription.setEnd'>): Change =>
    ending(context, at, until),
  'subscription.suspend': (context: SubscriptionContext, event: Of<'subscription.suspend'>): Change => {
    const { at, reason, approvalId } = event;
    if (context.protectedBy !== undefined && approvalId === undefined) return { code: 'subscription/protected' };
    return {
      patch: { suspendedAt: at, suspendedReason: reason },
      fact: { type: 'subscription.suspended', reason, ...(approvalId === undefined ? {} : { approvalId }) },
      tells: true,
      undoable: true,
    };
  },
  'subscription.resume': (_context: SubscriptionContext, { at }: Of<'subscription.resume'>): Change => ({
    patch: { suspendedAt: undefined, suspendedReason: undefined },
    fact: (after) => ({ type: 'subscription.resumed', state: standingAt(after, at) }),
    tells: true,
    undoable: true,
  }),
  'subscription.leave': (context: SubscriptionContext, event: Of<'subscription.leave'>): Change => {
    const { at, reason, approvalId } = event;
    if (context.protectedBy !== undefined && approvalId === undefined) return { code: 'subscription/protected' };
    return {
      patch: { leftAt: at, leftReason: reason },
      fact: { type: 'subscription.left', reason, ...(approvalId === undefined ? {} : { approvalId }) },
      tells: true,
      undoable: true,
    };
  },
  'subscription.return': (_context: SubscriptionContext, { at }: Of<'subscription.return'>): Change => ({
    patch: { leftAt: undefined, leftReason: undefined },
    fact: (after) => ({ type: 'subscription.returned', state: standingAt(after, at) }),
    tells: true,
    undoable: true,
  }),
  'subscription.undo': (context: SubscriptionContext, { at, of }: Of<'subscription.undo'>): Change => {
    const { lastAct, protectedBy } = context;
    if (lastAct === undefined || lastAct.at !== of || at - lastAct.at > UNDO_WITHIN_MS) {
      return { code: 'subscription/nothing-to-undo' };
    }
    const patch = Object.fromEntries(
      Object.entries(lastAct.before).map(([field, value]) => [field, value ?? undefined]),
    );
    const cuts = isServed(context, at) && !isServed({ ...context, ...patch }, at);
    if (protectedBy !== undefined && cuts) return { code: 'subscription/protected' };
    return {
      patch,
      fact: (after) => ({
        type: 'subscription.undone',
        act: lastAct.act,
        doneAt: lastAct.at,
        state: standingAt(after, at),
      }),
      tells: true,
      undoable: false,
    };
  },
  'subscription.validityDue': (context: SubscriptionContext, event: Of<'subscription.validityDue'>): Change => {
    const { at, due, hold } = event;
    const { validUntil } = context;
    if (validUntil === undefined || validUntil > due) return 'nothing';
    const state = standingAt(context, at);
    if (hold && state === 'expired') return heldBack({ cause: 'expiry', at });
    return {
      patch: {},
      fact:
        state === 'grace'
          ? { type: 'subscription.graceBegan', until: graceEnd(context)! }
          : { type: 'subscription.expired', validUntil },
      tells: true,
      undoable: false,
    };
  },
  'subscription.graceDue': (context: SubscriptionContext, { at, due, hold }: Of<'subscription.graceDue'>): Change => {
    const end = graceEnd(context);
    if (end === undefined || end > due || standingAt(context, at) !== 'expired') return 'nothing';
    if (hold) return heldBack({ cause: 'expiry', at });
    return {
      patch: {},
      fact: { type: 'subscription.expired', validUntil: context.validUntil! },
      tells: true,
      undoable: false,
    };
  },
  'subscription.releaseCut': (context: SubscriptionContext, { at }: Of<'subscription.releaseCut'>): Change => {
    const { heldCut } = context;
    if (heldCut === undefined || heldCut.dropped) return 'nothing';
    return {
      patch: { heldCut: undefined },
      fact: (after) => ({ type: 'subscription.cutReleased', cause: heldCut.cause, state: standingAt(after, at) }),
      tells: true,
      undoable: false,
    };
  },
  'subscription.dropCut': (context: SubscriptionContext, { at, days }: Of<'subscription.dropCut'>): Change => {
    const { heldCut, terms } = context;
    if (heldCut === undefined || heldCut.dropped) return 'nothing';
    const fact = { type: 'subscription.cutDropped', cause: heldCut.cause } as const;
    if (heldCut.cause === 'quota')
      return { patch: { heldCut: { ...heldCut, dropped: true } }, fact, tells: false, undoable: false };
    const validUntil = addCycles(terms.zone, at, { unit: 'day', count: 1 }, days, 1);
    const longer = ending(context, at, validUntil);
    if (longer === 'nothing' || 'code' in longer) return longer;
    return { ...longer, fact: { ...fact, validUntil }, undoable: false };
  },
  'subscription.quotaPeriodDue': (context: SubscriptionContext, { due }: Of<'subscription.quotaPeriodDue'>): Change => {
    const { quotaPeriodUntil, validUntil, tier, nextPackageId } = context;
    if (quotaPeriodUntil === undefined || quotaPeriodUntil > due || (validUntil ?? 0) <= quotaPeriodUntil)
      return 'nothing';
    return {
      patch: nextPeriod(context, quotaPeriodUntil),
      fact: {
        type: 'subscription.quotaPeriodBegan',
        from: quotaPeriodUntil,
        ...(nextPackageId === undefined ? {} : { packageId: nextPackageId }),
      },
      tells: tier === 'fup' || nextPackageId !== undefined,
      undoable: false,
    };
  },
};

/** It would be cut now, and waits for a person. */
function heldBack(heldCut: HeldCut): Change {
  return {
    patch: { heldCut },
    fact: { type: 'subscription.cutHeld', cause: heldCut.cause },
    tells: true,
    undoable: false,
  };
}

/** Another end of the validity. Days that are given on top do not bring a new quota. */
function ending(context: SubscriptionContext, at: number, until: number): Change {
  const { activatedAt, validUntil, quotaPeriodUntil } = context;
  if (activatedAt === undefined) return { code: 'subscription/not-begun' };
  if (until <= at) return { code: 'subscription/end-in-past' };
  if (tooFar(until, at)) return { code: 'subscription/end-too-far' };
  if (until === validUntil) return 'nothing';
  const along = quotaPeriodUntil === undefined || quotaPeriodUntil === validUntil || quotaPeriodUntil > until;
  return {
    patch: { validUntil: until, ...(along ? { quotaPeriodUntil: until } : {}) },
    fact: (after) => ({
      type: 'subscription.extended',
      ...(validUntil === undefined ? {} : { from: validUntil }),
      validUntil: until,
      state: standingAt(after, at),
    }),
    tells: true,
    undoable: true,
  };
}

function isServed(context: SubscriptionContext, at: number): boolean {
  const state = standingAt(context, at);
  return state === 'active' || state === 'grace';
}

function tooFar(until: number | undefined, at: number): boolean {
  return until !== undefined && until > at + LONGEST_VALIDITY_MS;
}

function pick<T, K extends keyof T>(from: T, ...keys: readonly K[]): Pick<T, K> {
  return Object.fromEntries(keys.map((key) => [key, from[key]])) as Pick<T, K>;
}
