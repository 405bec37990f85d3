import { ESCALATION } from '#actors/escalation/escalationActor.ts';
import { coverOf } from '#shared/onCall/coverOffer.ts';
import { defaultPolicy } from '#shared/onCall/policy.ts';
import { ActorId, type TenantId } from '#shared/values/ids.ts';
import { alarmNames } from '../alarm/alarmFeature.ts';
import type { MessagingFeature } from '../messaging/messagingFeature.ts';
import { recordAct } from '../platform/audit/auditStore.ts';
import { inTenant } from '../platform/db/inTenant.ts';
import { followDurably } from '../platform/eventLog/durableFollower.ts';
import type { Follower } from '../platform/eventLog/follower.ts';
import type { Feature, FeatureContext } from '../platform/feature.ts';
import { branchHolding } from '../platform/objects/branchHolding.ts';
import { storedNames } from '../platform/objects/storedNames.ts';
import { coverRoutes } from './coverRoutes.ts';
import { listCovers, rotaNamesOfCovers } from './coverStore.ts';
import { demoRota } from './demoRota.ts';
import {
  alarmsNow,
  countWaiting,
  loadEscalations,
  noticesOfStep,
  openEscalations,
  openNoticesAbout,
  stepOfNotice,
  unescalatedAlarms,
} from './escalationStore.ts';
import { Escalator, type EscalatorReads } from './escalator.ts';
import { createHeartbeat } from './heartbeat.ts';
import { onCallRoutes } from './onCallRoutes.ts';
import { listBranches, listPeople } from './peopleStore.ts';
import { everHadPolicy, insertPolicy, listPolicies } from './policyStore.ts';
import { everHadRota, insertRota, listRotas } from './rotaStore.ts';

const FOLLOWER = 'escalation';
/** The event log stands still for this long: this server is not well, whatever else says. */
const STUCK_MS = 60_000;

/** Who is on call, whom an unseen alarm reaches, and whether somebody outside would notice that Lastmile is down. */
export function createOnCallFeature(context: FeatureContext, messaging: MessagingFeature): Feature {
  const { config, clock, host, log, database, eventLog, repeating, readiness, ask } = context;
  const followers = new Map<TenantId, Follower>();
  const heartbeat = createHeartbeat({
    ...config.heartbeat,
    clock,
    log,
    async unwell() {
      const report = await readiness.report();
      const failing = report.checks.find(({ ready }) => !ready);
      if (failing) return `${failing.name}: ${failing.reason ?? 'not ready'}`;
      const stuck = eventLog.followers().find(({ lagMs }) => lagMs > STUCK_MS);
      return stuck && `${stuck.name} has not moved for ${Math.round(stuck.lagMs / 1000)} s`;
    },
  });
  const reads: EscalatorReads = {
    alarms: alarmsNow,
    open: openEscalations,
    escalation: async (tenant, id) =>
      (await inTenant(database.appPool, tenant, (client) => loadEscalations(client, tenant, [id]))).get(id),
    policies: listPolicies,
    waiting: countWaiting,
    unescalated: unescalatedAlarms,
    async reach(tx, at) {
      const [rotas, offers, people] = [await listRotas(tx, 'all'), await listCovers(tx, at), await listPeople(tx)];
      const { emailWorks, webhooks } = await messaging.waysOf(tx.tenant);
      const covers = offers.flatMap((offer) => {
        const cover = coverOf(offer);
        return cover ? [{ ...cover, rotaId: offer.rotaId }] : [];
      });
      return { rotas, covers, people, emailWorks, webhooks: webhooks.map(({ id }) => id) };
    },
    noticeStep: stepOfNotice,
    openNotices: openNoticesAbout,
    noticesOfStep,
  };
  const escalator = new Escalator({ clock, reads, ask });

  async function follow(tenant: TenantId): Promise<void> {
    if (followers.has(tenant)) return;
    await shipPolicy(context, tenant);
    if (config.lab.on) await shipDemoRota(context, tenant);
    const follower = await followDurably(
      { database, eventLog },
      {
        tenant,
        name: FOLLOWER,
        apply: (tx, records) => escalator.apply(tx, records),
        onFailure: (err, { position, attempts }) =>
          repeating.report('escalation', 'error', { err, tenant, position, attempts }, 'escalation does not go on'),
      },
    );
    followers.set(tenant, follower);
  }

  return {
    name: 'on-call',
    objectNames: {
      rota: storedNames(database, 'on_call_rota', 'name'),
      cover: (tenant, ids) => database.tenantTx(tenant, (tx) => rotaNamesOfCovers(tx, ids)),
      escalationPolicy: storedNames(database, 'escalation_policy', 'name'),
      // An escalation has the id of its alarm.
      [ESCALATION]: alarmNames(database),
    },
    branchContent: branchHolding(database, 'rota', { table: 'on_call_rota', endedAt: 'archived_at' }),
    routes: (app) => {
      onCallRoutes({ database, clock, host, heartbeat, waysOf: (tenant) => messaging.waysOf(tenant) })(app);
      coverRoutes({ database, clock, host, ask })(app);
    },
    async start() {
      for (const tenant of context.tenants()) await follow(tenant);
      heartbeat.start();
    },
    tenantAdded: follow,
    async stop() {
      heartbeat.stop();
      await Promise.all([...followers.values()].map((follower) => follower.stop()));
      followers.clear();
    },
  };
}

/** A company that never had a rule gets the one that wakes somebody for criticals. */
async function shipPolicy({ database, clock, host }: FeatureContext, tenant: TenantId): Promise<void> {
  await database.tenantTx(tenant, async (tx) => {
    if (await everHadPolicy(tx)) return;
    const id = ActorId.parse(host.newId());
    await insertPolicy(tx, id, defaultPolicy, clock.now());
    await recordAct(tx, {
      kind: 'escalationPolicy',
      id,
      type: 'escalationPolicy.added',
      facts: { shipped: true },
      by: undefined,
      at: clock.now(),
    });
  });
}

async function shipDemoRota({ database, clock, host }: FeatureContext, tenant: TenantId): Promise<void> {
  await database.tenantTx(tenant, async (tx) => {
    if (await everHadRota(tx)) return;
    const [branch] = await listBranches(tx);
    const plan = branch && demoRota(await listPeople(tx), branch.timeZone, clock.now());
    if (!plan) return;
    const id = ActorId.parse(host.newId());
    await insertRota(tx, id, plan, clock.now());
    await recordAct(tx, {
      ...{ kind: 'rota', id, type: 'rota.added', facts: { shipped: true }, by: undefined, at: clock.now() },
    });
  });
}
