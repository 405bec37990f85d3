import type { Clock } from '#actors/system/clock.ts';
import type { Routes } from '../platform/http/httpApp.ts';
import type { Logger } from '../platform/log/logger.ts';
import type { SearchProvider } from '../platform/search/searchProvider.ts';
import { createSearch } from './search.ts';
import { searchRoutes } from './searchRoutes.ts';

export interface SearchFeatureOptions {
  readonly providers: readonly SearchProvider[];
  readonly clock: Clock;
  readonly log: Logger;
}

/** `GET /api/search`: everything one may see, by a few letters. */
export function createSearchFeature(options: SearchFeatureOptions): { readonly routes: Routes } {
  return { routes: searchRoutes(createSearch(options)) };
}
