import type { Clock } from '#actors/system/clock.ts';
import type { SearchAnswer, SearchHit, SearchKind } from '#shared/search/search.ts';
import type { Subject } from '../platform/auth/subject.ts';
import { errorFields } from '../platform/log/errorFields.ts';
import type { Logger } from '../platform/log/logger.ts';
import type { SearchProvider } from '../platform/search/searchProvider.ts';
import { parseSearchText } from '../platform/search/searchText.ts';

/** What has not answered by then is left out and named: a person is waiting between two letters. */
const DEADLINE_MS = 1_000;

export type Search = (subject: Subject, typed: string, limit: number) => Promise<SearchAnswer>;

export interface SearchOptions {
  readonly providers: readonly SearchProvider[];
  readonly clock: Clock;
  readonly log: Logger;
}

/** Asks every provider the subject may look into, all at once. One that fails takes nothing from the others. */
export function createSearch({ providers, clock, log }: SearchOptions): Search {
  return async (subject, typed, limit) => {
    const text = parseSearchText(typed);
    const allowed = providers.filter(({ permission }) => subject.permissions.has(permission));
    if (text.words.length === 0 || allowed.length === 0) return { hits: [], incomplete: [] };
    const { tenant, branches } = subject;
    const answers = await Promise.all(
      allowed.map(async (provider): Promise<readonly SearchHit[] | SearchKind> => {
        try {
          return (await inTime(provider.find({ tenant, branches, text, limit }), clock)) ?? provider.kind;
        } catch (error) {
          log.warn({ tenant, kind: provider.kind, ...errorFields(error) }, 'search failed');
          return provider.kind;
        }
      }),
    );
    return {
      hits: answers.flatMap((answer) => (typeof answer === 'string' ? [] : answer.slice(0, limit))),
      incomplete: answers.filter((answer) => typeof answer === 'string'),
    };
  };
}

async function inTime<T>(work: Promise<T>, clock: Clock): Promise<T | undefined> {
  let timer: unknown;
  const deadline = new Promise<undefined>((resolve) => {
    timer = clock.setTimeout(() => resolve(undefined), DEADLINE_MS);
  });
  try {
    return await Promise.race([work, deadline]);
  } finally {
    clock.clearTimeout(timer);
  }
}
