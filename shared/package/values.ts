import { z } from 'zod';

/** pppoe and hotspot log in · ipoe is known by its MAC (DHCP) · static has an address and sends no RADIUS */
export const AccessType = z.enum(['pppoe', 'hotspot', 'ipoe', 'static']);
export type AccessType = z.infer<typeof AccessType>;

/** Bits per second; up to 400 Gbit/s. */
export const RateBps = z.int('A rate in bits per second.').min(1_000, 'At least 1 kbit/s.').max(400_000_000_000);

/** Down is what the customer receives, up what the customer sends (rx of a router). */
export const Rates = z.object({ downBps: RateBps, upBps: RateBps });
export type Rates = z.infer<typeof Rates>;

/**
 * One direction of a burst: `limitBps` while the mean of the last `seconds` is below `thresholdBps`. A longer time makes
 * longer bursts: with 4 of 8 Mbit/s as threshold and limit and 16 s, a full burst lasts 8 s.
 */
export const BurstDirection = z.object({
  limitBps: RateBps,
  thresholdBps: RateBps,
  seconds: z.int().min(1).max(300),
});
export type BurstDirection = z.infer<typeof BurstDirection>;

export const Burst = z.object({ down: BurstDirection, up: BurstDirection });
export type Burst = z.infer<typeof Burst>;

/** `HH:MM` in the zone of the customer's branch. */
export const TimeOfDay = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'A time of day such as 22:00.');

/** Other rates at some times of the week. `until` at or before `from`: past midnight, into the next day. */
export const RateProfile = z.object({
  /** ISO 8601: Monday 1 to Sunday 7. */
  days: z
    .array(z.int().min(1).max(7))
    .min(1, 'Choose at least one day.')
    .max(7)
    .refine((days) => new Set(days).size === days.length, 'Each day once.'),
  from: TimeOfDay,
  until: TimeOfDay,
  rates: Rates,
});
export type RateProfile = z.infer<typeof RateProfile>;

/** What happens when the quota is used up: slower until the next period, or no more until then. */
export const Fup = z.discriminatedUnion('act', [
  z.object({ act: z.literal('throttle'), rates: Rates }),
  z.object({ act: z.literal('block') }),
]);
export type Fup = z.infer<typeof Fup>;

export const QuotaCounts = z.enum(['total', 'download']);
export type QuotaCounts = z.infer<typeof QuotaCounts>;

export const CycleUnit = z.enum(['day', 'week', 'month', 'year']);
export type CycleUnit = z.infer<typeof CycleUnit>;

/** What a package pays for: so many of the unit, from first use or renewal. */
export const Cycle = z.object({ unit: CycleUnit, count: z.int().min(1).max(1000) });
export type Cycle = z.infer<typeof Cycle>;

/** Whoever comes in beyond the number of sessions is refused, or takes the place of the oldest. */
export const SessionPolicy = z.enum(['refuse', 'newestWins']);
export type SessionPolicy = z.infer<typeof SessionPolicy>;

/** walledGarden: stays connected and sees only how to pay · disconnect: is let in no more */
export const OnExpiry = z.enum(['walledGarden', 'disconnect']);
export type OnExpiry = z.infer<typeof OnExpiry>;
