import type { Clock } from '#actors/system/clock.ts';
import type { TenantId } from '#shared/values/ids.ts';
import type { PasswordQueue } from '../platform/auth/passwordQueue.ts';
import { deleteSessionsOfUser } from '../platform/auth/sessionStore.ts';
import type { Database } from '../platform/db/database.ts';
import { type DemoTenant, demoTenants } from './demoPlan.ts';
import { clearPassword, findUsers, setMissingPassword } from './demoStore.ts';
import { findTenant, foundTenant, lockFounding } from './tenantStore.ts';

/** The demo was asked for where its known passwords would let anybody in. */
export class DemoRefused extends Error {
  override readonly name = 'DemoRefused';
}

export interface DemoSeedOptions {
  readonly database: Database;
  readonly clock: Clock;
  readonly passwords: PasswordQueue;
  /** Whether the lab runs: always without DATABASE_URL, else only with LASTMILE_LAB=1. */
  readonly lab: boolean;
}

/**
 * Makes the two demo companies where they are missing, and gives their users the demo passwords where they have none.
 * What people changed since stays. Throws DemoRefused when the lab does not run.
 */
export async function seedDemo(options: DemoSeedOptions): Promise<void> {
  if (!options.lab) throw new DemoRefused('demo companies are made only while the lab runs');
  for (const plan of demoTenants) {
    const tenant = await options.database.systemTx((tx) => findTenant(tx, plan.slug));
    if (tenant === undefined) await foundDemo(options, plan);
    else await restorePasswords(options, tenant, plan);
  }
}

async function foundDemo({ database, clock, passwords }: DemoSeedOptions, plan: DemoTenant): Promise<void> {
  // The password is public and the same for all of them: a salt for each would hide nothing.
  const passwordHash = await passwords.hash(plan.password);
  const users = plan.users.map((user) => ({ ...user, passwordHash }));
  const branches = plan.branches.map((name) => ({ name, timeZone: plan.timeZone }));
  await database.systemTx(async (tx) => {
    await lockFounding(tx); // two servers may start at once
    if ((await findTenant(tx, plan.slug)) === undefined)
      await foundTenant(tx, { ...plan, branches, users }, clock.now());
  });
}

async function restorePasswords(
  { database, passwords }: DemoSeedOptions,
  tenant: TenantId,
  plan: DemoTenant,
): Promise<void> {
  const users = await database.tenantTx(tenant, (tx) => findUsers(tx, emailsOf(plan)));
  for (const user of users.filter(({ hasPassword }) => !hasPassword)) {
    const passwordHash = await passwords.hash(plan.password);
    await database.tenantTx(tenant, (tx) => setMissingPassword(tx, user.id, passwordHash));
  }
}

/**
 * For a server without lab on a database that once had the demo: its users lose their known passwords and their
 * sessions. Answers how many did.
 */
export async function withdrawDemoLogins(database: Database): Promise<number> {
  let withdrawn = 0;
  for (const plan of demoTenants) {
    const tenant = await database.systemTx((tx) => findTenant(tx, plan.slug));
    if (tenant !== undefined) withdrawn += await withdraw(database, tenant, plan);
  }
  return withdrawn;
}

async function withdraw(database: Database, tenant: TenantId, plan: DemoTenant): Promise<number> {
  return await database.tenantTx(tenant, async (tx) => {
    const users = (await findUsers(tx, emailsOf(plan))).filter(({ hasPassword }) => hasPassword);
    for (const { id } of users) {
      await clearPassword(tx, id);
      await deleteSessionsOfUser(tx, id);
    }
    return users.length;
  });
}

function emailsOf(plan: DemoTenant): readonly string[] {
  return plan.users.map(({ email }) => email);
}
