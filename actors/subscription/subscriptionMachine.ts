import { assign, emit, setup } from 'xstate';
import type { SubscriptionEvent } from '#shared/subscription/events.ts';
import type { SubscriptionState as StateName } from '#shared/subscription/values.ts';
import { editChanges } from './editChanges.ts';
import { lifeChanges } from './lifeChanges.ts';
import { standingAt } from './standing.ts';
import {
  applyChange,
  type Applied,
  type Change,
  type SubscriptionContext,
  type SubscriptionMachineEvent,
  type SubscriptionRefused,
} from './subscriptionChange.ts';

/** Of a subscription that was never made. */
export const emptyContext: SubscriptionContext = {
  id: '' as SubscriptionContext['id'],
  number: 0,
  customerId: '' as SubscriptionContext['customerId'],
  branchId: undefined,
  packageId: '' as SubscriptionContext['packageId'],
  terms: { cycle: { unit: 'month', count: 1 }, zone: 'UTC', graceMs: 0, quotaAction: 'throttle', profiles: [] },
  nextPackageId: undefined,
  nextTerms: undefined,
  accessType: 'pppoe',
  username: undefined,
  usernameKey: undefined,
  password: undefined,
  tier: 'full',
  validUntil: undefined,
  anchorDay: undefined,
  startsAtFirstUse: false,
  activatedAt: undefined,
  firstUsedAt: undefined,
  quotaPeriodFrom: undefined,
  quotaPeriodUntil: undefined,
  quotaExtraBytes: 0,
  usedBytes: 0,
  macs: [],
  macBinding: 'off',
  staticIpv4: undefined,
  delegatedPrefix: undefined,
  framedRoutes: [],
  sessionsOverride: undefined,
  rateOverride: undefined,
  profile: undefined,
  profileUntil: undefined,
  protectedBy: undefined,
  suspendedAt: undefined,
  suspendedReason: undefined,
  leftAt: undefined,
  leftReason: undefined,
  policyVersion: 0,
  lastAct: undefined,
  createdAt: 0,
  createdBy: undefined,
};

interface Decided {
  readonly change: Change;
  readonly applied: Applied | undefined;
}

/** Guards and actions of one step ask for the same; it is worked out once, on the values before. */
const decided = new WeakMap<SubscriptionMachineEvent, Decided>();

function decide(context: SubscriptionContext, event: SubscriptionMachineEvent): Decided {
  const known = decided.get(event);
  if (known) return known;
  const changes = { ...lifeChanges, ...editChanges } as Record<
    SubscriptionMachineEvent['type'],
    (context: SubscriptionContext, event: SubscriptionMachineEvent) => Change
  >;
  const change = changes[event.type](context, event);
  const changed = typeof change === 'object' && 'patch' in change;
  const found = { change, applied: changed ? applyChange(context, event, change) : undefined };
  decided.set(event, found);
  return found;
}

const machine = setup({
  types: {
    context: {} as SubscriptionContext,
    events: {} as SubscriptionMachineEvent,
    emitted: {} as SubscriptionEvent,
  },
  actions: {
    /** Read by the decision, never run: the command is refused and nothing changes. */
    refuse: (_, _refused: SubscriptionRefused) => {},
    apply: assign(({ context, event }) => decide(context, event).applied!.context),
    tell: emit(({ context, event }) => decide(context, event).applied!.fact),
  },
  guards: {
    isRefused: ({ context, event }) => {
      const { change } = decide(context, event);
      return typeof change === 'object' && 'code' in change;
    },
    isNothing: ({ context, event }) => decide(context, event).change === 'nothing',
    leadsTo: ({ context, event }, { state }: { state: StateName }) =>
      standingAt(decide(context, event).applied!.context, event.at) === state,
  },
});

const refuse = (code: SubscriptionRefused['code']) => ({ actions: { type: 'refuse', params: { code } } }) as const;
const asDecided = [
  {
    guard: 'isRefused',
    actions: {
      type: 'refuse',
      params: ({ context, event }: { context: SubscriptionContext; event: SubscriptionMachineEvent }) =>
        decide(context, event).change as SubscriptionRefused,
    },
  },
  { guard: 'isNothing' },
] as const;

/** Leads to whichever of the states follows from the values. */
const to = (...states: readonly StateName[]) => [
  ...asDecided,
  ...states.map(
    (state) =>
      ({
        guard: { type: 'leadsTo', params: { state } },
        target: `#subscription.${state}`,
        actions: ['apply', 'tell'],
      }) as const,
  ),
];
const stays = [...asDecided, { actions: ['apply', 'tell'] }] as const;
const served = ['active', 'grace', 'expired'] as const;

