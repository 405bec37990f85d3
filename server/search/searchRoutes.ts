import { SearchAnswer, SearchQuery } from '#shared/search/search.ts';
import { requireSubject } from '../platform/auth/accessControl.ts';
import type { Routes } from '../platform/http/httpApp.ts';
import type { Search } from './search.ts';

/** Whoever is logged in may search; each finds what the role and the branches show anyway. */
export function searchRoutes(search: Search): Routes {
  return (app) => {
    app.get(
      '/api/search',
      {
        config: { access: 'subject' },
        schema: {
          summary: 'Find objects by name, number or address',
          tags: ['search'],
          querystring: SearchQuery,
          response: { 200: SearchAnswer },
        },
      },
      async (request) => {
        const { q, limit } = request.query;
        return await search(requireSubject(request), q, limit);
      },
    );
  };
}
