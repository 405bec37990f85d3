import type { TenantTx } from '../platform/db/transaction.ts';
import { feedPackages } from './feed/radiusFeedStore.ts';
import type { TemplateKey } from './feed/replyKey.ts';
import { serviceProfileOf } from './feed/serviceProfileOf.ts';
import type { ServiceProfile } from './reply/serviceProfile.ts';

export type { ServiceProfile } from './reply/serviceProfile.ts';

/**
 * What packages want of a router, in no router's words, for lines that are served without RADIUS. Answers a function of
 * the key; undefined for a package that is not there.
 */
export async function servicesOf(tx: TenantTx): Promise<(key: TemplateKey) => ServiceProfile | undefined> {
  const packages = new Map((await feedPackages(tx)).map((one) => [one.id, one]));
  return (key) => {
    const bought = packages.get(key.packageId);
    return bought && serviceProfileOf(key, bought, new Map());
  };
}