const edits = {
  'subscription.changePackage': stays,
  'subscription.keepPackage': stays,
  'subscription.changeCredentials': stays,
  'subscription.setMacs': stays,
  'subscription.setAddresses': stays,
  'subscription.setSessions': stays,
  'subscription.overrideRates': stays,
  'subscription.endOverride': stays,
  'subscription.overrideDue': stays,
  'subscription.addQuota': stays,
  'subscription.applyTerms': stays,
  'subscription.rekey': stays,
  'subscription.setZone': stays,
  'subscription.moveBranch': stays,
  'subscription.reportUsage': {},
  'subscription.releaseCut': {},
  'subscription.dropCut': {},
  'subscription.validityDue': {},
  'subscription.graceDue': {},
  'subscription.profileDue': {},
  'subscription.quotaPeriodDue': {},
  'subscription.create': refuse('subscription/exists'),
  'subscription.activate': refuse('subscription/already-active'),
  'subscription.resume': refuse('subscription/not-suspended'),
  'subscription.return': refuse('subscription/not-left'),
  'subscription.suspend': to('suspended'),
  'subscription.leave': to('left'),
  'subscription.undo': to('pending', ...served, 'suspended', 'left'),
} as const;
const begun = {
  ...edits,
  'subscription.firstUse': stays,
  'subscription.renew': to(...served),
  'subscription.extend': to(...served),
  'subscription.setEnd': to(...served),
  'subscription.protect': to(...served),
};
const running = {
  ...begun,
  'subscription.reportUsage': stays,
  'subscription.releaseCut': to(...served),
  'subscription.dropCut': to(...served),
  'subscription.profileDue': stays,
  'subscription.quotaPeriodDue': stays,
};

/**
 * A customer's line from its creation to its end. Which state it is in follows from its columns and the time
 * (standing.ts); the machine says which command is heard in which state. It performs no effect: it names facts, or the
 * refusal.
 */
export const subscriptionMachine = machine.createMachine({
  id: 'subscription',
  context: emptyContext,
  initial: 'absent',
  on: { '*': refuse('command/not-allowed') },
  states: {
    absent: {
      on: {
        'subscription.create': to('pending', 'active'),
        'subscription.validityDue': {},
        'subscription.graceDue': {},
        'subscription.overrideDue': {},
        'subscription.profileDue': {},
        'subscription.quotaPeriodDue': {},
        '*': refuse('actor/not-found'),
      },
    },
    pending: {
      on: {
        ...edits,
        'subscription.activate': to('active'),
        'subscription.firstUse': to('pending', 'active'),
        'subscription.renew': refuse('subscription/not-begun'),
        'subscription.extend': refuse('subscription/not-begun'),
        'subscription.setEnd': refuse('subscription/not-begun'),
        'subscription.protect': stays,
      },
    },
    active: { on: { ...running, 'subscription.validityDue': to('grace', 'expired') } },
    grace: { on: { ...running, 'subscription.graceDue': to('grace', 'expired') } },
    expired: { on: begun },
    suspended: {
      on: {
        ...edits,
        'subscription.activate': refuse('subscription/suspended'),
        'subscription.firstUse': stays,
        // Paid or given while it is closed: it counts when it is resumed.
        'subscription.renew': stays,
        'subscription.extend': stays,
        'subscription.setEnd': stays,
        'subscription.protect': stays,
        'subscription.suspend': refuse('subscription/already-suspended'),
        'subscription.resume': to('pending', ...served),
      },
    },
    left: {
      on: {
        'subscription.return': to('pending', ...served, 'suspended'),
        'subscription.undo': to('pending', ...served, 'suspended', 'left'),
        'subscription.create': refuse('subscription/exists'),
        'subscription.firstUse': {},
        'subscription.reportUsage': {},
        'subscription.releaseCut': {},
        'subscription.dropCut': {},
        'subscription.applyTerms': {},
        'subscription.rekey': {},
        'subscription.setZone': {},
        'subscription.validityDue': {},
        'subscription.graceDue': {},
        'subscription.overrideDue': {},
        'subscription.profileDue': {},
        'subscription.quotaPeriodDue': {},
        '*': refuse('subscription/left'),
      },
    },
  },
});
