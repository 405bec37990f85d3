import { z } from 'zod';
import { Instant } from '../values/time.ts';
import { IpPoolRecord } from './registration.ts';

/** From so much on there is an alarm, until it is below the second again. */
export const NEARLY_FULL = 0.9;
export const EASED = 0.87;

/** Kind of the sampled object of a pool; its id is the pool's. */
export const POOL_SAMPLES = 'ipPool';
export const poolMetrics = { used: 'used', size: 'size' } as const;

export const PoolShare = z.object({
  /** Addresses, or prefixes of the delegated length. */
  size: z.number(),
  used: z.number(),
  at: Instant,
});
export type PoolShare = z.infer<typeof PoolShare>;

/** early: too little was measured to say · steady: not filling · filling: full at `fullAt`, if it goes on as in the last days */
export const PoolTrend = z.discriminatedUnion('trend', [
  z.object({ trend: z.enum(['early', 'steady', 'full']) }),
  z.object({ trend: z.literal('filling'), fullAt: Instant }),
]);
export type PoolTrend = z.infer<typeof PoolTrend>;

export const PoolUse = PoolShare.extend({
  forecast: PoolTrend,
  /** Of a pool that routers have, each for itself; empty when this server gives the addresses. */
  routers: z.array(PoolShare.extend({ id: z.string(), name: z.string() })),
});
export type PoolUse = z.infer<typeof PoolUse>;

/** Rows of view `ipPools`. Null: nobody says how much is in use. */
export const IpPoolRow = IpPoolRecord.extend({ use: PoolUse.nullable() });
export type IpPoolRow = z.infer<typeof IpPoolRow>;
