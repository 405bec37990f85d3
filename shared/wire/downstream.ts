import { z } from 'zod';
import { Instant } from '../values/time.ts';

export const Fields = z.record(z.string(), z.json());
export type Fields = z.infer<typeof Fields>;

/** A row of a view. `version` grows with every change of the entity, so applying twice is harmless. */
export const ViewRow = z.object({ id: z.string(), version: z.int(), fields: Fields });
export type ViewRow = z.infer<typeof ViewRow>;

/** put: new or changed · leave: still exists but is not in this filter or window any more · remove: is gone */
export const Change = z.discriminatedUnion('op', [
  z.object({ op: z.literal('put'), id: z.string(), version: z.int(), fields: Fields }),
  z.object({ op: z.literal('leave'), id: z.string(), version: z.int() }),
  z.object({ op: z.literal('remove'), id: z.string(), version: z.int() }),
]);
export type Change = z.infer<typeof Change>;

/**
 * Sent once per subscription, and again whenever the client can't be brought up to date with frames. Like frames it
 * names the shared view and no channel, so that all who wait for it get the same bytes.
 */
export const Snapshot = z.object({
  epoch: z.string(),
  n: z.int(),
  rows: z.array(ViewRow),
  /** Ids in display order. */
  order: z.array(z.string()),
  /** How many rows match the filter, of which `rows` is a window. */
  total: z.int(),
  at: Instant,
});
export type Snapshot = z.infer<typeof Snapshot>;

/**
 * One coalesced step of a view, the same bytes for all its subscribers: `epoch` is the shared view's, `n` follows the
 * previous frame's. `order` is present when membership or order changed.
 */
export const Frame = z.object({
  epoch: z.string(),
  n: z.int(),
  changes: z.array(Change),
  order: z.array(z.string()).optional(),
  total: z.int(),
  at: Instant,
});
export type Frame = z.infer<typeof Frame>;

/** The subscriber's permissions or branches changed: the channel shows another shared view now, its snapshot follows. */
export const Moved = z.object({ channel: z.int(), epoch: z.string() });
export type Moved = z.infer<typeof Moved>;

/** The channel is closed: by permissions (final) or because the view failed (`view/unavailable`: subscribe again). */
export const Revoked = z.object({ channel: z.int(), code: z.string(), message: z.string() });
export type Revoked = z.infer<typeof Revoked>;

/** Every second: proof that the path from the event log to this socket is alive. `lagMs`: age of what is not yet shown. */
export const Beat = z.object({ at: Instant, lagMs: z.int().min(0) });
export type Beat = z.infer<typeof Beat>;

/** First message on a connection. The client reloads itself when `protocol` differs from its own. */
export const Hello = z.object({
  protocol: z.int(),
  at: Instant,
  /** Changes with every start of the server process. */
  boot: z.string(),
});
export type Hello = z.infer<typeof Hello>;

export const SessionEnded = z.object({ reason: z.enum(['logout', 'revoked', 'disabled', 'expired', 'role-changed']) });
export type SessionEnded = z.infer<typeof SessionEnded>;

/** Socket.IO event name → payload. */
export const downstream = {
  hello: Hello,
  beat: Beat,
  'view.snapshot': Snapshot,
  'view.frame': Frame,
  'view.moved': Moved,
  'view.revoked': Revoked,
  'session.ended': SessionEnded,
} as const;
