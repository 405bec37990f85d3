import { z } from 'zod';

/** How a notice travels. A webhook is one of those the company has set up: a chat, an SMS gateway, anything with HTTP. */
export const NoticeRoute = z.discriminatedUnion('channel', [
  z.object({ channel: z.literal('push') }),
  z.object({ channel: z.literal('email') }),
  z.object({ channel: z.literal('webhook'), webhookId: z.uuid() }),
]);
export type NoticeRoute = z.infer<typeof NoticeRoute>;

export const NoticeChannelName = z.enum(['push', 'email', 'webhook']);
export type NoticeChannelName = z.infer<typeof NoticeChannelName>;

/** What a notice is about, so that opening it leads there. */
export const NoticeSubject = z.object({ kind: z.enum(['alarm', 'cover', 'maintenance']), id: z.uuid() });
export type NoticeSubject = z.infer<typeof NoticeSubject>;

/**
 * sending: handed to a channel, which has not answered yet · queued: the channel failed and is tried again ·
 * delivered: the channel has taken it (SMTP 250, HTTP 2xx, the push service) · seen: the person has opened it ·
 * failed: no way was left · cancelled: nobody needed it any more
 */
export const NoticeState = z.enum(['sending', 'queued', 'delivered', 'seen', 'failed', 'cancelled']);
export type NoticeState = z.infer<typeof NoticeState>;

/** Per way; then the next way is taken, or the notice has failed. */
export const MOST_TRIES = 4;
export const RETRY_AFTER_MS = [5_000, 20_000, 60_000] as const;
/** A sender that says nothing for so long is gone, and another one sends. Longer than any channel may take. */
export const SENDING_LEASE_MS = 45_000;
