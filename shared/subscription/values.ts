import { z } from 'zod';
import { WallTime, Weekday } from '../onCall/rota.ts';
import { Cycle } from '../package/values.ts';
import { Instant } from '../values/time.ts';

/**
 * pending: never used or waits for its beginning · active: valid · grace: past its end, still served · expired: not served
 * any more · suspended: closed by somebody · left: gone, its name and addresses are free for others
 */
export const SubscriptionState = z.enum(['pending', 'active', 'grace', 'expired', 'suspended', 'left']);
export type SubscriptionState = z.infer<typeof SubscriptionState>;

/** full: the package's rates · fup: its quota is used up, what the package says then is in force */
export const SubscriptionTier = z.enum(['full', 'fup']);
export type SubscriptionTier = z.infer<typeof SubscriptionTier>;

/** off: any equipment · firstUse: the first that comes in is the only one from then on · fixed: those that are listed */
export const MacBinding = z.enum(['off', 'firstUse', 'fixed']);
export type MacBinding = z.infer<typeof MacBinding>;

/** When other rates are in force; `until` not after `from` ends on the next day. */
export const ProfileTimes = z.object({ days: z.array(Weekday).min(1).max(7), from: WallTime, until: WallTime });
export type ProfileTimes = z.infer<typeof ProfileTimes>;

/** What of a package decides on a subscription's deadlines, as it was when it was last applied to it. */
export const SubscriptionTerms = z.object({
  cycle: Cycle,
  /** IANA name of the branch's zone: months and times of day are those of its clocks. */
  zone: z.string().min(1).max(60),
  graceMs: z.int().min(0).max(31_622_400_000),
  /** Absent: unlimited. */
  quotaBytes: z.int().min(1).optional(),
  /** What happens at the end of the quota. */
  quotaAction: z.enum(['throttle', 'block']),
  /** In the package's order: the first that fits is in force. */
  profiles: z.array(ProfileTimes).max(20),
});
export type SubscriptionTerms = z.infer<typeof SubscriptionTerms>;

export const Mac = z
  .string()
  .trim()
  .transform((text) => text.toLowerCase().replaceAll(/[^0-9a-f]/g, ''))
  .refine((digits) => /^[0-9a-f]{12}$/.test(digits), 'A MAC address like 4c:5e:0c:12:34:56.')
  .transform((digits) => digits.match(/../g)!.join(':'));
export const MacList = z
  .array(Mac)
  .max(16, 'At most 16.')
  .transform((macs) => [...new Set(macs)]);

export const Username = z.string().trim().min(1, 'Give a username.').max(128, 'At most 128 characters.');
/** RFC 2865 §5.2: 128 octets. */
export const SubscriptionPassword = z
  .string()
  .min(4, 'At least four characters.')
  .refine((text) => octets(text) <= 128, 'At most 128 bytes.');

export const Ipv4Address = z.ipv4('An address like 100.64.3.7.');
export const Ipv6Prefix = z
  .cidrv6('A prefix like 2001:db8:42::/56.')
  .refine((prefix) => Number(prefix.split('/')[1]) <= 64, 'A prefix of 64 bits or shorter.');
/** RFC 2865 §5.22: destination, gateway and metric; the gateway 0.0.0.0 is the subscriber. */
export const FramedRoute = z
  .string()
  .trim()
  .max(100)
  .regex(
    /^\d{1,3}(\.\d{1,3}){3}\/\d{1,2}( \d{1,3}(\.\d{1,3}){3}( \d{1,3})?)?$/,
    'A route like 203.0.113.8/29 0.0.0.0 1.',
  );

export const Bps = z.int().min(1000, 'At least 1 kbit/s.').max(100_000_000_000, 'At most 100 Gbit/s.');
/** Other rates until a time. */
export const TimedRates = z.object({ downBps: Bps, upBps: Bps, until: Instant });
export type TimedRates = z.infer<typeof TimedRates>;

export const Reason = z.string().trim().min(1, 'Say why.').max(500, 'At most 500 characters.');

/** Kept so long for undoing. */
export const UNDO_WITHIN_MS = 24 * 3_600_000;
/** An extension by hand goes no further. */
export const LONGEST_VALIDITY_MS = 10 * 366 * 86_400_000;

/** In UTF-8. */
function octets(text: string): number {
  let sum = 0;
  for (const character of text) {
    const point = character.codePointAt(0)!;
    sum += point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x1_0000 ? 3 : 4;
  }
  return sum;
}

/**
 * A cut that would have been made by itself and was held back: the line is served on until a person releases the cut or
 * drops it. expiry: its time is over · quota: what it may use is used up. `dropped`: given up until the next period.
 */
export const HeldCut = z.object({
  cause: z.enum(['expiry', 'quota']),
  at: z.number(),
  dropped: z.boolean().optional(),
});
export type HeldCut = z.infer<typeof HeldCut>;
