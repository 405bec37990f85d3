import { z } from 'zod';
import { SubscriptionState } from '../subscription/values.ts';
import { ActorId } from '../values/ids.ts';
import { Instant } from '../values/time.ts';

/** What stands between a line and the network, or what was looked at and is well. */
export const FindingCode = z.enum([
  'online',
  'left',
  'suspended',
  'pending',
  'waitsForFirstUse',
  'expired',
  'quotaUsed',
  'noPassword',
  'static',
  'radiusOff',
  'radiusDown',
  'radiusStarting',
  'routerDown',
  'routerSilent',
  'secretWrong',
  'unknownSource',
  'unknownSession',
  'wrongPassword',
  'noCredentials',
  'methodImpossible',
  'unknownUser',
  'macNotBound',
  'noMacAllowed',
  'alreadyConnected',
  'noAddress',
  'wrongRouter',
  'wrongService',
  'wrongAccessType',
  'eap',
  'refusedBefore',
  'lastEnded',
  'notHeard',
]);
export type FindingCode = z.infer<typeof FindingCode>;

/** What a person can do about a finding on the line's own page. */
export const FindingAct = z.enum([
  'resume',
  'renew',
  'activate',
  'return',
  'addQuota',
  'newPassword',
  'changeCredentials',
  'resetMac',
]);
export type FindingAct = z.infer<typeof FindingAct>;

/** Rows `0`, `1` … of view `troubleshooting`, the first to look at first. cause: it can't come in while that is so. */
export const Finding = z.object({
  code: FindingCode,
  tone: z.enum(['cause', 'likely', 'fine']),
  /** When it was seen last, or since when it is so. */
  at: Instant.optional(),
  times: z.int().optional(),
  nasId: ActorId.optional(),
  nasName: z.string().optional(),
  mac: z.string().optional(),
  address: z.string().optional(),
  /** A person's words, a reason's or a pool's name. */
  reason: z.string().optional(),
  act: FindingAct.optional(),
});
export type Finding = z.infer<typeof Finding>;

/** `GET /api/subscriptions/:id/troubleshooting` (permissions subscription.view and session.view): the same, as of now. */
export const Findings = z.object({ findings: z.array(Finding) });

/** `GET /api/troubleshooting?text=` (permissions subscription.view and session.view): by username, MAC, phone, name or number. */
export const TroubleshootingQuery = z.object({ text: z.string().trim().min(2, 'Two letters at least.').max(100) });
export const TroubleshootingCandidates = z.object({
  lines: z.array(
    z.object({
      id: ActorId,
      number: z.int(),
      username: z.string().optional(),
      customerName: z.string(),
      packageName: z.string(),
      state: SubscriptionState,
      online: z.boolean(),
    }),
  ),
  /** Refusals of the last day of whom no line is known: a misspelt name, equipment of somebody else. */
  strangers: z.array(
    z.object({
      username: z.string(),
      mac: z.string().optional(),
      reason: z.string(),
      times: z.int(),
      lastAt: Instant,
      nasName: z.string().optional(),
    }),
  ),
});
export type TroubleshootingCandidates = z.infer<typeof TroubleshootingCandidates>;
