import { z } from 'zod';
import { Reason } from '../tenant/administration.ts';
import { ActorId, IdempotencyKey } from '../values/ids.ts';
import { OnboardingItem } from './onboarding.ts';
import { NasService } from './values.ts';

/** What can be done to a router; each becomes a device intent with a read-back. */
export const NasAct = z.discriminatedUnion('act', [
  /** Everybody behind it is cut for as long as it takes to start. Proof: it says it has started since. */
  z.object({ act: z.literal('nas.reboot') }),
  /** Puts right what the onboarding check found, all of it or these items. Proof: the check. */
  z.object({ act: z.literal('nas.applyOnboarding'), items: z.array(OnboardingItem).max(9).optional() }),
  /** Ends one session; the customer's equipment may dial again at once. Proof: it is gone from the router's list. */
  z.object({
    act: z.literal('nas.endSession'),
    service: NasService,
    activeId: z.string().min(1).max(60),
    name: z.string().max(250),
  }),
]);
export type NasAct = z.infer<typeof NasAct>;

/**
 * `POST /api/nas/:id/acts` (permission `nas.operate`): 202 with {@link NasActAsked}, or 202 with ApprovalNeeded when it is
 * beyond the asker's limit (an act counts 1). The same key never acts twice.
 */
export const AskNasAct = z.object({ key: IdempotencyKey, act: NasAct, reason: Reason.optional() });
export type AskNasAct = z.infer<typeof AskNasAct>;

/** Follow it in the view `deviceIntents`. */
export const NasActAsked = z.object({ intentId: ActorId });
export type NasActAsked = z.infer<typeof NasActAsked>;
