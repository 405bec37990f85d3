import { z } from 'zod';
import { Difference } from '../deviceIntent/values.ts';
import { ActorId, IdempotencyKey } from '../values/ids.ts';
import { Instant } from '../values/time.ts';

/** Where a line is, and how it stands there. */
export const StaticPlacement = z.object({
  nasId: ActorId,
  /** Absent: the router is gone. */
  nasName: z.string().optional(),
  /** Interface of the router that its equipment is behind. */
  port: z.string().optional(),
  placedAt: Instant,
  /** waiting: the router has not been made so yet · asWanted: read back · drifted: somebody has changed it there since */
  state: z.enum(['waiting', 'asWanted', 'drifted']),
  /** When it was read back as wanted last. */
  appliedAt: Instant.optional(),
  /** What differs on the router, and since when that is known. */
  drift: z.array(Difference),
  driftSince: Instant.optional(),
  /** What differs and was accepted. */
  kept: z.array(Difference),
  /** When its queue was read last; absent: not yet. */
  countedAt: Instant.optional(),
  /** The last sign of life of its equipment. */
  heardAt: Instant.optional(),
});
export type StaticPlacement = z.infer<typeof StaticPlacement>;

/** `GET /api/subscriptions/:id/static-line` (permission `subscription.view`). */
export const StaticLineView = z.object({ placement: StaticPlacement.optional() });
export type StaticLineView = z.infer<typeof StaticLineView>;

/** `PUT /api/subscriptions/:id/static-line` (permission `subscription.setAddresses`): 202; its router is told. */
export const PlaceStaticLine = z.object({
  key: IdempotencyKey,
  nasId: ActorId,
  port: z.string().trim().min(1).max(64).optional(),
});
export type PlaceStaticLine = z.infer<typeof PlaceStaticLine>;

/** `POST /api/subscriptions/:id/static-line/drift` (permission `subscription.setAddresses`). */
export const AnswerDrift = z.object({
  key: IdempotencyKey,
  /** reapply: the router is put right · keep: it stays as it is there, until something else is wanted */
  answer: z.enum(['reapply', 'keep']),
});
export type AnswerDrift = z.infer<typeof AnswerDrift>;

/** A line without RADIUS that is on a router. */
export const StaticLineOnRouter = z.object({
  id: ActorId,
  number: z.int(),
  customerName: z.string(),
  address: z.string().optional(),
  port: z.string().optional(),
  state: StaticPlacement.shape.state,
  differences: z.int(),
  heardAt: Instant.optional(),
});
export type StaticLineOnRouter = z.infer<typeof StaticLineOnRouter>;

/** One whose address the router knows, and that is on no router yet. */
export const FoundStaticLine = z.object({
  id: ActorId,
  number: z.int(),
  customerName: z.string(),
  address: z.string(),
  /** Interface that its equipment is behind, if the router knows. */
  port: z.string().optional(),
});
export type FoundStaticLine = z.infer<typeof FoundStaticLine>;

/** `GET /api/nas/:id/static-lines` (permissions `nas.view`, `subscription.view`). */
export const StaticLinesOnRouter = z.object({
  lines: z.array(StaticLineOnRouter),
  /** Absent: the router can't be asked now. */
  found: z.array(FoundStaticLine).optional(),
});
export type StaticLinesOnRouter = z.infer<typeof StaticLinesOnRouter>;

/** `POST /api/nas/:id/static-lines` (permission `subscription.setAddresses`): 202 with {@link AdoptedStaticLines}. */
export const AdoptStaticLines = z.object({
  key: IdempotencyKey,
  ids: z.array(ActorId).min(1, 'Choose at least one.').max(500, 'At most 500 at once.'),
});
export type AdoptStaticLines = z.infer<typeof AdoptStaticLines>;

export const AdoptedStaticLines = z.object({
  adopted: z.int(),
  refused: z.array(z.object({ id: ActorId, message: z.string() })),
});
export type AdoptedStaticLines = z.infer<typeof AdoptedStaticLines>;
