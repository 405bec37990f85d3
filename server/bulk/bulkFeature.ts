import { z } from 'zod';
import type { ActorId, TenantId } from '#shared/values/ids.ts';
import type { CustomerFeature } from '../customer/customerFeature.ts';
import type { DeviceIntentFeature } from '../deviceIntent/deviceIntentFeature.ts';
import type { IpPoolFeature } from '../ipPool/ipPoolFeature.ts';
import { nasDrivers, type NasFeature } from '../nas/nasFeature.ts';
import type { PackageFeature } from '../package/packageFeature.ts';
import type { Feature, FeatureContext } from '../platform/feature.ts';
import { RecordChanges } from '../platform/live/recordChanges.ts';
import { storedNames } from '../platform/objects/storedNames.ts';
import { createTargetGuard } from '../platform/outbound/targetGuard.ts';
import type { SubscriptionFeature } from '../subscription/subscriptionFeature.ts';
import type { VoucherFeature } from '../voucher/voucherFeature.ts';
import { BULK_JOB } from './bulkEnd.ts';
import { BulkJobs, CUT_MANY } from './bulkJobs.ts';
import type { BulkPorts } from './bulkPorts.ts';
import { bulkRoutes } from './bulkRoutes.ts';
import { BulkRunner } from './bulkRunner.ts';
import { bulkJobsView, bulkJobView } from './bulkViews.ts';
import { databaseRoutes } from './database/databaseRoutes.ts';
import { exportRoutes } from './export/exportRoutes.ts';
import { noSessions, type SessionSource } from './export/sessionSource.ts';
import { type RouterPart, routerRoutes } from './router/routerRoutes.ts';

export interface BulkFeature extends Feature {
  /** Who is in, for files of it. Call before start. */
  showSessions(source: SessionSource): void;
}

export interface BulkParts {
  readonly customers: Pick<CustomerFeature, 'customers'>;
  readonly subscriptions: Pick<SubscriptionFeature, 'usernameRules' | 'online'>;
  readonly routers: RouterPart & Pick<NasFeature, 'registry'>;
  readonly packages: Pick<PackageFeature, 'packages'>;
  readonly ipPools: Pick<IpPoolFeature, 'pools'>;
  readonly vouchers: Pick<VoucherFeature, 'adopter'>;
  readonly intents: Pick<DeviceIntentFeature, 'request' | 'latestOf'>;
}

const CutMany = z.object({ act: z.string(), rows: z.int(), cuts: z.int() });

/** Work on many customers and lines at once: imports, acts, exports. */
export function createBulkFeature(context: FeatureContext, parts: BulkParts): BulkFeature {
  const { approvals, ask, clock, config, database, fence, host, names, repeating, secrets } = context;
  const changes = new RecordChanges(context, BULK_JOB);
  const listeners = new Map<TenantId, Set<(id: ActorId) => void>>();
  const ports: BulkPorts = {
    ...{
      approvals,
      ask,
      clock,
      database,
      names,
      secrets,
      customers: parts.customers.customers,
      newId: () => host.newId(),
    },
    onlineNow: (tenant) => new Set(parts.subscriptions.online().all(tenant)),
    progressed: (tenant, id) => listeners.get(tenant)?.forEach((listener) => listener(id)),
  };
  const work = {
    ...ports,
    rulesOf: (tenant: TenantId) => parts.subscriptions.usernameRules(tenant),
    makers: {
      packages: parts.packages.packages,
      pools: parts.ipPools.pools,
      registry: parts.routers.registry,
      vouchers: parts.vouchers,
      vendor: nasDrivers[0]!.vendor,
    },
  };
  const runner = new BulkRunner({ work, database, clock, log: repeating, fence });
  const wake = (tenant: TenantId, id: ActorId): void => runner.wake(tenant, id);
  const jobs = new BulkJobs({ ...ports, wake });
  approvals.register(CUT_MANY, {
    permission: 'bulk.act',
    payload: CutMany,
    describe: (_tx, { payload }) => Promise.resolve({ subjectName: payload.act, details: { ...payload } }),
    async carryOut(tx, { tenant, subjectId, requestedBy, decidedBy }) {
      const started = await jobs.startApproved(tx, subjectId, { requestedBy, decidedBy });
      if (!started) return { ok: false, outcome: 'The job does not wait any more.' };
      return { ok: true, afterwards: () => Promise.resolve(wake(tenant, subjectId)) };
    },
  });
  const onChange = (tenant: TenantId, listener: (id: ActorId) => void): (() => void) => {
    const here = listeners.get(tenant) ?? new Set();
    listeners.set(tenant, here.add(listener));
    const unlisten = changes.onChange(tenant, listener);
    return () => {
      here.delete(listener);
      unlisten();
    };
  };
  const views = {
    ...{ clock, database, names, secrets, onChange },
    onTrouble: (err: unknown) => repeating.report('bulk.view', 'warn', { err }, 'bulk jobs could not be read'),
  };
  const routes = bulkRoutes(ports, jobs);
  let sessions = noSessions;
  const exports = exportRoutes(ports, () => sessions);
  const ofRouters = routerRoutes(work, parts, jobs);
  const ofDatabases = databaseRoutes(ports, jobs, createTargetGuard(config.privateTargets));
  return {
    name: 'bulk',
    showSessions: (source) => {
      sessions = source;
    },
    objectNames: { [BULK_JOB]: storedNames(database, 'bulk_job', 'title') },
    routes: (app) => {
      routes(app);
      exports(app);
      ofRouters(app);
      ofDatabases(app);
    },
    views: [bulkJobsView(views), bulkJobView(views)] as Feature['views'] & object,
    async start() {
      await changes.start();
      runner.start();
    },
    tenantAdded: (tenant) => changes.follow(tenant),
    async stop() {
      await runner.stop();
      await changes.stop();
    },
  };
}
