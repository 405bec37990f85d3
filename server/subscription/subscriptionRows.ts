import { graceEnd } from '#actors/subscription/standing.ts';
import type { SubscriptionState } from '#actors/subscription/subscriptionState.ts';
import type { EventRecord } from '#actors/system/eventRecord.ts';
import { UNDO_WITHIN_MS } from '#shared/subscription/values.ts';
import type {
  LineOnline,
  SubscriptionDetail,
  SubscriptionRow,
  SubscriptionTimelineEntry,
} from '#shared/subscription/view.ts';
import type { Names } from '../platform/names.ts';
import { undoPermission } from './actPermissions.ts';
import type { OnlineLine } from './onlineLines.ts';
import type { ListedSubscription, SubscriptionScope } from './subscriptionListStore.ts';

/** Of the list. */
export function rowOf(listed: ListedSubscription, names: Names, online?: LineOnline): SubscriptionRow {
  const { number, customerId, customerName, packageId, packageName, accessType, state, tier } = listed;
  const { branchId, username, validUntil } = listed;
  return withoutAbsent({
    ...{ number, customerId, customerName, packageId, packageName, accessType, state, tier },
    branchId: branchId ?? undefined,
    branchName: branchId === null ? undefined : names.branchName(branchId),
    username: username ?? undefined,
    validUntil: validUntil ?? undefined,
    protected: listed.protected,
    online,
  });
}

/** Where it is in; a router of a branch that the person does not see has no name. */
export function onlineOf(line: OnlineLine | undefined, scope: SubscriptionScope): LineOnline | undefined {
  if (line === undefined) return undefined;
  const { since, nasId, nasName, nasBranch, address, unknownSince, sessions } = line;
  const sees =
    scope === 'all' ||
    nasBranch === null ||
    (nasBranch !== undefined && (scope as readonly string[]).includes(nasBranch));
  return withoutAbsent({ since, address, unknownSince, sessions, ...(sees ? { nasId, nasName } : {}) }) as LineOnline;
}

/** Of its page; no password, sealed or not. */
export function detailOf(
  state: SubscriptionState,
  listed: ListedSubscription,
  names: Names,
  now: number,
  online: LineOnline | undefined,
): SubscriptionDetail {
  const {
    id: _i,
    state: _s,
    usernameKey: _u,
    password,
    lastAct,
    usedBytes: _b,
    anchorDay: _a,
    profileUntil: _p,
    ...shown
  } = state;
  const { nextTerms: _n, createdBy, ...rest } = shown;
  const undo = lastAct && undoPermission(lastAct.act) && now - lastAct.at < UNDO_WITHIN_MS ? lastAct : undefined;
  return withoutAbsent({
    ...rest,
    ...rowOf(listed, names, online),
    customerNumber: listed.customerNumber,
    nextPackageName: listed.nextPackageName ?? undefined,
    macs: [...state.macs],
    framedRoutes: [...state.framedRoutes],
    hasPassword: password !== undefined,
    graceUntil: state.state === 'grace' && state.protectedBy === undefined ? graceEnd(state) : undefined,
    undo:
      undo &&
      withoutAbsent({ act: undo.act, at: undo.at, byName: names.userName(undo.by), until: undo.at + UNDO_WITHIN_MS }),
    createdByName: createdBy && names.userName(createdBy),
  });
}

export function timelineEntry(record: EventRecord, names: Names): SubscriptionTimelineEntry {
  const { position, type, at, data, actorUser } = record;
  return withoutAbsent({
    ...{ position, type, at },
    data: JSON.parse(JSON.stringify(data)) as SubscriptionTimelineEntry['data'],
    userName: actorUser && names.userName(actorUser),
    cause: causeOf(record),
  });
}

/** What a person did needs no further cause. */
function causeOf({ cause }: EventRecord): SubscriptionTimelineEntry['cause'] {
  switch (cause?.kind) {
    case 'event':
      return { kind: 'event', name: String(cause.position) };
    case 'evidence':
      return { kind: 'evidence', name: cause.id };
    case 'deadline':
      return { kind: 'deadline', name: cause.name };
    case 'command':
    case undefined:
      return undefined;
  }
}

type Present<T> = { [F in keyof T as undefined extends T[F] ? never : F]: T[F] } & {
  [F in keyof T as undefined extends T[F] ? F : never]?: Exclude<T[F], undefined>;
};

/** Absent instead of undefined, as JSON has it. */
function withoutAbsent<T extends object>(fields: T): Present<T> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as Present<T>;
}
