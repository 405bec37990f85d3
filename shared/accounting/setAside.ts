import { z } from 'zod';
import { Instant } from '../values/time.ts';

/** Part of what the RADIUS server wrote down that the database refused. */
export const SetAsideEntry = z.object({
  id: z.uuid(),
  at: Instant,
  /** What the database said. */
  error: z.string(),
  /** report: of a router · rejects, closed, unknownSince: of the RADIUS server · unreadable: nobody can tell any more */
  kind: z.enum(['report', 'rejects', 'closed', 'unknownSince', 'unreadable']),
  router: z.object({ id: z.string(), name: z.string().nullable() }).nullable(),
  /** Of a report: when it came, and when its session began. */
  receivedAt: Instant.nullable(),
  beganAt: Instant.nullable(),
  /** What it says, without anything a password could be read from. */
  facts: z.array(z.object({ name: z.string(), value: z.string() })),
  /** The last time somebody tried to load it. */
  triedAt: Instant.nullable(),
  triedError: z.string().nullable(),
});
export type SetAsideEntry = z.infer<typeof SetAsideEntry>;

/** Reports that were lost before they were stored. */
export const AccountingLoss = z.object({ id: z.uuid(), at: Instant, what: z.string() });
export type AccountingLoss = z.infer<typeof AccountingLoss>;

/** `GET /api/accounting/set-aside`: the newest, and how many there are. */
export const SetAsideList = z.object({
  entries: z.array(SetAsideEntry),
  total: z.int(),
  losses: z.array(AccountingLoss),
});
export type SetAsideList = z.infer<typeof SetAsideList>;

/** `POST /api/accounting/set-aside/:id/discard` */
export const SetAsideDiscard = z.object({ reason: z.string().trim().min(3, 'Say why.').max(500) });
/** `POST /api/accounting/losses/:id/note` */
export const LossNote = z.object({ note: z.string().trim().min(3, 'Say what was found out.').max(500) });
/** `POST /api/accounting/set-aside/:id/retry`. refused: as `error` says, and it stays. */
export const SetAsideRetried = z.discriminatedUnion('outcome', [
  z.object({ outcome: z.literal('loaded') }),
  z.object({ outcome: z.literal('refused'), error: z.string() }),
]);
export type SetAsideRetried = z.infer<typeof SetAsideRetried>;

export const setAsideRefusals = {
  'accounting/not-set-aside': 'It is not set aside any more: somebody has loaded or discarded it.',
  'accounting/loss-not-found': 'There is no such loss, or somebody has taken note of it.',
} as const;
export type SetAsideRefusalCode = keyof typeof setAsideRefusals;
