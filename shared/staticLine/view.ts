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
