import { z } from 'zod';
import type { TenantId } from '#shared/values/ids.ts';
import type { Database } from '../../../platform/db/database.ts';
import { describeFailure, sendOutbound } from '../../../platform/outbound/outboundRequest.ts';
import { TargetForbidden, type TargetGuard } from '../../../platform/outbound/targetGuard.ts';
import type { Secrets } from '../../../platform/secrets/secrets.ts';
import type { Channel, Delivery, OutgoingNotice } from '../channel.ts';
import { renderWebhook, type WebhookSecrets } from './webhookMessage.ts';
import { findWebhook, type StoredWebhook } from './webhookStore.ts';

const PURPOSE = 'notice.webhook';
const SealedSecrets = z.object({ headers: z.record(z.string(), z.string()), signingKey: z.string().optional() });

export function sealWebhook(secrets: Secrets, tenant: TenantId, values: WebhookSecrets): Buffer {
  return secrets.encrypt(tenant, PURPOSE, JSON.stringify(values));
}

export function openWebhook(secrets: Secrets, tenant: TenantId, sealed: Buffer | undefined): WebhookSecrets {
  if (sealed === undefined) return { headers: {} };
  return SealedSecrets.parse(JSON.parse(secrets.decrypt(tenant, PURPOSE, sealed)));
}

export interface WebhookChannelOptions {
  readonly database: Pick<Database, 'tenantTx'>;
  readonly secrets: Secrets;
  readonly guard: TargetGuard;
}

/** Any service with HTTP: 2xx has taken the message, 408, 425, 429 and 5xx may take it later, anything else never will. */
export function createWebhookChannel({ database, secrets, guard }: WebhookChannelOptions): Channel<'webhook'> {
  return {
    name: 'webhook',
    async deliver(notice, { webhookId }, signal) {
      const webhook = await database.tenantTx(notice.tenant, (tx) => findWebhook(tx, webhookId));
      if (!webhook || webhook.archived)
        return { ok: false, why: 'This webhook does not exist any more.', retry: false };
      if (needsPhone(webhook) && notice.recipient && notice.recipient.phone === undefined) {
        return { ok: false, why: 'The person has not given a phone number.', retry: false };
      }
      return await sendWebhook(webhook, openWebhook(secrets, notice.tenant, webhook.sealed), notice, { guard, signal });
    },
  };
}

function needsPhone({ request }: StoredWebhook): boolean {
  return /\{\{\s*phone\s*\}\}/.test(`${request.url}${request.body.kind === 'none' ? '' : request.body.template}`);
}

async function sendWebhook(
  { request }: StoredWebhook,
  secrets: WebhookSecrets,
  notice: OutgoingNotice,
  { guard, signal }: { readonly guard: TargetGuard; readonly signal: AbortSignal },
): Promise<Delivery> {
  try {
    const { url, headers, body } = renderWebhook(request, secrets, notice);
    const answer = await sendOutbound({ method: request.method, url, headers, body, signal, guard });
    const said = `HTTP ${answer.status} ${answer.text.replaceAll(/\s+/g, ' ').trim().slice(0, 200)}`.trim();
    if (answer.status >= 200 && answer.status < 300) return { ok: true, proof: said };
    if (answer.status >= 300 && answer.status < 400) {
      return {
        ok: false,
        why: `${said}: it leads elsewhere, which is not followed. Use the final address.`,
        retry: false,
      };
    }
    return { ok: false, why: said, retry: answer.status >= 500 || [408, 425, 429].includes(answer.status) };
  } catch (error) {
    return { ok: false, why: describeFailure(error), retry: !(error instanceof TargetForbidden) };
  }
}
