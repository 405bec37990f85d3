import type { Clock } from '#actors/system/clock.ts';
import type { SetupRequest } from '#shared/tenant/setup.ts';
import type { TenantId } from '#shared/values/ids.ts';
import type { PasswordQueue } from '../platform/auth/passwordQueue.ts';
import { hashOfToken, newSessionToken } from '../platform/auth/sessionToken.ts';
import type { Database } from '../platform/db/database.ts';
import { insertSetupLink, isSetupLink, useSetupLinks } from './setupStore.ts';
import { TenantRefusal } from './tenantRefusal.ts';
import { anyTenant, foundTenant, lockFounding } from './tenantStore.ts';

const linkLifetimeMs = 24 * 3_600_000;

/**
 * A new one-time link `<publicUrl>/setup#<token>` for an installation without a company, undefined when there is one.
 * The token stands in the fragment, which browsers keep to themselves. Links made before stay good until one is used.
 */
export async function ensureSetupLink(
  database: Database,
  clock: Clock,
  publicUrl: string,
): Promise<string | undefined> {
  const token = newSessionToken();
  const made = await database.systemTx(async (tx) => {
    await lockFounding(tx);
    if (await anyTenant(tx)) return false;
    await insertSetupLink(tx, hashOfToken(token), clock.now(), clock.now() + linkLifetimeMs);
    return true;
  });
  return made ? `${publicUrl.replace(/\/$/, '')}/setup#${token}` : undefined;
}

/** Founds the first company with its owner and uses the link up. Throws TenantRefusal, PasswordQueueFull. */
export async function setUp(
  database: Database,
  clock: Clock,
  passwords: PasswordQueue,
  request: SetupRequest,
): Promise<TenantId> {
  const tokenHash = hashOfToken(request.token);
  await database.systemTx((tx) => requireLink(tx, tokenHash, clock.now())); // before the costly hash
  const passwordHash = await passwords.hash(request.password);
  return await database.systemTx(async (tx) => {
    await lockFounding(tx);
    await requireLink(tx, tokenHash, clock.now());
    await useSetupLinks(tx, clock.now());
    const { tenantName: name, slug, country, currency, timeZone } = request;
    const branches = [{ name: request.branchName, timeZone }];
    const users = [{ name: request.ownerName, email: request.email, role: 'owner', passwordHash }] as const;
    return await foundTenant(tx, { slug, name, country, currency, timeZone, branches, users }, clock.now());
  });
}

async function requireLink(tx: Parameters<typeof isSetupLink>[0], tokenHash: Buffer, now: number): Promise<void> {
  if (await anyTenant(tx)) throw new TenantRefusal('setup/done');
  if (!(await isSetupLink(tx, tokenHash, now))) throw new TenantRefusal('setup/link-invalid');
}
