import { z } from 'zod';
import { ActorId, IdempotencyKey } from '../values/ids.ts';
import { Reply, Refusal } from './reply.ts';
import { ViewRequest } from './viewRequest.ts';

/** Where a client stopped reading a view; the server answers with what was missed, or with a new snapshot. */
export const ViewPosition = z.object({ epoch: z.string().max(64), n: z.int().min(0) });
export type ViewPosition = z.infer<typeof ViewPosition>;

/** `channel` is chosen by the client, unique on its connection; it names the subscription in every later message. */
export const Subscribe = z.object({
  channel: z.int().min(1),
  request: ViewRequest,
  resume: ViewPosition.optional(),
  /** A channel this one takes the place of (a moved window): closed at the moment the new one is open, not before. */
  replaces: z.int().min(1).optional(),
});
export type Subscribe = z.infer<typeof Subscribe>;

export const Unsubscribe = z.object({ channel: z.int().min(1) });
export type Unsubscribe = z.infer<typeof Unsubscribe>;

/** `resumed`: the missed frames follow; otherwise a snapshot does. */
export const SubscribeReply = z.discriminatedUnion('ok', [
  z.object({ ok: z.literal(true), epoch: z.string(), resumed: z.boolean() }),
  Refusal,
]);
export type SubscribeReply = z.infer<typeof SubscribeReply>;

/** A command to one actor of the caller's tenant; `command` is parsed by the kind's own schema. */
export const SendCommand = z.object({
  key: IdempotencyKey,
  kind: z.string().max(40),
  id: ActorId,
  command: z.looseObject({ type: z.string().max(80) }),
});
export type SendCommand = z.infer<typeof SendCommand>;

/** Socket.IO event name → payload and acknowledgement. */
export const upstream = {
  'view.subscribe': { payload: Subscribe, ack: SubscribeReply },
  'view.unsubscribe': { payload: Unsubscribe, ack: z.object({ ok: z.literal(true) }) },
  command: { payload: SendCommand, ack: Reply },
} as const;
