import { NewCustomer } from '#shared/customer/registration.ts';
import type { DemoPackage } from '#shared/lab/demoPackages.ts';
import type { DemoSubscriber } from '#shared/lab/demoSubscribers.ts';
import { NewPackage } from '#shared/package/registration.ts';
import { NewSubscription } from '#shared/subscription/requests.ts';
import { Permission } from '#shared/tenant/permissions.ts';
import { IdempotencyKey, type TenantId } from '#shared/values/ids.ts';
import type { Subject } from '../platform/auth/subject.ts';
import type { FeatureContext } from '../platform/feature.ts';
import type { DemoPopulationParts } from './demoPopulationFeature.ts';
import { branchesByName, type DemoPlaces, findPerson, knownUsernames, packagesByName } from './demoPopulationStore.ts';
import { type demoVouchers, populateVouchers } from './demoVouchers.ts';

export interface DemoCompany {
  readonly tenant: TenantId;
  readonly email: string | undefined;
  readonly packages: readonly DemoPackage[];
  readonly subscribers: readonly DemoSubscriber[];
  readonly vouchers: typeof demoVouchers;
  readonly signal: AbortSignal;
}

const DAY_MS = 86_400_000;
const AT_ONCE = 8;

/** Makes what is missing of a company's packages, customers and subscriptions; how many subscriptions. */
export async function populate(
  context: FeatureContext,
  parts: DemoPopulationParts,
  company: DemoCompany,
): Promise<number> {
  const { database } = context;
  const { tenant, email, subscribers } = company;
  if (email === undefined) return 0;
  const owner = await database.tenantTx(tenant, (tx) => findPerson(tx, email));
  if (!owner) return 0;
  const subject: Subject = {
    sessionId: 'demonstration',
    tenant,
    userId: owner.id,
    userName: owner.name,
    permissions: new Set(Permission.options),
    branches: 'all',
  };
  await makePackages(context, parts, company, subject);
  const places = await database.tenantTx(tenant, async (tx) => ({
    branches: await branchesByName(tx),
    packages: await packagesByName(tx),
  }));
  const { newId } = context.host;
  await populateVouchers({ database, newId, vouchers: parts.vouchers }, subject, places, company.vouchers);
  const usernames = subscribers.map(({ username }) => username);
  const known = await database.tenantTx(tenant, (tx) => knownUsernames(tx, usernames));
  const missing = subscribers.filter(({ username }) => !known.has(username));
  for (let from = 0; from < missing.length && !company.signal.aborted; from += AT_ONCE) {
    const some = missing.slice(from, from + AT_ONCE);
    await Promise.all(some.map((one) => makeSubscriber(context, parts, subject, one, places)));
  }
  return missing.length;
}

async function makePackages(
  { database }: FeatureContext,
  { packages }: DemoPopulationParts,
  company: DemoCompany,
  { tenant, userId }: Subject,
): Promise<void> {
  const known = await database.tenantTx(tenant, packagesByName);
  for (const given of company.packages) {
    if (known.has(given.name) || company.signal.aborted) continue;
    await packages.packages.create({ tenant, by: userId }, packageOf(given));
  }
}

function packageOf({ tenantSlug: _, fairUse, burst, ...given }: DemoPackage): NewPackage {
  const down = burst && { limitBps: burst.downBps, thresholdBps: burst.downThresholdBps, seconds: burst.seconds };
  const up = burst && { limitBps: burst.upBps, thresholdBps: burst.upThresholdBps, seconds: burst.seconds };
  return NewPackage.parse({
    ...given,
    burst: down && up ? { down, up } : null,
    quotaBytes: fairUse?.quotaBytes ?? null,
    fup: fairUse ? { act: 'throttle', rates: { downBps: fairUse.downBps, upBps: fairUse.upBps } } : null,
  });
}

async function makeSubscriber(
  { clock }: FeatureContext,
  { customers, subscriptions }: DemoPopulationParts,
  subject: Subject,
  subscriber: DemoSubscriber,
  { branches, packages }: DemoPlaces,
): Promise<void> {
  const { customerName, branchName, phone, email, address, latitude, longitude, username } = subscriber;
  const customer = await customers.customers.create(
    { tenant: subject.tenant, scope: 'all', by: subject.userId },
    NewCustomer.parse({
      name: customerName,
      ...{ phones: [phone], email, address, latitude, longitude },
      branchId: branches.get(branchName) ?? null,
    }),
  );
  const made = await subscriptions.maker.make(
    subject,
    NewSubscription.parse({
      key: keyOf('made', username),
      customerId: customer.id,
      packageId: packages.get(subscriber.packageName),
      accessType: subscriber.accessType,
      ...{ username, password: subscriber.password },
      // Tomorrow at the earliest: today is over already where the day began earlier.
      validUntilDay: dayAfter(clock.now(), Math.max(1, subscriber.validDays)),
    }),
  );
  if (subscriber.standing === 'active') return;
  await subscriptions.acts.act(subject, made.id, {
    key: keyOf('suspended', username),
    act: { act: 'suspend' },
    reason: 'Moves house',
  });
}

function keyOf(act: string, username: string): IdempotencyKey {
  return IdempotencyKey.parse(`demo-${act}-${username}`);
}

function dayAfter(now: number, days: number): string {
  return new Date(now + days * DAY_MS).toISOString().slice(0, 10);
}
