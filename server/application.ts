import { randomUUID } from 'node:crypto';
import { ALARM_SOURCE } from '#actors/alarmSource/alarmSourceActor.ts';
import type { ActorSystem } from '#actors/system/actorSystem.ts';
import type { Clock } from '#actors/system/clock.ts';
import { domainKinds } from '#actors/system/kinds.ts';
import { shardOf } from '#actors/system/shard.ts';
import type { SupervisedSpec } from '#actors/system/supervisor.ts';
import type { TenantId } from '#shared/values/ids.ts';
import { createAlarmFeature } from './alarm/alarmFeature.ts';
import { alarmPermissions } from './alarm/alarmPermissions.ts';
import { createGiveUpAlarms, LASTMILE_SOURCE } from './alarm/giveUpAlarms.ts';
import { AlarmSourceFeature, alarmSourceNames } from './alarmSource/alarmSourceFeature.ts';
import { registerAlarmSourceMetrics } from './alarmSource/alarmSourceMetrics.ts';
import { alarmSourceRecords } from './alarmSource/alarmSourceRecords.ts';
import { createApprovalFeature } from './approval/approvalFeature.ts';
import { domainTables } from './domainTables.ts';
import { createFeatures } from './features.ts';
import { createInspectorFeature } from './inspector/inspectorFeature.ts';
import { createLabControl } from './labControl/labControl.ts';
import { createActorPlatform, type ActorPlatform } from './platform/actors/actorPlatform.ts';
import { createCommandGateway } from './platform/actors/commandGateway.ts';
import { namedRefusal } from './platform/actors/namedRefusal.ts';
import { nodeHost } from './platform/actors/nodeHost.ts';
import { createIdentity } from './platform/auth/identity.ts';
import type { Config } from './platform/config/config.ts';
import type { Database } from './platform/db/database.ts';
import { createEventLog } from './platform/eventLog/eventLog.ts';
import { createLogKeeper } from './platform/eventLog/logKeeper.ts';
import { createSealer } from './platform/eventLog/sealer.ts';
import type { FeatureContext } from './platform/feature.ts';
import { createReadiness, type Readiness } from './platform/health/readiness.ts';
import { createHttpServer, type HttpServer } from './platform/http/httpServer.ts';
import { ownOrigins } from './platform/http/ownOrigin.ts';
import { addressOf, createTrustedProxies } from './platform/http/trustedProxies.ts';
import { createLiveMetrics } from './platform/live/liveMetrics.ts';
import { createLiveServer } from './platform/live/liveServer.ts';
import type { Logger } from './platform/log/logger.ts';
import { createRepeatingLog } from './platform/log/repeatingLog.ts';
import { createMailer } from './platform/mail/smtpMailer.ts';
import { createMetrics } from './platform/metrics/metrics.ts';
import { createDiskWatch } from './platform/process/diskWatch.ts';
import type { Service } from './platform/process/service.ts';
import type { Secrets } from './platform/secrets/secrets.ts';
import { authorityRoutes } from './platform/tls/authorityRoutes.ts';
import { certificateSourceOf } from './platform/tls/certificateSourceOf.ts';
import { createTlsDoor } from './platform/tls/tlsDoor.ts';
import { createSearchFeature } from './search/searchFeature.ts';
import { listCompanies } from './tenant/companyStore.ts';
import { readNames } from './tenant/nameStore.ts';
import { createTenantFeature, demoLoginList } from './tenant/tenantFeature.ts';
import { userSearch } from './tenant/userSearch.ts';

export interface ApplicationOptions {
  readonly config: Config;
  readonly log: Logger;
  readonly clock: Clock;
  /** Not started yet. */
  readonly database: Database;
  /** Absolute path of the built client. */
  readonly clientDirectory: string;
  /** Steady over restarts of this node's server: an earlier run's shards are taken back at once. */
  readonly node: string;
  readonly secrets: Secrets;
  /** The embedded database server, to be supervised. */
  readonly databaseProcess?: SupervisedSpec;
}

export interface Application {
  readonly system: ActorSystem;
  readonly readiness: Readiness;
  readonly http: HttpServer;
  /** The port listened on, once started. */
  port(): number;
  /** The same over TLS; undefined when there is none. */
  tlsPort(): number | undefined;
  /** In order of starting; to be stopped in reverse. */
  readonly services: readonly Service[];
  /** A bug ends this process; before the services are stopped. */
  crashing(): void;
  /** The one-time link for the first company of an empty installation. */
  setupLink(publicUrl: string): Promise<string | undefined>;
}

const DAY_MS = 24 * 3_600_000;

