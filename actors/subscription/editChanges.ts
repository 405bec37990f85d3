import type { SubscriptionTerms, SubscriptionTier } from '#shared/subscription/values.ts';
import type { Change, SubscriptionContext, SubscriptionMachineEvent } from './subscriptionChange.ts';

type Of<Type extends SubscriptionMachineEvent['type']> = Extract<SubscriptionMachineEvent, { readonly type: Type }>;

/** What is changed about it while it lives. */
export const editChanges = {
  'subscription.changePackage': (context: SubscriptionContext, event: Of<'subscription.changePackage'>): Change => {
    const { packageId, terms, when } = event;
    if (when === 'nextCycle') {
      if (packageId === context.packageId) return { code: 'subscription/same-package' };
      const at = context.quotaPeriodUntil;
      return {
        patch: { nextPackageId: packageId, nextTerms: terms },
        fact: { type: 'subscription.packageChangePlanned', packageId, ...(at === undefined ? {} : { at }) },
        tells: false,
        undoable: true,
      };
    }
    if (packageId === context.packageId) return { code: 'subscription/same-package' };
    return {
      patch: {
        packageId,
        terms,
        nextPackageId: undefined,
        nextTerms: undefined,
        tier: tierWith(context, terms),
      },
      fact: { type: 'subscription.packageChanged', from: context.packageId, packageId },
      tells: true,
      undoable: true,
    };
  },
  'subscription.keepPackage': (context: SubscriptionContext): Change =>
    context.nextPackageId === undefined
      ? 'nothing'
      : {
          patch: { nextPackageId: undefined, nextTerms: undefined },
          fact: { type: 'subscription.packageKept' },
          tells: false,
          undoable: true,
        },
  'subscription.changeCredentials': (_: SubscriptionContext, event: Of<'subscription.changeCredentials'>): Change => {
    const { username, usernameKey, password } = event;
    if (username === undefined && password === undefined) return 'nothing';
    return {
      patch: {
        ...(username === undefined ? {} : { username, usernameKey }),
        ...(password === undefined ? {} : { password }),
      },
      fact: {
        type: 'subscription.credentialsChanged',
        username: username !== undefined,
        password: password !== undefined,
      },
      tells: false,
      undoable: true,
    };
  },
  'subscription.setMacs': (context: SubscriptionContext, event: Of<'subscription.setMacs'>): Change => {
    const { macs, macBinding } = event;
    if (macBinding === context.macBinding && macs.join() === context.macs.join()) return 'nothing';
    return {
      patch: { macs, macBinding },
      fact: { type: 'subscription.macsChanged', count: macs.length, binding: macBinding },
      tells: false,
      undoable: true,
    };
  },
  'subscription.setAddresses': (context: SubscriptionContext, event: Of<'subscription.setAddresses'>): Change => {
    const { staticIpv4, delegatedPrefix, framedRoutes } = event;
    const before = JSON.stringify([context.staticIpv4, context.delegatedPrefix, context.framedRoutes]);
    if (JSON.stringify([staticIpv4, delegatedPrefix, framedRoutes]) === before) return 'nothing';
    return {
      patch: { staticIpv4, delegatedPrefix, framedRoutes },
      fact: {
        type: 'subscription.addressesChanged',
        ipv4: staticIpv4 !== undefined,
        prefix: delegatedPrefix !== undefined,
        routes: framedRoutes.length,
      },
      tells: true,
      undoable: true,
    };
  },
  'subscription.setSessions': (context: SubscriptionContext, event: Of<'subscription.setSessions'>): Change => {
    const { sessions } = event;
    if (sessions === context.sessionsOverride) return 'nothing';
    return {
      patch: { sessionsOverride: sessions },
      fact: { type: 'subscription.sessionsChanged', ...(sessions === undefined ? {} : { sessions }) },
      tells: false,
      undoable: true,
    };
  },
  'subscription.overrideRates': (_: SubscriptionContext, event: Of<'subscription.overrideRates'>): Change => {
    const { at, rates } = event;
    if (rates.until <= at) return { code: 'subscription/override-in-past' };
    return {
      patch: { rateOverride: rates },
      fact: { type: 'subscription.ratesOverridden', ...rates },
      tells: true,
      undoable: true,
    };
  },
  'subscription.endOverride': (context: SubscriptionContext): Change =>
    context.rateOverride === undefined ? { code: 'subscription/no-override' } : endedOverride(true),
  'subscription.overrideDue': (context: SubscriptionContext, { due }: Of<'subscription.overrideDue'>): Change =>
    context.rateOverride === undefined || context.rateOverride.until > due ? 'nothing' : endedOverride(false),
  'subscription.addQuota': (context: SubscriptionContext, { bytes }: Of<'subscription.addQuota'>): Change => {
    if (context.terms.quotaBytes === undefined) return { code: 'subscription/no-quota' };
    if (context.activatedAt === undefined) return { code: 'subscription/not-begun' };
    const quotaExtraBytes = context.quotaExtraBytes + bytes;
    const tier = tierWith({ ...context, quotaExtraBytes }, context.terms);
    return {
      patch: { quotaExtraBytes, tier },
      fact: { type: 'subscription.quotaAdded', bytes, tier },
      tells: tier !== context.tier,
      undoable: true,
    };
  },
  'subscription.reportUsage': (context: SubscriptionContext, event: Of<'subscription.reportUsage'>): Change => {
    const { at, periodFrom, usedBytes, hold } = event;
    const { quotaBytes, quotaAction } = context.terms;
    const crossed = quotaBytes !== undefined && usedBytes >= quotaBytes + context.quotaExtraBytes;
    if (!crossed || periodFrom !== context.quotaPeriodFrom || context.tier === 'fup') return 'nothing';
    // Slower is no cut.
    const held = hold && quotaAction === 'block' && context.protectedBy === undefined;
    return {
      patch: { tier: 'fup', usedBytes, ...(held ? { heldCut: { cause: 'quota', at } as const } : {}) },
      fact: held
        ? { type: 'subscription.cutHeld', cause: 'quota' }
        : { type: 'subscription.quotaCrossed', usedBytes, periodFrom },
      tells: true,
      undoable: false,
    };
  },
  'subscription.protect': (context: SubscriptionContext, event: Of<'subscription.protect'>): Change => {
    const { reason, approvalId } = event;
    if (reason === context.protectedBy) return 'nothing';
    // Who may not cut it alone may not take the protection off alone either.
    if (reason === undefined && approvalId === undefined) return { code: 'subscription/protected' };
    return {
      patch: { protectedBy: reason },
      fact: {
        type: 'subscription.protectionChanged',
        ...(reason === undefined ? {} : { reason }),
        ...(approvalId === undefined ? {} : { approvalId }),
      },
      tells: true,
      undoable: false,
    };
  },
  'subscription.applyTerms': (context: SubscriptionContext, event: Of<'subscription.applyTerms'>): Change => {
    const { packageId, terms } = event;
    const [now, next] = [packageId === context.packageId, packageId === context.nextPackageId];
    if (!now && !next) return 'nothing';
    return {
      patch: {
        ...(now ? { terms, tier: tierWith(context, terms) } : {}),
        ...(next ? { nextTerms: terms } : {}),
      },
      fact: { type: 'subscription.termsChanged', packageId },
      tells: now,
      undoable: false,
    };
  },
  'subscription.rekey': (context: SubscriptionContext, { usernameKey }: Of<'subscription.rekey'>): Change =>
    context.username === undefined || context.usernameKey === usernameKey
      ? 'nothing'
      : { patch: { usernameKey }, fact: { type: 'subscription.rekeyed' }, tells: false, undoable: false },
  'subscription.moveBranch': (context: SubscriptionContext, event: Of<'subscription.moveBranch'>): Change => {
    const { branchId, zone } = event;
    if (branchId === context.branchId && zone === context.terms.zone) return 'nothing';
    return {
      patch: {
        branchId,
        terms: { ...context.terms, zone },
        ...(context.nextTerms === undefined ? {} : { nextTerms: { ...context.nextTerms, zone } }),
      },
      fact: { type: 'subscription.branchChanged', ...(branchId === undefined ? {} : { branchId }) },
      tells: false,
      undoable: true,
    };
  },
  'subscription.setZone': (context: SubscriptionContext, { branchId, zone }: Of<'subscription.setZone'>): Change =>
    // Moved to another branch meanwhile: that one's clocks count.
    branchId !== context.branchId || zone === context.terms.zone
      ? 'nothing'
      : {
          patch: {
            terms: { ...context.terms, zone },
            ...(context.nextTerms === undefined ? {} : { nextTerms: { ...context.nextTerms, zone } }),
          },
          fact: { type: 'subscription.zoneChanged', zone },
          tells: false,
          undoable: false,
        },
  'subscription.profileDue': (context: SubscriptionContext, { due }: Of<'subscription.profileDue'>): Change =>
    context.profileUntil === undefined || context.profileUntil > due
      ? 'nothing'
      : {
          // Which one it is now follows from the time, as after every change.
          patch: {},
          fact: ({ profile }) => ({
            type: 'subscription.profileChanged',
            ...(profile === undefined ? {} : { profile }),
          }),
          tells: false,
          undoable: false,
        },
};

function endedOverride(early: boolean): Change {
  return {
    patch: { rateOverride: undefined },
    fact: { type: 'subscription.overrideEnded', early },
    tells: true,
    undoable: early,
  };
}

/** What is used is known as of the last crossing: more quota than that is enough until it is crossed again. */
function tierWith(context: SubscriptionContext, { quotaBytes }: SubscriptionTerms): SubscriptionTier {
  if (quotaBytes === undefined || context.tier === 'full') return 'full';
  return context.usedBytes < quotaBytes + context.quotaExtraBytes ? 'full' : 'fup';
}
