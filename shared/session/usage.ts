import { z } from 'zod';
import { ActorId, BranchId } from '../values/ids.ts';
import { Instant } from '../values/time.ts';

/** Of which part of the network: a branch, a router; absent: all that one may see. */
const where = { branch: BranchId.optional(), router: ActorId.optional() };

/** `GET /api/usage/top`: who used most in the last days, most first. With a router: of those who were in on it. */
export const TopQuery = z.object({
  days: z.coerce.number().int().min(1).max(31).default(1),
  by: z.enum(['total', 'down', 'up']).default('total'),
  ...where,
});
export type TopQuery = z.infer<typeof TopQuery>;

export const TopUser = z.object({
  /** Of the line or voucher. */
  id: ActorId,
  /** gone: it exists no more. */
  kind: z.enum(['line', 'voucher', 'gone']),
  username: z.string().optional(),
  customer: z.string().optional(),
  /** The batch of a voucher. */
  batchId: ActorId.optional(),
  octetsIn: z.number(),
  octetsOut: z.number(),
});
export type TopUser = z.infer<typeof TopUser>;
/** Of a large company the list is some minutes old; `asOf` says when it was made. */
export const TopUsers = z.object({ users: z.array(TopUser), asOf: Instant });

/** `GET /api/usage/hours`: what routers carried by hour, for trend and heatmap. */
export const HoursQuery = z.object({ days: z.coerce.number().int().min(1).max(92).default(28), ...where });
export const UsageHour = z.object({ at: Instant, octetsIn: z.number(), octetsOut: z.number() });
export type UsageHour = z.infer<typeof UsageHour>;
export const UsageHours = z.object({ hours: z.array(UsageHour) });

/** `GET /api/usage/branches`: the same for each branch; `branchId` is absent for routers without one. */
export const BranchesQuery = HoursQuery.pick({ days: true });
export const BranchHour = UsageHour.extend({ branchId: BranchId.optional() });
export type BranchHour = z.infer<typeof BranchHour>;
export const BranchHours = z.object({ hours: z.array(BranchHour) });
