import { z } from 'zod';
import { ActorId } from '../values/ids.ts';

/** Input of the act `nas.applyStaticLine`: what is wanted is worked out when it is carried out. */
export const StaticLineIntent = z.object({
  subscriptionId: ActorId,
  line: z.string(),
  /** A person wants the router put right, also where nothing else is wanted than was read back last. */
  asked: z.boolean().default(false),
});
export type StaticLineIntent = z.infer<typeof StaticLineIntent>;
