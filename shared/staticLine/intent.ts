import { z } from 'zod';
import { ActorId } from '../values/ids.ts';

/** Input of the act `nas.applyStaticLine`: what is wanted is worked out when it is carried out. */
export const StaticLineIntent = z.object({ subscriptionId: ActorId, line: z.string() });
export type StaticLineIntent = z.infer<typeof StaticLineIntent>;
