import type { SearchHit } from '#shared/search/search.ts';
import type { TenantId } from '#shared/values/ids.ts';
import type { SearchProvider } from '../platform/search/searchProvider.ts';
import { foldText, searchScore } from '../platform/search/searchText.ts';
import type { NasBoard } from './nasBoard.ts';
import type { NasEntry } from './nasEntry.ts';
import { inNasScope } from './nasScopeText.ts';

/** Routers by name, address, site, model and what they call themselves, from memory; the best first, then the worst off. */
export function nasSearch(boardOf: (tenant: TenantId) => NasBoard): SearchProvider {
  return {
    kind: 'nas',
    permission: 'nas.view',
    find({ tenant, branches, text, limit }) {
      const found: { entry: NasEntry; score: number }[] = [];
      for (const entry of boardOf(tenant).all()) {
        if (!inNasScope(branches, entry.record.branchId)) continue;
        if (!text.words.every((word) => entry.contains(word))) continue;
        found.push({ entry, score: searchScore([foldText(entry.record.name), entry.record.address], text) });
      }
      const best = found.toSorted((left, right) => right.score - left.score || left.entry.rank - right.entry.rank);
      return Promise.resolve(best.slice(0, limit).map(({ entry }) => hitOf(entry)));
    },
  };
}

function hitOf({ record, branchName, state }: NasEntry): SearchHit {
  const detail = [record.address, record.site, branchName].filter(Boolean).join(' · ');
  return { kind: 'nas', id: record.id, title: record.name, detail, state };
}
