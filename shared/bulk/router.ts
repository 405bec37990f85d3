import { z } from 'zod';
import { DeviceIntentState } from '../deviceIntent/values.ts';
import { NasService } from '../nas/values.ts';
import { SubscriptionState } from '../subscription/values.ts';
import { ActorId, IdempotencyKey } from '../values/ids.ts';
import { Instant } from '../values/time.ts';

/** `POST /api/bulk/imports/router` (permissions `bulk.import`, `nas.viewSecrets`): 201 with BulkMade. */
export const ImportRouter = z.object({ nasId: ActorId });

/** An account that the router has itself: it is let in by that, whatever RADIUS says of the line (operators.md 3). */
export const RouterShadow = z.object({
  /** The router's own name of the entry. */
  id: z.string(),
  service: NasService,
  name: z.string(),
  /** Switched off: it stands in nobody's way. */
  disabled: z.boolean(),
  subscriptionId: ActorId,
  /** Of the line: one that is not let in any more comes in by this account all the same. */
  lineState: SubscriptionState,
  customerName: z.string(),
});
export type RouterShadow = z.infer<typeof RouterShadow>;

/** `GET /api/bulk/routers/:id/shadows` (permissions `bulk.import`, `nas.view`): read from the router now. */
export const RouterShadows = z.object({ accounts: z.int(), shadows: z.array(RouterShadow) });
export type RouterShadows = z.infer<typeof RouterShadows>;

/** Accounts that were switched together, and what is known of that. */
export const SwitchBatch = z.object({
  intentId: ActorId,
  service: NasService,
  disabled: z.boolean(),
  /** How many were asked for, and how many stood otherwise before: those are what taking it back is about. */
  asked: z.int(),
  changed: z.int().optional(),
  state: DeviceIntentState,
  at: Instant,
  byName: z.string().optional(),
  undoneBy: ActorId.optional(),
});
export type SwitchBatch = z.infer<typeof SwitchBatch>;

/** `GET /api/bulk/routers/:id/batches` (permission `nas.view`): latest first. */
export const SwitchBatches = z.object({ batches: z.array(SwitchBatch) });

/** `POST /api/bulk/routers/:id/batches/undo` (permissions `bulk.act`, `nas.operate`): 202 with the id of the intent. */
export const UndoSwitchBatch = z.object({ key: IdempotencyKey, intentId: ActorId });
