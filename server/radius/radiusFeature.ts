import type { TenantId } from '#shared/values/ids.ts';
import type { DeviceIntentFeature } from '../deviceIntent/deviceIntentFeature.ts';
import type { NasFeature } from '../nas/nasFeature.ts';
import { inTenant } from '../platform/db/inTenant.ts';
import { readHeadOf } from '../platform/eventLog/actorEventStore.ts';
import type { Feature, FeatureContext } from '../platform/feature.ts';
import { unhurriedFiles } from '../platform/http/unhurriedFiles.ts';
import { errorFields } from '../platform/log/errorFields.ts';
import type { SampleFeature } from '../sample/sampleFeature.ts';
import { prepareControlPlace } from './control/controlPlace.ts';
import { feedRevision } from './feed/feedRevision.ts';
import { feedSources } from './feed/feedSources.ts';
import type { PolicySource } from './feed/policySource.ts';
import { RadiusFeed } from './feed/radiusFeed.ts';
import { GardenDesk } from './garden/gardenDesk.ts';
import { type JournalLag, RadiusHealth } from './health/radiusHealth.ts';
import { radiusHealthView } from './health/radiusHealthView.ts';
import { RadiusSampling } from './health/radiusSampling.ts';
import { IncomingRequests } from './incoming/incomingRequests.ts';
import { NasPace } from './incoming/nasPace.ts';
import { OutdatedIntake } from './incoming/outdatedIntake.ts';
import { readSessionBack } from './incoming/readSessionBack.ts';
import { sessionActs } from './incoming/sessionActs.ts';
import { packageRepliesRoute } from './preview/packageRepliesRoute.ts';
import { RadiusAlarm } from './supervision/radiusAlarm.ts';
import { feedBuild, radiusBuild } from './supervision/radiusBuild.ts';
import { RadiusLine } from './supervision/radiusLine.ts';
import { radiusProcess } from './supervision/radiusProcess.ts';

export type { PolicySource } from './feed/policySource.ts';
export type { RadiusLine } from './supervision/radiusLine.ts';

export interface RadiusFeatureParts {
  readonly nas: Pick<NasFeature, 'radiusEntries' | 'find' | 'inUse' | 'sessionRates' | 'gardenOn'>;
  readonly intents: Pick<DeviceIntentFeature, 'register' | 'request'>;
  readonly policies: readonly PolicySource[];
  readonly samples: Pick<SampleFeature, 'sink' | 'access'>;
}

/** The RADIUS process: kept running, fed, and listened to. */
export interface RadiusFeature extends Feature {
  /** The way to the process and what it says: journal places for the loader, stats. */
  readonly line: RadiusLine;
  /** Resolves when the process acts by everything up to this position of the tenant's log. Rejects on abort. */
  whenAcknowledged(tenant: TenantId, position: number, signal: AbortSignal): Promise<void>;
  /** How the process does, with what it says of a company's routers and pools. */
  readonly health: Pick<RadiusHealth, 'rows'>;
  /** How much of the company's pools is in use, as the process said last; and that it has said so again. */
  poolUses(tenant: TenantId): ReturnType<RadiusHealth['poolUses']>;
  onPoolUses(listener: () => void): () => void;
  /** How far loading of accounting is behind, for the screen. */
  showJournalLag(read: () => JournalLag): void;
}