/** Everything that runs in the server process, put together; inert until its services are started. */
export function createApplication(options: ApplicationOptions): Application {
  const { config, log, clock, database } = options;
  const metrics = createMetrics();
  const readiness = createReadiness();
  const repeating = createRepeatingLog({ log, clock });
  const lab = config.lab.on;
  const publicUrl = config.http.publicUrl;
  const https = publicUrl?.startsWith('https:') ?? false;
  const trustsProxy = createTrustedProxies(config.http.trustedProxies);
  const certificates = config.https && certificateSourceOf(config, clock);

  const eventLog = createEventLog({ database, clock, upcasters: [], log });
  const keeper = createLogKeeper({ database, clock, log, commandsKeptMs: config.commandRetentionDays * DAY_MS });
  const sealer = createSealer({ pool: database.systemPool, clock, log });
  const identity = createIdentity({
    database,
    clock,
    log,
    metrics: metrics.http,
    secrets: options.secrets,
    https,
    ...(publicUrl === undefined ? {} : { publicUrl }),
    demoLogins: lab ? demoLoginList : undefined,
  });
  const tenants = createTenantFeature({ database, clock, log, identity, lab });

  // Supervision tells alarms, which are actors of the system that supervision belongs to.
  const giveUpAlarms = createGiveUpAlarms({
    clock,
    newId: nodeHost.newId,
    ask: (envelope) => platform.system.ask(envelope),
    tenants: () => platform.system.tenants(),
    onTrouble: (reply, path) =>
      repeating.report(`giveUp:${path}`, 'error', { path, reply }, 'no alarm could be raised'),
  });
  const platform: ActorPlatform = createActorPlatform({
    domainKinds,
    tables: domainTables,
    database,
    eventLog,
    clock,
    host: nodeHost,
    log,
    metrics: metrics.actors,
    holder: { node: options.node, incarnation: randomUUID() },
    onGaveUp: (path, tenant, error) => giveUpAlarms.gaveUp(path, tenant, error),
    onRecovered: (path, tenant) => giveUpAlarms.recovered(path, tenant),
  });
  const { system } = platform;

  const alarms = createAlarmFeature({
    database,
    eventLog,
    clock,
    async names(tenant) {
      const { users, branches } = await database.tenantTx(tenant, readNames);
      return {
        users: new Map(users.map(({ id, name }) => [id, name])),
        branches: new Map(branches.map(({ id, name }) => [id, name])),
      };
    },
  });
  const inspector = createInspectorFeature({ platform, clock, host: nodeHost, log, lab });
  const alarmSources = new AlarmSourceFeature({
    host: config.syslog.host,
    port: config.syslog.port,
    clock,
    records: alarmSourceRecords(database),
    devices: system,
    ask: (envelope) => system.ask(envelope),
    fence: (device) => platform.leases.fence(shardOf(device)),
    newId: nodeHost.newId,
    log: repeating,
  });
  registerAlarmSourceMetrics(metrics.registry, alarmSources);
  const labControl = createLabControl({
    port: config.lab.port,
    nasPort: config.lab.nasPort,
    syslog: config.syslog,
    system,
    clock,
    log,
    async onDevices(devices) {
      if ((await tenants.registerLabDevices(devices)) > 0) await alarmSources.refresh();
    },
    async onStarted(client) {
      for (const feature of features) await feature.labStarted?.(client);
    },
    slugOf: async (tenant) => (await companies()).find((company) => company.tenant === tenant)?.slug ?? '',
  });

  const ask: FeatureContext['ask'] = (envelope) => system.ask(envelope);
  const fence: FeatureContext['fence'] = (address) => platform.leases.fence(shardOf(address));
  const mailer = createMailer(config.mail);
  const approvals = createApprovalFeature({
    ...{ database, eventLog, clock, repeating, ask, fence, newId: nodeHost.newId, names: tenants.names },
    tenants: () => system.tenants(),
  });
  const keepers = [approvals, alarms, { objectNames: { [ALARM_SOURCE]: alarmSourceNames(database) } }];
  const context: FeatureContext = {
    config,
    log,
    repeating,
    clock,
    host: nodeHost,
    database,
    eventLog,
    metrics,
    identity,
    secrets: options.secrets,
    names: tenants.names,
    approvals: approvals.approvals,
    mailer,
    readiness,
    system,
    ask,
    fence,
    tenants: () => system.tenants(),
  };
  const features = [approvals, ...createFeatures(context, keepers)];

  const search = createSearchFeature({
    providers: [alarms.search, ...features.flatMap((feature) => feature.search ?? []), userSearch({ database, clock })],
    clock,
    log,
  });
  const http = createHttpServer({
    host: config.http.host,
    port: config.http.port,
    log,
    clock,
    metrics,
    readiness,
    clientDirectory: options.clientDirectory,
    // Whoever was told once goes on insisting on TLS, so never for a certificate that browsers do not know by themselves.
    https: config.tls !== undefined || (https && config.https === undefined),
    trustsProxy,
    lab,
    ...(config.metricsToken === undefined ? {} : { metricsToken: config.metricsToken }),
    routes: [
      identity.routes,
      tenants.routes,
      alarms.routes,
      inspector.routes,
      search.routes,
      ...features.flatMap(({ routes }) => routes ?? []),
      ...(lab ? [labControl.routes] : []),
      ...(certificates ? [authorityRoutes(() => certificates.authority())] : []),
    ],
  });
  const tlsDoor =
    config.https && certificates
      ? createTlsDoor({ ...config.https, source: certificates, behind: http.server, clock, log })
      : undefined;
  const sendCommand = createCommandGateway({
    kinds: [alarmPermissions, ...features.flatMap(({ commands }) => commands ?? [])],
    clock,
    ask: (envelope) => system.ask(envelope),
  });
  const live = createLiveServer({
    httpServer: http.server,
    sources: [...alarms.views, ...inspector.views, ...features.flatMap(({ views }) => views ?? [])],
    origins: (request) => ownOrigins(addressOf(request, trustsProxy), publicUrl),
    async authenticate(headers, request) {
      const subject = await identity.ofHandshake(headers, addressOf(request, trustsProxy));
      if (subject && !system.tenants().includes(subject.tenant)) await addTenants();
      return subject;
    },
    async sendCommand(subject, message) {
      void identity.sessions.touch(subject.sessionId);
      const reply = await sendCommand(subject, message);
      if (reply.ok || !subject.permissions.has('alarm.viewComments')) return reply;
      return await namedRefusal(reply, () => tenants.names.namesOf(subject.tenant));
    },
    lagMs: (tenant: TenantId) => alarms.lagMs(tenant),
    clock,
    log,
    metrics: createLiveMetrics(metrics.registry),
  });
  identity.sessions.onSubjectChanged((subject, what) => {
    if (what === 'role') live.endSession(subject.sessionId, 'role-changed');
    else live.subjectChanged(subject);
  });
  identity.sessions.onSessionEnded((sessionId, why) => live.endSession(sessionId, why));

  const companies = (): ReturnType<typeof listCompanies> => database.systemTx(listCompanies);
  async function addTenants(): Promise<void> {
    const known = new Set(system.tenants());
    for (const { tenant, name } of await companies()) {
      system.addTenant(tenant, name);
      if (!known.has(tenant)) for (const feature of features) await feature.tenantAdded?.(tenant);
    }
  }

  let port = config.http.port;
  let tlsPort: number | undefined;
  let complete = false;
  readiness.register('start', () => (complete ? undefined : 'starting'));
  const disk = createDiskWatch({ folder: config.dataDir, log });
  readiness.register('disk', () => disk.check());
  registerChecks(readiness, { database, platform });
  const services: Service[] = [
    disk,
    { name: 'metrics', start: () => metrics.start(), stop: () => metrics.stop() },
    { name: 'database', start: () => database.start(), stop: () => database.stop() },
    { name: 'log keeper', start: () => keeper.start(), stop: () => keeper.stop() },
    { name: 'companies', start: () => tenants.prepare(), stop: () => undefined },
    { name: 'sessions', start: () => identity.sessions.start(), stop: () => identity.sessions.stop() },
    { name: 'names', start: () => tenants.start(), stop: () => tenants.stop() },
    { name: 'mail', start: () => undefined, stop: () => mailer.stop() },
    { name: 'sealer', start: () => sealer.start(), stop: () => sealer.stop() },
    { name: 'event log', start: () => eventLog.start(), stop: () => eventLog.stop() },
    { name: 'alarm boards', start: () => undefined, stop: () => alarms.stop() },
    {
      name: 'actors',
      async start() {
        await platform.start();
        if (options.databaseProcess) await system.runUnderRoot(options.databaseProcess);
        await addTenants();
        for (const tenant of system.tenants()) {
          const standing = await alarms.standingOf(tenant, LASTMILE_SOURCE);
          giveUpAlarms.clearEarlier(
            tenant,
            standing.map(({ state }) => state.cause),
          );
        }
      },
      stop: () => platform.stop(),
    },
    {
      name: 'alarm sources',
      async start() {
        await alarmSources.start();
        await system.runUnderRoot(alarmSources.listenerSpec());
      },
      stop: () => alarmSources.stop(),
    },
    ...features.map((feature) => ({
      name: feature.name,
      start: () => feature.start?.(),
      stop: () => feature.stop?.(),
    })),
    { name: 'live', start: () => live.start(), stop: () => live.stop() },
    {
      name: 'http',
      async start() {
        ({ port } = await http.start());
      },
      stop: () => http.stop(),
    },
    ...(tlsDoor
      ? [
          {
            name: 'https',
            async start() {
              ({ port: tlsPort } = await tlsDoor.start());
            },
            stop: () => tlsDoor.stop(),
          },
        ]
      : []),
    ...(lab ? [{ name: 'lab', start: () => labControl.start(), stop: () => labControl.stop() }] : []),
    // Last to start and first to stop: from here on, and until then, everything above is there.
    {
      name: 'readiness',
      start: () => void (complete = true),
      stop: () => readiness.drain('the server is stopping'),
    },
  ];
  return {
    system,
    readiness,
    http,
    services,
    port: () => port,
    tlsPort: () => tlsPort,
    crashing() {
      for (const feature of features) feature.crashing?.();
    },
    setupLink: (url) => tenants.ensureSetupLink(url),
  };
}

function registerChecks(
  readiness: Readiness,
  { database, platform }: { readonly database: Database; readonly platform: ActorPlatform },
): void {
  readiness.register('database', async () => {
    await database.systemPool.query('select 1');
    return database.listener.connected ? undefined : 'notifications do not arrive';
  });
  readiness.register('actors', () => (platform.leases.owned().length > 0 ? undefined : 'no shard is owned'));
}
