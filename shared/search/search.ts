import { z } from 'zod';

/** What can be found. One word per kind of object. */
export const SearchKind = z.enum(['alarm', 'customer', 'nas', 'session', 'subscription', 'user']);
export type SearchKind = z.infer<typeof SearchKind>;

/** `GET /api/search?q=&limit=`: what the asker may see, kind by kind, the best of each first. */
export const SearchQuery = z.object({
  q: z.string().trim().min(1).max(100),
  /** Per kind. */
  limit: z.coerce.number().int().min(1).max(20).default(6),
});
export type SearchQuery = z.infer<typeof SearchQuery>;

export const SearchHit = z.object({
  kind: SearchKind,
  id: z.string(),
  title: z.string(),
  /** What tells it from others of the same name. */
  detail: z.string().optional(),
  /** In the words of its own contract, e.g. a severity. */
  state: z.string().max(40).optional(),
});
export type SearchHit = z.infer<typeof SearchHit>;

/** `incomplete`: kinds that did not answer in time or failed; what is shown is right but not all. */
export const SearchAnswer = z.object({ hits: z.array(SearchHit), incomplete: z.array(SearchKind) });
export type SearchAnswer = z.infer<typeof SearchAnswer>;
