import { demoPackages } from '#shared/lab/demoPackages.ts';
import { demoSubscribers } from '#shared/lab/demoSubscribers.ts';
import type { CustomerFeature } from '../customer/customerFeature.ts';
import type { PackageFeature } from '../package/packageFeature.ts';
import type { Feature, FeatureContext } from '../platform/feature.ts';
import { errorFields } from '../platform/log/errorFields.ts';
import type { SubscriptionFeature } from '../subscription/subscriptionFeature.ts';
import type { VoucherFeature } from '../voucher/voucherFeature.ts';
import { companiesBySlug } from './demoPopulationStore.ts';
import { demoVouchers } from './demoVouchers.ts';
import { populate } from './populate.ts';

export interface DemoPopulationParts {
  readonly customers: CustomerFeature;
  readonly packages: PackageFeature;
  readonly subscriptions: SubscriptionFeature;
  readonly vouchers: Pick<VoucherFeature, 'maker' | 'acts'>;
  /** Of the person in whose name it is done, by company. */
  readonly ownerOf: (slug: string) => string | undefined;
}

/** The customers whose equipment the lab lets dial: made as staff would make them, those that are missing at each start. */
export function createDemoPopulationFeature(context: FeatureContext, parts: DemoPopulationParts): Feature {
  const stopped = new AbortController();
  let work: Promise<void> = Promise.resolve();

  async function populateAll(): Promise<void> {
    const slugs = [...new Set(demoPackages.map(({ tenantSlug }) => tenantSlug))];
    const subscribers = demoSubscribers();
    const companies = await context.database.systemTx((tx) => companiesBySlug(tx, slugs));
    for (const { tenant, slug } of companies) {
      const made = await populate(context, parts, {
        tenant,
        email: parts.ownerOf(slug),
        packages: demoPackages.filter(({ tenantSlug }) => tenantSlug === slug),
        subscribers: subscribers.filter(({ tenantSlug }) => tenantSlug === slug),
        vouchers: demoVouchers.filter(({ tenantSlug }) => tenantSlug === slug),
        signal: stopped.signal,
      });
      if (made > 0) context.log.info({ company: slug, made }, 'customers of the demonstration were made');
    }
  }

  return {
    name: 'demoPopulation',
    // Not waited for: the console is there at once, and fills.
    async labStarted() {
      work = work.then(populateAll).catch((error: unknown) => {
        if (!stopped.signal.aborted)
          context.log.error({ err: errorFields(error) }, 'the customers of the demonstration could not be made');
      });
      await Promise.resolve();
    },
    async stop() {
      stopped.abort();
      await work;
    },
  };
}
