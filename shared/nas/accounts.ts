import { z } from 'zod';
import { ActorId, IdempotencyKey } from '../values/ids.ts';
import { NasService } from './values.ts';

/** Input of the act `nas.switchAccounts`: a batch of accounts that a router has itself. */
export const SwitchAccounts = z.object({
  service: NasService,
  names: z.array(z.string().min(1).max(128)).min(1, 'Name at least one.').max(100, 'At most 100 at once.'),
  /** true: they let nobody in any more, RADIUS is asked */
  disabled: z.boolean(),
  /** Of those that are switched off: who is in by one of them comes in anew, and then RADIUS is asked. */
  endsSessions: z.boolean().default(false),
  /** The batch that this one takes back. */
  undoes: ActorId.optional(),
});
export type SwitchAccounts = z.infer<typeof SwitchAccounts>;

/** `POST /api/bulk/routers/:id/accounts` (permissions `bulk.act`, `nas.operate`): 202 with the id of the intent. */
export const AskSwitchAccounts = SwitchAccounts.omit({ undoes: true }).extend({ key: IdempotencyKey });
