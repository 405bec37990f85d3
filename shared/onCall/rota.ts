import { z } from 'zod';
import { BranchId, UserId } from '../values/ids.ts';
import { Instant } from '../values/time.ts';

/** `HH:MM`, 24 hours, as clocks on the wall show it. */
export const WallTime = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'A time like 08:00.');
export type WallTime = z.infer<typeof WallTime>;

/** `YYYY-MM-DD` of the Gregorian calendar. */
export const CalendarDay = z.iso.date('A day like 2026-11-21.');
export type CalendarDay = z.infer<typeof CalendarDay>;

/** ISO 8601: 1 is Monday. */
export const Weekday = z.int().min(1).max(7);

/** The hours in which somebody of the layer is on call; `until` not after `from` ends on the next day. */
export const DutyHours = z.object({
  days: z.array(Weekday).min(1).max(7),
  from: WallTime,
  until: WallTime,
});
export type DutyHours = z.infer<typeof DutyHours>;

/** People in order, each for a period. The first layer is called first, the next one when it does not answer. */
export const RotaLayer = z.object({
  /** Steady while the layer is renamed or moved; swaps name it. */
  id: z.string().regex(/^[a-z0-9]{1,12}$/),
  name: z.string().trim().min(1).max(60),
  people: z.array(UserId).min(1).max(50),
  startsOn: CalendarDay,
  handover: WallTime,
  every: z.object({ count: z.int().min(1).max(90), unit: z.enum(['day', 'week']) }),
  /** Absent: day and night. */
  hours: DutyHours.optional(),
});
export type RotaLayer = z.infer<typeof RotaLayer>;

/** IANA name of the zone whose wall clock handovers follow. */
export const RotaZone = z.string().min(1).max(60).refine(isZone, 'Not a time zone. Use a name like Africa/Nairobi.');

/** What people edit. */
export const RotaPlan = z
  .object({
    name: z.string().trim().min(1).max(80),
    /** Absent: for alarms of every branch. */
    branchId: BranchId.optional(),
    timeZone: RotaZone,
    layers: z.array(RotaLayer).min(1).max(6),
  })
  .refine(({ layers }) => new Set(layers.map(({ id }) => id)).size === layers.length, {
    path: ['layers'],
    message: 'Two layers have the same id.',
  });
export type RotaPlan = z.infer<typeof RotaPlan>;

export const Rota = z.object({ id: z.uuid(), version: z.int(), ...RotaPlan.shape });
export type Rota = z.infer<typeof Rota>;

/** Somebody takes somebody's duty for a time; only accepted ones change who is on call. */
export const Cover = z.object({
  id: z.uuid(),
  layerId: z.string(),
  /** Only where this person would be on call; absent: whoever it is, and gaps as well. */
  insteadOf: UserId.optional(),
  takenBy: UserId,
  from: Instant,
  until: Instant,
});
export type Cover = z.infer<typeof Cover>;

function isZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== '' && !/^[+-]/.test(name);
  } catch {
    return false;
  }
}
