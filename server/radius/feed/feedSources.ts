import type { UsernameRules } from '#shared/subscription/usernameKey.ts';
import type { TenantId } from '#shared/values/ids.ts';
import type { NasRadiusEntries } from '../../nas/nasFeature.ts';
import type { Database } from '../../platform/db/database.ts';
import type { PolicySource } from './policySource.ts';
import {
  feedPackages,
  feedPools,
  feedRules,
  numberedTemplates,
  numberTemplates,
  type FeedPackage,
  type FeedPool,
  type NumberedTemplate,
} from './radiusFeedStore.ts';

/** Where the projection comes from; each rejects while the database does not answer. */
export interface FeedSources {
  readonly policies: readonly PolicySource[];
  readonly nas: NasRadiusEntries;
  rules(tenant: TenantId): Promise<UsernameRules>;
  packages(tenant: TenantId): Promise<readonly FeedPackage[]>;
  pools(tenant: TenantId): Promise<readonly FeedPool[]>;
  numberTemplates(tenant: TenantId, keys: readonly string[]): Promise<readonly NumberedTemplate[]>;
  numberedTemplates(tenant: TenantId): Promise<readonly NumberedTemplate[]>;
  /** Where routers listen that say nothing else. */
  readonly incomingPort: number;
}

export function feedSources(
  database: Database,
  parts: Pick<FeedSources, 'policies' | 'nas' | 'incomingPort'>,
): FeedSources {
  return {
    ...parts,
    rules: (tenant) => database.tenantTx(tenant, feedRules),
    packages: (tenant) => database.tenantTx(tenant, feedPackages),
    pools: (tenant) => database.tenantTx(tenant, feedPools),
    numberTemplates: (tenant, keys) => database.tenantTx(tenant, (tx) => numberTemplates(tx, keys)),
    numberedTemplates: (tenant) => database.tenantTx(tenant, numberedTemplates),
  };
}
