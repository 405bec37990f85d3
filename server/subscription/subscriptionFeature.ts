import { SUBSCRIPTION } from '#actors/subscription/subscriptionActor.ts';
import type { UsernameRules } from '#shared/subscription/usernameKey.ts';
import type { ActorId, TenantId } from '#shared/values/ids.ts';
import { followDurably } from '../platform/eventLog/durableFollower.ts';
import type { Follower } from '../platform/eventLog/follower.ts';
import type { Feature, FeatureContext } from '../platform/feature.ts';
import { errorFields } from '../platform/log/errorFields.ts';
import { branchHolding } from '../platform/objects/branchHolding.ts';
import { storedNames } from '../platform/objects/storedNames.ts';
import { nobodyOnline, type OnlineLines } from './onlineLines.ts';
import { applyPackageChanges } from './packageFollower.ts';
import { Rosters } from './rosters.ts';
import { SubscriptionActs } from './subscriptionActs.ts';
import { SubscriptionChanges } from './subscriptionChanges.ts';
import { SubscriptionMaker } from './subscriptionMaker.ts';
import { createSubscriptionPolicies, type SubscriptionPolicies } from './subscriptionPolicies.ts';
import { subscriptionRoutes } from './subscriptionRoutes.ts';
import { readUsernameRules } from './subscriptionRulesStore.ts';
import { subscriptionSearch } from './subscriptionSearch.ts';
import { subscriptionCountsView, subscriptionListView, subscriptionView } from './subscriptionViews.ts';
import { usernameRulesRoutes } from './usernameRules.ts';
import { applyZoneChanges } from './zoneFollower.ts';

export { actCommand } from './actCommand.ts';
export { actPermissions } from './actPermissions.ts';
export { findPackage, findSubscription, type TermsPackage } from './subscriptionFindStore.ts';
export type { OnlineLine, OnlineLines } from './onlineLines.ts';
export {
  candidatePage,
  type ListedSubscription,
  listedSubscriptions,
  subscriptionPage,
} from './subscriptionListStore.ts';
export { newPassword, sealPassword } from './subscriptionPassword.ts';
export { termsOf } from './subscriptionTerms.ts';
export { changesPolicy, policyVersionIn, subscriptionsOf } from './policyEvents.ts';
export type { ChangedPolicies, SubscriptionPolicies } from './subscriptionPolicies.ts';
export { type RateOverride, type SubscriptionPolicyDraft, type TemplateKey, templateKeyText } from './templateKey.ts';

/** Customers' lines. */
export interface SubscriptionFeature extends Feature {
  /** What the feed of the RADIUS process reads. */
  readonly policies: SubscriptionPolicies;
  /** For what is done by the program in a person's name: imports, the demonstration. */
  readonly maker: SubscriptionMaker;
  readonly acts: SubscriptionActs;
  /** How a company's usernames are compared; they change with the event `company.usernameRulesChanged`. */
  usernameRules(tenant: TenantId): Promise<UsernameRules>;
  /** From when it resolves: told which lines were changed. Answers how to stop it. */
  onChange(tenant: TenantId, listener: (ids: ReadonlySet<ActorId>) => void): Promise<() => void>;
  /** Who is in, from the part of the product that knows it. */
  showOnline(online: OnlineLines): void;
  /** The same, for who asks by it. */
  readonly online: () => OnlineLines;
}

export function createSubscriptionFeature(context: FeatureContext): SubscriptionFeature {
  const { approvals, ask, clock, database, eventLog, names, repeating, secrets } = context;
  const stopped = new AbortController();
  const ports = { approvals, ask, clock, database, secrets, signal: stopped.signal };
  const trouble = (error: unknown): void =>
    repeating.report(
      'subscriptions',
      'warn',
      { error: errorFields(error) },
      'subscriptions could not be kept up to date; it is tried again',
    );
  const changes = new SubscriptionChanges(database, eventLog);
  let lines = nobodyOnline;
  const online = (): OnlineLines => lines;
  const rosters = new Rosters({ changes, clock, database, online, onTrouble: trouble });
  const views = { changes, clock, database, names, online, rosters, onTrouble: trouble };
  const [maker, acts] = [new SubscriptionMaker(ports), new SubscriptionActs(ports)];
  const routes = subscriptionRoutes({ ...ports, maker, acts });
  const rules = usernameRulesRoutes(ports);
  const followers = new Map<TenantId, Follower>();

  async function follow(tenant: TenantId): Promise<void> {
    if (followers.has(tenant)) return;
    const follower = await followDurably(
      { database, eventLog },
      {
        tenant,
        name: 'packageTerms',
        async apply(_tx, records) {
          await applyPackageChanges(ports, tenant, records);
          await applyZoneChanges(ports, tenant, records);
        },
        onFailure: trouble,
      },
    );
    followers.set(tenant, follower);
  }

  return {
    name: 'subscriptions',
    maker,
    acts,
    online,
    objectNames: { [SUBSCRIPTION]: storedNames(database, 'subscription', 'username', 'number') },
    branchContent: branchHolding(database, SUBSCRIPTION, { table: 'subscription', endedAt: 'left_at' }),
    routes: (app) => {
      routes(app);
      rules(app);
    },
    views: [subscriptionListView(views), subscriptionView(views), subscriptionCountsView(views)] as Feature['views'] &
      object,
    search: [subscriptionSearch(database)],
    policies: createSubscriptionPolicies({
      database,
      secrets,
      onUnreadable: (_tenant, id, error) =>
        repeating.report(
          'subscriptions',
          'error',
          { subscription: id, error: errorFields(error) },
          'the password of a subscription cannot be read: it cannot come in',
        ),
    }),
    usernameRules: (tenant) => database.tenantTx(tenant, readUsernameRules),
    onChange: (tenant, listener) => changes.listen(tenant, listener),
    showOnline(known) {
      lines = known;
    },
    async start() {
      for (const tenant of context.tenants()) await follow(tenant);
    },
    tenantAdded: follow,
    async stop() {
      stopped.abort();
      rosters.stop();
      await Promise.all([...followers.values()].map((follower) => follower.stop()));
      await changes.stop();
    },
  };
}
