import { z } from 'zod';
import { UserId } from '../values/ids.ts';
import { Instant } from '../values/time.ts';
import type { Cover } from './rota.ts';

/** offered: waits for the one who is to take it · accepted: counts · declined, withdrawn: never will */
export const CoverState = z.enum(['offered', 'accepted', 'declined', 'withdrawn']);
export type CoverState = z.infer<typeof CoverState>;

const LONGEST_MS = 92 * 24 * 3_600_000;

/** Giving one’s own duty away, or (for who manages the rota) putting somebody in. */
export const NewCover = z
  .object({
    rotaId: z.uuid(),
    layerId: z.string().max(12),
    /** Whose duty; absent for whoever it is, gaps as well, which only who manages the rota may fill. */
    givenBy: UserId.optional(),
    /** Absent: whoever of the rota accepts first. */
    takenBy: UserId.optional(),
    from: Instant,
    until: Instant,
    note: z.string().trim().max(200).default(''),
    /** At once, without asking: for who manages the rota. */
    decided: z.boolean().default(false),
  })
  .refine(({ from, until }) => until > from, { path: ['until'], message: 'It ends before it begins.' })
  .refine(({ from, until }) => until - from <= LONGEST_MS, { path: ['until'], message: 'At most three months.' })
  .refine(({ givenBy, takenBy }) => takenBy === undefined || takenBy !== givenBy, {
    path: ['takenBy'],
    message: 'It is that person’s duty already.',
  });
export type NewCover = z.infer<typeof NewCover>;

export const CoverOffer = z.object({
  id: z.uuid(),
  rotaId: z.uuid(),
  layerId: z.string(),
  state: CoverState,
  givenBy: UserId.optional(),
  takenBy: UserId.optional(),
  from: Instant,
  until: Instant,
  note: z.string(),
  createdBy: UserId,
  createdAt: Instant,
  decidedBy: UserId.optional(),
  decidedAt: Instant.optional(),
});
export type CoverOffer = z.infer<typeof CoverOffer>;

/** What counts of an offer when asking who is on call. */
export function coverOf({ id, layerId, givenBy, takenBy, from, until, state }: CoverOffer): Cover | undefined {
  if (state !== 'accepted' || takenBy === undefined) return undefined;
  return { id, layerId, takenBy, from, until, ...(givenBy === undefined ? {} : { insteadOf: givenBy }) };
}
