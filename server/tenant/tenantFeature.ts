import type { Clock } from '#actors/system/clock.ts';
import type { DemoLogin } from '#shared/tenant/session.ts';
import type { TenantId } from '#shared/values/ids.ts';
import type { Identity } from '../platform/auth/identity.ts';
import type { Database } from '../platform/db/database.ts';
import type { Routes } from '../platform/http/httpApp.ts';
import type { Logger } from '../platform/log/logger.ts';
import { demoLogins, demoTenants } from './demoPlan.ts';
import { seedDemo, withdrawDemoLogins } from './demoSeed.ts';
import { LabDevices, registerLabDevices } from './labDevices.ts';
import { createNameDirectory, type NameDirectory } from './nameDirectory.ts';
import { readNames, type NameRows } from './nameStore.ts';
import { ensureSetupLink } from './setup.ts';
import { setupRoutes } from './setupRoutes.ts';

/** The known logins of the demo companies; to be shown only while the lab runs. */
export const demoLoginList: readonly DemoLogin[] = demoLogins;

/** The owner of a company of the demonstration, by their login. */
export function demoOwnerOf(slug: string): string | undefined {
  return demoTenants.find((tenant) => tenant.slug === slug)?.users.find(({ role }) => role === 'owner')?.email;
}

/** Everybody and every branch of a tenant by name. Throws DatabaseError. */
export function readPeople(database: Database, tenant: TenantId): Promise<NameRows> {
  return database.tenantTx(tenant, readNames);
}

export interface TenantFeatureOptions {
  readonly database: Database;
  readonly clock: Clock;
  readonly log: Logger;
  readonly identity: Identity;
  readonly lab: boolean;
}

export interface TenantFeature {
  readonly names: NameDirectory;
  /** To be declared after {@link Identity.routes}. */
  readonly routes: Routes;
  /** Brings the companies to what the run mode wants: the demo with the lab, no known password without. Repeatable. */
  prepare(): Promise<void>;
  /** The one-time link for the first company, undefined when there is one. */
  ensureSetupLink(publicUrl: string): Promise<string | undefined>;
  /** Takes the answer of the lab's `GET /devices`. Throws ZodError, UnknownLabPlace. Answers how many are new or changed. */
  registerLabDevices(devices: unknown): Promise<number>;
  start(): Promise<void>;
  stop(): Promise<void>;
}

export function createTenantFeature(options: TenantFeatureOptions): TenantFeature {
  const { database, clock, log, lab } = options;
  const { passwords } = options.identity;
  const names = createNameDirectory(options);
  return {
    names,
    routes: setupRoutes({ database, clock, log, passwords }),
    async prepare() {
      if (lab) return await seedDemo({ database, clock, passwords, lab });
      const withdrawn = await withdrawDemoLogins(database);
      if (withdrawn > 0)
        log.warn({ withdrawn }, 'demo logins lost their known passwords, because the lab does not run');
    },
    ensureSetupLink: (publicUrl) => ensureSetupLink(database, clock, publicUrl),
    registerLabDevices: async (devices) => await registerLabDevices(database, clock, LabDevices.parse(devices)),
    start: () => names.start(),
    stop: () => names.stop(),
  };
}
