import { z } from 'zod';
import { ActorId } from '../values/ids.ts';
import { Instant } from '../values/time.ts';
import { capacityOf, overlaps, parseAddressRange } from './addressRange.ts';

/** server: the product gives the addresses · router: a pool on the routers, named in the answer (Framed-Pool) */
export const IpPoolKind = z.enum(['server', 'router']);
export type IpPoolKind = z.infer<typeof IpPoolKind>;

/** walledGarden: for those whose time is over, who see nothing but how to pay */
export const IpPoolPurpose = z.enum(['subscribers', 'walledGarden']);
export type IpPoolPurpose = z.infer<typeof IpPoolPurpose>;

/** What a line gets of a pool of IPv6 of this server that delegates nothing: a prefix for itself (RFC 4861 wants /64). */
export const LINE_PREFIX = 64;

/** In what pieces a pool of IPv6 is given; null: as single addresses. */
export function pieceOf({
  family,
  kind,
  delegatedLength,
}: {
  readonly family: 4 | 6;
  readonly kind: 'server' | 'router';
  readonly delegatedLength: number | null;
}): number | null {
  if (family === 4) return null;
  return delegatedLength ?? (kind === 'server' ? LINE_PREFIX : null);
}

export const IpFamily = z.union([z.literal(4), z.literal(6)]);
export type IpFamily = z.infer<typeof IpFamily>;

/** `10.0.0.10-10.0.0.200`, `10.0.0.0/24` or one address. */
export const RangeText = z
  .string()
  .trim()
  .max(90)
  .refine((text) => parseAddressRange(text) !== undefined, 'A range such as 10.0.0.10-10.0.0.250 or 10.0.0.0/24.');

const fields = {
  name: z.string().trim().min(1, 'Give it a name.').max(120),
  family: IpFamily,
  kind: IpPoolKind,
  purpose: IpPoolPurpose,
  /** What it is called on its routers; for kind router only. */
  routerPool: z
    .string()
    .trim()
    .min(1)
    .max(120)
    .regex(/^[\x21-\x7e]+$/, 'As it is written on the router, without spaces.')
    .nullable(),
  /** In the order they are used. A pool on routers may leave them out; with them, overlaps are found. */
  ranges: z.array(RangeText).max(200, 'At most 200 ranges.'),
  /** Length of the prefixes that are delegated; null: each line gets an address or, of IPv6 of this server, a /64. */
  delegatedLength: z.int().min(32).max(64).nullable(),
  /** Routers it is for; none: all. */
  nasIds: z.array(ActorId).max(500),
  /** An address is kept this long for whom it was given to last, as long as others are free. */
  holdSeconds: z.int().min(0).max(31_536_000),
  notes: z.string().trim().max(2000),
};
const shape = z.object(fields);
type Shape = z.infer<typeof shape>;

/** What is wrong with a pool as a whole; undefined when nothing is. */
export function poolTrouble(pool: Shape): { readonly path: keyof Shape; readonly message: string } | undefined {
  const ranges = pool.ranges.flatMap((text) => parseAddressRange(text) ?? []);
  if (pool.kind === 'server' && ranges.length === 0) return { path: 'ranges', message: 'Give at least one range.' };
  if ((pool.kind === 'router') !== (pool.routerPool !== null))
    return { path: 'routerPool', message: 'Give the name on the routers for a pool on routers, and only then.' };
  if (ranges.some(({ family }) => family !== pool.family))
    return { path: 'ranges', message: `Only IPv${pool.family} ranges, as the pool is.` };
  if (pool.delegatedLength !== null && pool.family !== 6)
    return { path: 'delegatedLength', message: 'Prefixes are delegated of IPv6 only.' };
  if (ranges.some((range, index) => ranges.slice(0, index).some((other) => overlaps(range, other))))
    return { path: 'ranges', message: 'Two of the ranges overlap.' };
  if (ranges.some((range) => capacityOf([range], pieceOf(pool)) === 0n))
    return { path: 'ranges', message: 'A range is smaller than one prefix of this length.' };
  return undefined;
}

export const NewIpPool = z
  .object({
    ...fields,
    family: fields.family.default(4),
    kind: fields.kind.default('server'),
    purpose: fields.purpose.default('subscribers'),
    routerPool: fields.routerPool.default(null),
    ranges: fields.ranges.default([]),
    delegatedLength: fields.delegatedLength.default(null),
    nasIds: fields.nasIds.default([]),
    holdSeconds: fields.holdSeconds.default(86_400),
    notes: fields.notes.default(''),
  })
  .superRefine((pool, context) => {
    const trouble = poolTrouble(pool);
    if (trouble) context.addIssue({ code: 'custom', path: [trouble.path], message: trouble.message });
  });
export type NewIpPool = z.infer<typeof NewIpPool>;

/** What is absent stays as it is. A pool stays of its family and kind. */
export const IpPoolChange = z
  .object(fields)
  .omit({ family: true, kind: true })
  .partial()
  .extend({ version: z.int().min(1) });
export type IpPoolChange = z.infer<typeof IpPoolChange>;

export const IpPoolRecord = z.object({
  ...fields,
  ranges: z.array(z.string()),
  id: ActorId,
  version: z.int(),
  /** Addresses, or prefixes of the delegated length; as text, for IPv6 holds more than a number does. */
  capacity: z.string(),
  /** Packages that use it, archived ones left out. */
  packages: z.int(),
  createdAt: Instant,
  changedAt: Instant,
  archivedAt: Instant.nullable(),
});
export type IpPoolRecord = z.infer<typeof IpPoolRecord>;

/** `GET /api/ip-pools` */
export const IpPoolQuery = z.object({ archived: z.enum(['true', 'false']).default('false') });
