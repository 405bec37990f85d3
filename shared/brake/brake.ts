import { z } from 'zod';
import { HeldCut, Reason } from '../subscription/values.ts';
import { ActorId, IdempotencyKey } from '../values/ids.ts';
import { Instant } from '../values/time.ts';

/** More than this within ten minutes is not cut by itself: expiry and quotas wait for a person (operators.md 5). */
export const AutomaticLimits = z.object({
  lines: z.int('A number of lines.').min(1).max(1_000_000),
  /** Of the company's lines that are served, and of the sessions of each router. */
  percent: z.int('A part in percent.').min(1).max(100),
});
export type AutomaticLimits = z.infer<typeof AutomaticLimits>;
/** Lines that are paid for by the month end a thirtieth a day, and hardly a third of those unpaid. */
export const defaultAutomaticLimits: AutomaticLimits = { lines: 5_000, percent: 10 };

/** Why it paused: how many were to be cut together with those of the ten minutes before, and what they are too many of. */
export const AutomaticPause = z.object({
  beyond: z.enum(['lines', 'company', 'router']),
  lines: z.int(),
  percent: z.number(),
  /** Of which too many would go, with `router`. */
  nas: z.object({ id: ActorId, name: z.string() }).optional(),
});
export type AutomaticPause = z.infer<typeof AutomaticPause>;

/** `GET /api/brake` (permission `bulk.view`). */
export const AutomaticBrake = z.object({
  limits: AutomaticLimits,
  /** Somebody holds all cuts. */
  held: z.boolean(),
  pausedAt: Instant.optional(),
  pause: AutomaticPause.optional(),
  /** Lines whose cut waits, within the asker's branches. */
  waiting: z.int(),
});
export type AutomaticBrake = z.infer<typeof AutomaticBrake>;

/** `GET /api/brake/held-cuts` (permission `bulk.view`): by number of the line. */
export const HeldCutQuery = z.object({
  after: z.coerce.number().int().min(0).default(0),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});
export type HeldCutQuery = z.infer<typeof HeldCutQuery>;
export const HeldCutRow = z.object({
  id: ActorId,
  number: z.int(),
  customerName: z.string(),
  username: z.string().optional(),
  cause: HeldCut.shape.cause,
  heldAt: Instant,
  validUntil: Instant.optional(),
});
export type HeldCutRow = z.infer<typeof HeldCutRow>;
export const HeldCutPage = z.object({ rows: z.array(HeldCutRow), next: z.int().optional() });
export type HeldCutPage = z.infer<typeof HeldCutPage>;

/**
 * `POST /api/brake/held-cuts` (permission `bulk.brake`): cuts are made, or dropped. Of the lines named, or of all whose cut
 * waits; at most 2,000 at once, the answer says how many are left. When none is left, automation goes on.
 */
export const DecideHeldCuts = z.object({
  key: IdempotencyKey,
  act: z.enum(['release', 'drop']),
  /** Absent: all. */
  ids: z.array(ActorId).min(1).max(2_000).optional(),
  /** So long a line is served whose time is over and whose cut is dropped. */
  days: z.int().min(1, 'At least one day.').max(365, 'At most a year.').default(1),
  reason: Reason,
});
export type DecideHeldCuts = z.infer<typeof DecideHeldCuts>;
export const HeldCutsDecided = z.object({ done: z.int(), failed: z.int(), left: z.int() });
export type HeldCutsDecided = z.infer<typeof HeldCutsDecided>;
