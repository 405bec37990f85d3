import { z } from 'zod';
import { SearchHit } from '#shared/search/search.ts';

/** What was used last: an object as it was found, a screen by its path, or an act by its id. */
const Recent = z.discriminatedUnion('is', [
  z.object({ is: z.literal('object'), hit: SearchHit }),
  z.object({ is: z.literal('place'), path: z.string() }),
]);
export type Recent = z.infer<typeof Recent>;

const MOST = 8;

/** Per person: colleagues share computers. */
const keyOf = (userId: string): string => `lastmile.recent.${userId}`;

export function readRecents(userId: string): readonly Recent[] {
  try {
    const parsed = z.array(Recent).safeParse(JSON.parse(localStorage.getItem(keyOf(userId)) ?? '[]'));
    return parsed.success ? parsed.data : [];
  } catch {
    return [];
  }
}

export function rememberRecent(userId: string, recent: Recent): void {
  const others = readRecents(userId).filter((one) => nameOf(one) !== nameOf(recent));
  localStorage.setItem(keyOf(userId), JSON.stringify([recent, ...others].slice(0, MOST)));
}

function nameOf(recent: Recent): string {
  return recent.is === 'object' ? `${recent.hit.kind}/${recent.hit.id}` : recent.path;
}
