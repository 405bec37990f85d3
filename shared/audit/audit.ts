import { z } from 'zod';
import { ActorId, EvidenceId, UserId } from '../values/ids.ts';
import { Instant } from '../values/time.ts';

/**
 * `GET /api/audit` (permission `audit.view`, all branches): newest first. A page looks through a bounded part of the log,
 * so it may hold fewer rows than asked for, or none, and still have a `next`.
 */
export const AuditQuery = z.object({
  /** `people`: what somebody did · `system`: what happened by itself · `all`. */
  by: z.enum(['people', 'system', 'all']).default('people'),
  user: UserId.optional(),
  kind: z.string().max(40).optional(),
  id: ActorId.optional(),
  /** An event's type, or its beginning: `user.` */
  type: z.string().max(80).optional(),
  from: z.coerce.number().pipe(Instant).optional(),
  to: z.coerce.number().pipe(Instant).optional(),
  /** In the type, the facts, or the names of people and objects. */
  text: z.string().trim().max(100).default(''),
  /** `next` of the page before. */
  before: z.coerce.number().int().min(1).max(Number.MAX_SAFE_INTEGER).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});
export type AuditQuery = z.infer<typeof AuditQuery>;

export const AuditChange = z.object({ before: z.json().optional(), after: z.json().optional() });
export type AuditChange = z.infer<typeof AuditChange>;

/** Another event (its position), a piece of evidence (`GET /api/evidence/:id`), a person's command, or a deadline. */
export const AuditCause = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('event'), position: z.int() }),
  z.object({ kind: z.literal('evidence'), id: EvidenceId }),
  z.object({ kind: z.literal('command') }),
  z.object({ kind: z.literal('deadline'), name: z.string() }),
]);
export type AuditCause = z.infer<typeof AuditCause>;

export const AuditRow = z.object({
  /** Also the `before` that shows the event first: position + 1. */
  position: z.int(),
  at: Instant,
  kind: z.string(),
  objectId: ActorId,
  /** What the object is called now. */
  objectName: z.string().optional(),
  type: z.string(),
  user: z.object({ id: UserId, name: z.string() }).optional(),
  cause: AuditCause.optional(),
  changes: z.record(z.string(), AuditChange),
  /** Everything else that the event says. */
  facts: z.record(z.string(), z.json()),
});
export type AuditRow = z.infer<typeof AuditRow>;

export const AuditPage = z.object({
  rows: z.array(AuditRow),
  next: z.int().optional(),
  /** The page ends where looking further would have taken too long, not because `limit` was reached. */
  partial: z.boolean(),
});
export type AuditPage = z.infer<typeof AuditPage>;

/** `GET /api/audit.csv` takes the same filters without `before` and `limit`; at most 100,000 events, recorded as `audit.exported`. */
export const AuditExportQuery = AuditQuery.omit({ before: true, limit: true });
export type AuditExportQuery = z.infer<typeof AuditExportQuery>;

/** `GET /api/evidence/:id` (permission `audit.view`, all branches). */
export const EvidenceView = z.object({
  id: EvidenceId,
  kind: z.string(),
  receivedAt: Instant,
  bytes: z.int(),
  /** When the bytes are UTF-8 text; `base64` otherwise. */
  text: z.string().optional(),
  base64: z.string().optional(),
});
export type EvidenceView = z.infer<typeof EvidenceView>;
