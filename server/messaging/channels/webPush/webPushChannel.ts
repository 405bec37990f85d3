import webPush from 'web-push';
import type { Clock } from '#actors/system/clock.ts';
import type { TenantId } from '#shared/values/ids.ts';
import type { Database } from '../../../platform/db/database.ts';
import { describeFailure, sendOutbound } from '../../../platform/outbound/outboundRequest.ts';
import { TargetForbidden, type TargetGuard } from '../../../platform/outbound/targetGuard.ts';
import type { Secrets } from '../../../platform/secrets/secrets.ts';
import type { Channel, Delivery, OutgoingNotice } from '../channel.ts';
import { devicesOf, forgetDevice, markDelivered, type PushDevice } from './pushDeviceStore.ts';
import { pushIdentityOf } from './pushIdentity.ts';

export interface WebPushChannelOptions {
  readonly database: Pick<Database, 'tenantTx'>;
  readonly secrets: Secrets;
  readonly clock: Clock;
  readonly guard: TargetGuard;
  /** `mailto:` or `https:`, whom a push service may ask about these messages (RFC 8292 §2.1). */
  readonly contact: string;
  /** Lets the device say that it has shown or opened the notice. */
  readonly receiptOf: (tenant: TenantId, noticeId: string) => string;
}

/** A push service keeps it for a device that is off; an alarm of yesterday is no use in the morning. */
const KEPT_S = 4 * 3600;
const CONTENT_ENCODING = 'aes128gcm';

type DeviceDelivery = Delivery & { readonly gone?: boolean };

/** Web Push (RFC 8030) to every browser the person has; one that takes it is enough. */
export function createWebPushChannel(options: WebPushChannelOptions): Channel<'push'> {
  const { database, clock } = options;

  async function toDevice(notice: OutgoingNotice, device: PushDevice, signal: AbortSignal): Promise<DeviceDelivery> {
    const delivery = await push(options, notice, device, signal);
    await database.tenantTx(notice.tenant, async (tx) => {
      if (delivery.gone) await forgetDevice(tx, device.id);
      else if (delivery.ok) await markDelivered(tx, device.id, clock.now());
    });
    return delivery;
  }

  return {
    name: 'push',
    async deliver(notice, _route, signal) {
      const { recipient } = notice;
      if (!recipient) return { ok: false, why: 'A push notice needs a person.', retry: false };
      const devices = await database.tenantTx(notice.tenant, (tx) => devicesOf(tx, recipient.userId));
      if (devices.length === 0) return { ok: false, why: 'The person has no device for push notices.', retry: false };
      const deliveries = await Promise.all(devices.map((device) => toDevice(notice, device, signal)));
      return joined(deliveries);
    },
  };
}

/** To one device, for the test button. */
export async function pushToDevice(
  options: WebPushChannelOptions,
  notice: OutgoingNotice,
  device: PushDevice,
  signal: AbortSignal,
): Promise<Delivery> {
  const delivery = await push(options, notice, device, signal);
  if (delivery.gone) await options.database.tenantTx(notice.tenant, (tx) => forgetDevice(tx, device.id));
  return delivery;
}

function joined(deliveries: readonly DeviceDelivery[]): Delivery {
  const taken = deliveries.filter((delivery) => delivery.ok);
  if (taken.length > 0) {
    const devices = deliveries.length === 1 ? '1 device' : `${taken.length} of ${deliveries.length} devices`;
    return { ok: true, proof: `${taken[0]!.proof}, ${devices}` };
  }
  const failed = deliveries.filter((delivery) => !delivery.ok);
  return { ok: false, why: failed[0]?.why ?? '', retry: failed.some(({ retry }) => retry) };
}

async function push(
  options: WebPushChannelOptions,
  notice: OutgoingNotice,
  { endpoint, p256dh, auth }: PushDevice,
  signal: AbortSignal,
): Promise<DeviceDelivery> {
  const identity = await pushIdentityOf(options, notice.tenant);
  try {
    const details = webPush.generateRequestDetails(
      { endpoint, keys: { p256dh, auth } },
      JSON.stringify(payloadOf(notice, options.receiptOf(notice.tenant, notice.noticeId))),
      {
        vapidDetails: { subject: options.contact, ...identity },
        TTL: KEPT_S,
        urgency: 'high',
        // A later attempt takes the place of an earlier one that still waits (RFC 8030 §5.4).
        topic: notice.noticeId.replaceAll('-', '').slice(0, 32),
        contentEncoding: CONTENT_ENCODING,
      },
    );
    const headers = details.headers as Record<string, string | number>;
    const url = new URL(details.endpoint);
    const answer = await sendOutbound({
      method: 'POST',
      url,
      headers,
      body: details.body ?? '',
      signal,
      guard: options.guard,
    });
    const said = `HTTP ${answer.status} from ${url.hostname}`;
    if (answer.status >= 200 && answer.status < 300) return { ok: true, proof: said };
    if (answer.status === 404 || answer.status === 410) {
      return { ok: false, why: `${said}: the device has unsubscribed`, retry: false, gone: true };
    }
    return { ok: false, why: said, retry: answer.status >= 500 || answer.status === 429 };
  } catch (error) {
    return { ok: false, why: describeFailure(error), retry: !(error instanceof TargetForbidden) };
  }
}

/** What client/onCall/noticeWorker.ts reads; at most 3,993 bytes fit (RFC 8291 §4). */
function payloadOf(notice: OutgoingNotice, receipt: string): object {
  const { noticeId, title, text, link, severity, sentAt } = notice;
  return { noticeId, title, text: text.slice(0, 1000), link: new URL(link).pathname, severity, sentAt, receipt };
}