export function createRadiusFeature(context: FeatureContext, parts: RadiusFeatureParts): RadiusFeature {
  const { config, clock, log, host, ask, tenants, database, eventLog, repeating, system } = context;
  const trouble = (what: string, error: unknown): void =>
    repeating.report(`radius.${what}`, 'warn', { err: errorFields(error) }, what);
  const line = new RadiusLine((error) => trouble('what the RADIUS process said could not be handled', error));
  const alarm = new RadiusAlarm({
    ...{ clock, ask, tenants },
    newId: host.newId,
    onTrouble: (reply) => repeating.report('radius.alarm', 'error', { reply }, 'no alarm about the RADIUS server'),
  });
  let feed: RadiusFeed | undefined;
  let crashed = false;
  const makeFeed = (): RadiusFeed =>
    new RadiusFeed({
      ...{ clock, line, eventLog, tenants },
      sources: feedSources(database, {
        policies: parts.policies,
        nas: parts.nas.radiusEntries,
        incomingPort: config.routers.incomingPort,
      }),
      head: (tenant) => inTenant(database.appPool, tenant, (client) => readHeadOf(client, tenant)),
      revision: feedRevision(prepareControlPlace(config.dataDir).folder, feedBuild()),
      onTrouble: trouble,
    });
  const requests = new IncomingRequests({ clock, line });
  const pace = new NasPace(clock);
  const intake = new OutdatedIntake({
    ...{ clock, line, intents: parts.intents },
    settled: () => feed?.settled ?? false,
    profile: (tenant, template) => feed?.profile(tenant, template),
    nas: (tenant, id) => parts.nas.find(tenant, id),
    onTrouble: trouble,
  });
  const garden = new GardenDesk({
    ...{ clock, nas: parts.nas },
    onTrouble: (nasId, error) =>
      repeating.report(
        `radius.garden.${nasId}`,
        'warn',
        { err: errorFields(error) },
        'connections of lines in the walled garden could not be ended on their router',
      ),
  });
  const acts = sessionActs({
    ...{ clock, pace },
    ask: (request) => requests.ask(request),
    isSuperseded: (tenant, change) => intake.isSuperseded(tenant, change),
    readBack: (tenant, change, signal) => readSessionBack({ nas: parts.nas, garden, clock }, tenant, change, signal),
    comesBack: (tenant, { nasId, garden: into }) => {
      if (into === 'in') garden.comingBack(tenant, nasId);
    },
  });
  for (const act of acts) parts.intents.register(act);
  const health = new RadiusHealth({
    ...{ line, on: config.radius.on },
    feed: () => ({ settled: feed?.settled ?? false, lagMs: feed?.lagMs ?? 0 }),
    changesWaiting: () => intake.waiting + pace.waiting,
    nas: (tenant, id) => parts.nas.find(tenant, id),
    pools: (tenant) => feed?.poolsByNumber(tenant) ?? new Map(),
  });
  const sampling = new RadiusSampling({ clock, health, tenants, samples: parts.samples });

  return {
    name: 'radius',
    line,
    health,
    routes: (app) => {
      packageRepliesRoute(database, (tenant) => parts.nas.inUse(tenant).map(({ vendor }) => vendor))(app);
      unhurriedFiles({ clock, isPressed: () => health.isPressed })(app);
    },
    views: [radiusHealthView(health, clock)] as Feature['views'] & object,
    poolUses: (tenant) => health.poolUses(tenant),
    onPoolUses: (listener) => health.onChange(listener),
    showJournalLag(read) {
      health.journalLag = read;
    },
    async whenAcknowledged(tenant, position, signal) {
      if (!feed) throw new Error('the RADIUS server is switched off');
      await feed.whenAcknowledged(tenant, position, signal);
    },
    async start() {
      if (!config.radius.on) return;
      feed = makeFeed();
      feed.start();
      sampling.start();
      const stays = (): boolean => crashed || config.radius.stays;
      // In the background: the console is not to wait for it.
      void system.runUnderRoot(radiusProcess({ config, clock, log, line, alarm, stays, build: radiusBuild() }));
    },
    async stop() {
      alarm.stop();
      sampling.stop();
      await intake.stop();
      requests.stop();
      await garden.stop();
      await feed?.stop();
      await system.root.remove('radius');
      health.stop();
    },
    tenantAdded: (tenant) => feed?.tenantAdded(tenant),
    crashing: () => void (crashed = true),
  };
}
