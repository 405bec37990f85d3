import * as staticLines from '#server/staticLine/staticLineStore.ts';
import * as staticMeters from '#server/staticLine/staticMeterStore.ts';
import * as rosters from '#server/subscription/rosterStore.ts';
import * as finds from '#server/subscription/subscriptionFindStore.ts';
import * as lists from '#server/subscription/subscriptionListStore.ts';
import * as policies from '#server/subscription/subscriptionPolicyStore.ts';
import * as rules from '#server/subscription/subscriptionRulesStore.ts';
import * as subscriptions from '#server/subscription/subscriptionStore.ts';
import { SubscriptionFilter, SubscriptionSort } from '#shared/subscription/view.ts';
import { apart, inClient, inTx, type StoreCase } from './storeCase.ts';

/** Stores of subscriptions; see storeCases.ts. */
export const subscriptionStoreCases: Readonly<Record<string, StoreCase>> = {
  'server/staticLine/staticLineStore.ts#placedLines': inTx((tx, pick) => staticLines.placedLines(tx, pick.actors())),
  'server/staticLine/staticLineStore.ts#linesOnRouters': inTx((tx, pick) =>
    staticLines.linesOnRouters(tx, pick.one([undefined, pick.actor()])),
  ),
  'server/staticLine/staticLineStore.ts#listedOnRouter': inTx((tx, pick) =>
    staticLines.listedOnRouter(tx, pick.actor(), pick.branches()),
  ),
  'server/staticLine/staticLineStore.ts#unplacedLines': inTx((tx, pick) =>
    staticLines.unplacedLines(tx, pick.branches()),
  ),
  'server/staticLine/staticLineStore.ts#placeLine': inTx((tx, pick) =>
    staticLines.placeLine(tx, {
      ...{ subscriptionId: pick.actor(), nasId: pick.actor(), port: pick.one([undefined, `${pick.ownMark()}port`]) },
      ...{ by: pick.user(), at: pick.at() },
    }),
  ),
  'server/staticLine/staticLineStore.ts#unplaceLine': inTx((tx, pick) => staticLines.unplaceLine(tx, pick.actor())),
  'server/staticLine/staticLineStore.ts#noteWriting': inTx((tx, pick) =>
    staticLines.noteWriting(tx, pick.actor(), pick.actor()),
  ),
  'server/staticLine/staticLineStore.ts#noteApplied': inTx((tx, pick) =>
    staticLines.noteApplied(tx, { id: pick.actor(), nasId: pick.actor(), applied: pick.ownMark(), at: pick.at() }),
  ),
  'server/staticLine/staticLineStore.ts#noteDrift': inTx((tx, pick) =>
    staticLines.noteDrift(tx, {
      ...{ id: pick.actor(), nasId: pick.actor(), at: pick.at() },
      drift: pick.one([[], [{ path: `${pick.ownMark()}path`, found: 'x' }]]),
    }),
  ),
  'server/staticLine/staticLineStore.ts#keepDifferences': inTx((tx, pick) =>
    staticLines.keepDifferences(tx, pick.actor(), [{ path: `${pick.ownMark()}path` }]),
  ),
  'server/staticLine/staticMeterStore.ts#staticMeters': inClient((client, tenant, pick) =>
    staticMeters.staticMeters(client, tenant, pick.actors()),
  ),
  'server/staticLine/staticMeterStore.ts#takeStaticMeters': apart(
    'the system role, with the usage that follows; test/staticLine/staticLine.pg.test.ts',
  ),
  'server/staticLine/staticMeterStore.ts#putStaticMeters': apart(
    'the system role, with the usage that follows; test/staticLine/staticLine.pg.test.ts',
  ),
  'server/subscription/subscriptionStore.ts#parseSubscription': apart('reads a row'),
  'server/subscription/subscriptionStore.ts#subscriptionTable.load': inClient((client, tenant, pick) =>
    subscriptions.subscriptionTable.load(client, tenant, pick.actors()),
  ),
  'server/subscription/subscriptionStore.ts#subscriptionTable.versions': inClient((client, tenant, pick) =>
    subscriptions.subscriptionTable.versions(client, tenant, pick.actors()),
  ),
  'server/subscription/subscriptionStore.ts#subscriptionTable.save': apart(
    'is written by its actor; test/subscription/subscriptions.pg.test.ts',
  ),
  'server/subscription/subscriptionListStore.ts#subscriptionPage': inTx((tx, pick) =>
    lists.subscriptionPage(tx, {
      filter: SubscriptionFilter.parse({ text: pick.one(['', 'w', 'wan 07', pick.mark()]) }),
      sort: pick.one(SubscriptionSort.options),
      after: undefined,
      limit: 20,
      scope: pick.branches(),
      now: pick.at(),
    }),
  ),
  'server/subscription/subscriptionListStore.ts#listedSubscriptions': inTx((tx, pick) =>
    lists.listedSubscriptions(tx, pick.actors()),
  ),
  'server/subscription/subscriptionListStore.ts#candidatePage': inTx((tx, pick) =>
    lists.candidatePage(tx, {
      filter: SubscriptionFilter.parse({ online: pick.one([true, false, undefined]) }),
      sort: pick.one(SubscriptionSort.options),
      after: undefined,
      limit: 20,
      scope: pick.branches(),
      now: pick.at(),
      only: pick.one([undefined, pick.actors()]),
    }),
  ),
  'server/subscription/rosterStore.ts#rosterPage': inClient((client, tenant) =>
    rosters.rosterPage(client, tenant, 0, 100),
  ),
  'server/subscription/rosterStore.ts#rosterOf': inClient((client, tenant, pick) =>
    rosters.rosterOf(client, tenant, pick.actors()),
  ),
  'server/subscription/subscriptionFindStore.ts#findSubscription': inTx((tx, pick) =>
    finds.findSubscription(tx, pick.actor(), pick.branches()),
  ),
  'server/subscription/subscriptionFindStore.ts#findPackage': inTx((tx, pick) => finds.findPackage(tx, pick.actor())),
  'server/subscription/subscriptionFindStore.ts#findCustomer': inTx((tx, pick) =>
    finds.findCustomer(tx, pick.actor(), pick.branches()),
  ),
  'server/subscription/subscriptionFindStore.ts#findZone': inTx((tx, pick) =>
    finds.findZone(tx, pick.one([undefined, pick.branch()])),
  ),
  'server/subscription/subscriptionFindStore.ts#takenBy': inTx((tx, pick) =>
    finds.takenBy(tx, {
      id: pick.actor(),
      usernameKey: pick.mark(),
      staticIpv4: pick.address(),
      delegatedPrefix: undefined,
    }),
  ),
  'server/subscription/subscriptionFindStore.ts#takeNumber': inTx((tx) => finds.takeNumber(tx)),
  'server/subscription/subscriptionFindStore.ts#idsOfOtherZone': inTx((tx, pick) =>
    finds.idsOfOtherZone(tx, { branchId: pick.branch(), zone: 'UTC', after: undefined, limit: 10 }),
  ),
  'server/subscription/subscriptionFindStore.ts#idsOfPackage': inTx((tx, pick) =>
    finds.idsOfPackage(tx, pick.actor(), undefined, 10),
  ),
  'server/subscription/subscriptionPolicyStore.ts#policyPackages': inClient((client, tenant) =>
    policies.policyPackages(client, tenant),
  ),
  'server/subscription/subscriptionPolicyStore.ts#policyPage': inClient((client, tenant) =>
    policies.policyPage(client, tenant, undefined, 100),
  ),
  'server/subscription/subscriptionPolicyStore.ts#policySubscriptions': inClient((client, tenant, pick) =>
    policies.policySubscriptions(client, tenant, pick.actors()),
  ),
  'server/subscription/subscriptionRulesStore.ts#readUsernameRules': inTx((tx) => rules.readUsernameRules(tx)),
  'server/subscription/subscriptionRulesStore.ts#writeUsernameRules': inTx((tx, pick) =>
    rules.writeUsernameRules(tx, { caseSensitive: pick.number(2) === 0, realm: 'keep' }, pick.at()),
  ),
  'server/subscription/subscriptionRulesStore.ts#namedSubscriptions': inTx((tx) =>
    rules.namedSubscriptions(tx, undefined, 100),
  ),
};
