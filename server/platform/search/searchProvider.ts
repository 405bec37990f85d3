import type { SearchHit, SearchKind } from '#shared/search/search.ts';
import type { Permission } from '#shared/tenant/permissions.ts';
import type { BranchId, TenantId } from '#shared/values/ids.ts';
import type { SearchText } from './searchText.ts';

export interface SearchAsk {
  readonly tenant: TenantId;
  readonly branches: readonly BranchId[] | 'all';
  readonly text: SearchText;
  readonly limit: number;
}

/**
 * What a feature lets people find. It answers from memory or from an index, within milliseconds at the largest size:
 * people wait for it with every letter.
 */
export interface SearchProvider {
  readonly kind: SearchKind;
  /** Who may look. */
  readonly permission: Permission;
  /** The best first, at most `limit`, nothing outside of the branches. Throws what its source throws. */
  find(ask: SearchAsk): Promise<readonly SearchHit[]>;
}
