import { z } from 'zod';
import { ActorId } from '../values/ids.ts';

/** `POST /api/bulk/imports/router` (permissions `bulk.import`, `nas.viewSecrets`): 201 with BulkMade. */
export const ImportRouter = z.object({ nasId: ActorId });

/** An account that the router has itself: it is let in by that, whatever RADIUS says of the line (operators.md 3). */
export const RouterShadow = z.object({
  /** The router's own name of the entry. */
  id: z.string(),
  service: z.enum(['ppp', 'hotspot']),
  name: z.string(),
  /** Switched off: it stands in nobody's way. */
  disabled: z.boolean(),
  subscriptionId: ActorId,
  customerName: z.string(),
});
export type RouterShadow = z.infer<typeof RouterShadow>;

/** `GET /api/bulk/routers/:id/shadows` (permissions `bulk.import`, `nas.view`): read from the router now. */
export const RouterShadows = z.object({ accounts: z.int(), shadows: z.array(RouterShadow) });
export type RouterShadows = z.infer<typeof RouterShadows>;
