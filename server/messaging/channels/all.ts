import type { NoticeRoute } from '#shared/notice/values.ts';
import type { Mailer } from '../../platform/mail/mailer.ts';
import type { Channel, Delivery, OutgoingNotice } from './channel.ts';
import { createEmailChannel } from './email/emailChannel.ts';
import { createWebhookChannel, type WebhookChannelOptions } from './webhook/webhookChannel.ts';
import { createWebPushChannel, type WebPushChannelOptions } from './webPush/webPushChannel.ts';

export interface ChannelsOptions extends WebhookChannelOptions, WebPushChannelOptions {
  readonly mailer: Mailer;
}

/** Every way a notice can take; a new one is a folder and a line here. */
export interface Channels {
  deliver(notice: OutgoingNotice, route: NoticeRoute, signal: AbortSignal): Promise<Delivery>;
}

export function createChannels(options: ChannelsOptions): Channels {
  const email = createEmailChannel(options.mailer);
  const push = createWebPushChannel(options);
  const webhook = createWebhookChannel(options);
  const all: readonly Channel[] = [email, push, webhook] as readonly Channel[];
  return {
    async deliver(notice, route, signal) {
      const channel = all.find(({ name }) => name === route.channel);
      if (!channel) return { ok: false, why: `There is no way ${route.channel}.`, retry: false };
      return await channel.deliver(notice, route, signal);
    },
  };
}
