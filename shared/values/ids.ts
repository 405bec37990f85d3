import { z } from 'zod';

/** Identifiers are lower-case UUIDs; the brand keeps a branch's id from travelling as a user's. */
const uuid = z.uuid().transform((text) => text.toLowerCase());

export const TenantId = uuid.pipe(z.string().brand<'TenantId'>());
export type TenantId = z.infer<typeof TenantId>;

export const BranchId = uuid.pipe(z.string().brand<'BranchId'>());
export type BranchId = z.infer<typeof BranchId>;

export const UserId = uuid.pipe(z.string().brand<'UserId'>());
export type UserId = z.infer<typeof UserId>;

/** The id part of an actor's address; unique within a tenant and kind. */
export const ActorId = uuid.pipe(z.string().brand<'ActorId'>());
export type ActorId = z.infer<typeof ActorId>;

export const EvidenceId = uuid.pipe(z.string().brand<'EvidenceId'>());
export type EvidenceId = z.infer<typeof EvidenceId>;

/**
 * Chosen by whoever asks, once per intention: the same key never acts twice (kept 90 days).
 * People's commands use a UUID; the system's own keys say where they come from (`deadline:…`).
 */
export const IdempotencyKey = z
  .string()
  .min(8)
  .max(200)
  .regex(/^[\x21-\x7e]+$/)
  .brand<'IdempotencyKey'>();
export type IdempotencyKey = z.infer<typeof IdempotencyKey>;
