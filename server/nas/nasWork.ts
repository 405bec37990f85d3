import { NAS } from '#actors/nas/nasActor.ts';
import { nasCauses } from '#shared/nas/causes.ts';
import type { ActorId, TenantId } from '#shared/values/ids.ts';
import type { DeviceIntentFeature } from '../deviceIntent/deviceIntentFeature.ts';
import type { FeatureContext } from '../platform/feature.ts';
import type { Routes } from '../platform/http/httpApp.ts';
import { errorFields } from '../platform/log/errorFields.ts';
import type { RouterFinder } from './acts/actRouter.ts';
import { applyOnboardingAct } from './acts/applyOnboardingAct.ts';
import { createAskNasActs } from './acts/askNasActs.ts';
import { endSessionAct } from './acts/endSessionAct.ts';
import { nasActRoutes } from './acts/nasActRoutes.ts';
import { rebootAct } from './acts/rebootAct.ts';
import { switchAccountsAct } from './acts/switchAccountsAct.ts';
import { nasBackupRoutes } from './backup/nasBackupRoutes.ts';
import { NasBackups } from './backup/nasBackups.ts';
import { NasBackupScheduler, type SchedulerPace } from './backup/nasBackupScheduler.ts';
import { tellNasAlarm } from './nasAlarms.ts';
import type { NasFleet } from './nasFleet.ts';
import type { NasRegistry } from './nasRegistry.ts';
import { findNas } from './nasStore.ts';
import { OnboardingDesk } from './onboarding/nasOnboardingDesk.ts';
import { onboardingRoutes } from './onboarding/onboardingRoutes.ts';
import { ProductLogin } from './onboarding/productLogin.ts';
import type { StoredNas } from './storedNas.ts';
import { nasDriverOf } from './vendors/all.ts';

export interface NasWorkParts {
  readonly fleet: NasFleet;
  readonly registry: NasRegistry;
  readonly mayConnect: (address: string) => boolean;
  readonly intents: Pick<DeviceIntentFeature, 'register' | 'request' | 'isKnown'>;
  readonly backupPace?: SchedulerPace;
}

/** What is done to routers: setting them up, acts with a read-back, and backups of their configuration. */
export interface NasWork {
  readonly routes: Routes;
  start(): void;
  stop(): Promise<void>;
}

export function createNasWork(context: FeatureContext, parts: NasWorkParts): NasWork {
  const { clock, database, names, approvals, host } = context;
  const { fleet, registry, intents } = parts;
  const find = (tenant: TenantId, id: ActorId): StoredNas | undefined => fleet.boardOf(tenant).get(id)?.record;
  const versionOf = (tenant: TenantId, id: ActorId): string | undefined =>
    fleet.boardOf(tenant).get(id)?.identity?.version;
  const wireOf: NasFleet['wireOf'] = (tenant, id, priority) => fleet.wireOf(tenant, id, priority);
  const logins = new ProductLogin({ ...context, ...parts });
  const desk = new OnboardingDesk({ routers: context.config.routers, registry, clock, logins, wireOf, versionOf });
  const backups = new NasBackups({ database, registry, clock, newId: host.newId, wireOf, versionOf });
  const ending = new AbortController();
  const scheduler = new NasBackupScheduler({
    ...{ database, clock, backups, find, tenants: context.tenants },
    owns: (tenant, id) => context.fence({ tenant, kind: NAS, id }) !== undefined,
    tellAlarm: (nas, trouble) => tellBackupAlarm(context, nas, trouble, ending.signal),
    trouble: (error) =>
      context.repeating.report(
        'nas.backups',
        'error',
        { err: errorFields(error) },
        'backups of routers: something failed',
      ),
    ...(parts.backupPace === undefined ? {} : { pace: parts.backupPace }),
  });
  const findForAct: RouterFinder = async ({ tenant, intent }) => {
    const nas = await database.tenantTx(tenant, (tx) => findNas(tx, intent.deviceId, 'all'));
    const driver = nas && nas.archivedAt === null ? nasDriverOf(nas.vendor) : undefined;
    return nas && driver && { nas, driver, wire: () => wireOf(tenant, nas.id) };
  };
  intents.register(rebootAct(findForAct, clock));
  intents.register(endSessionAct(findForAct, clock));
  intents.register(switchAccountsAct(findForAct, clock));
  intents.register(
    applyOnboardingAct({
      ...{ find: findForAct, clock, desk },
      async keepConfiguration(nas, signal) {
        const trouble = await backups.take(nas, { reason: 'act' }, signal).then(
          () => undefined,
          (error: unknown) => error,
        );
        await scheduler.noteOutcome(nas, trouble);
      },
    }),
  );
  const routes: readonly Routes[] = [
    onboardingRoutes({ database, clock, approvals, desk }),
    nasActRoutes(
      createAskNasActs({
        ...{ database, approvals, intents },
        requireFacingAddress: () => desk.requireFacingAddress(),
      }),
    ),
    nasBackupRoutes({ database, clock, names, backups, scheduler }),
  ];
  return {
    routes: (app) => routes.forEach((add) => add(app)),
    start: () => scheduler.start(),
    async stop() {
      ending.abort(new Error('routers are stopping'));
      await scheduler.stop();
    },
  };
}

function tellBackupAlarm(
  { clock, ask, fence, host }: FeatureContext,
  nas: StoredNas,
  trouble: string | undefined,
  signal: AbortSignal,
): Promise<void> {
  const cause = nasCauses.backupFailed;
  const report =
    trouble === undefined
      ? ({ type: 'clear', cause, text: '' } as const)
      : ({ type: 'raise', cause, text: `${nas.name}: its configuration can’t be backed up. ${trouble}` } as const);
  return tellNasAlarm({ clock, ask, fence, newId: host.newId }, nas, report, signal);
}
