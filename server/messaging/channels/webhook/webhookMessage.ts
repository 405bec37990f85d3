import { createHmac } from 'node:crypto';
import {
  formLines,
  webhookPlaceholders,
  type WebhookPlaceholder,
  type WebhookRequest,
} from '#shared/notice/webhook.ts';
import type { OutgoingNotice } from '../channel.ts';

export interface WebhookSecrets {
  readonly headers: Readonly<Record<string, string>>;
  readonly signingKey?: string | undefined;
}

export interface RenderedWebhook {
  readonly url: URL;
  readonly headers: Record<string, string>;
  readonly body: string | undefined;
}

type Values = Readonly<Record<WebhookPlaceholder, string>>;

/** Placeholders are filled in after the template is taken apart, so that no text can break out of its place. */
export function renderWebhook(
  request: WebhookRequest,
  secrets: WebhookSecrets,
  notice: OutgoingNotice,
): RenderedWebhook {
  const values = valuesOf(notice);
  const body = bodyOf(request, values);
  const headers: Record<string, string> = {
    ...(request.body.kind === 'json' ? { 'content-type': 'application/json' } : {}),
    ...(request.body.kind === 'form' ? { 'content-type': 'application/x-www-form-urlencoded' } : {}),
    ...Object.fromEntries(request.headers.map(({ name, value }) => [name.toLowerCase(), value])),
    ...Object.fromEntries(request.secretHeaders.map((name) => [name.toLowerCase(), secrets.headers[name] ?? ''])),
    // The same over attempts: a receiver that has it already may answer 2xx and do nothing.
    'idempotency-key': notice.noticeId,
    'x-lastmile-attempt': String(notice.attempt),
  };
  if (request.signed && secrets.signingKey !== undefined) {
    headers['x-lastmile-signature'] = signatureOf(secrets.signingKey, notice.sentAt, body ?? '');
  }
  return { url: urlOf(request.url, values), headers, body };
}

/** `t=<seconds>,v1=<hex>`: HMAC-SHA256 over `<seconds>.<body>`. A receiver refuses what is older than a few minutes. */
export function signatureOf(key: string, sentAt: number, body: string): string {
  const seconds = Math.floor(sentAt / 1000);
  return `t=${seconds},v1=${createHmac('sha256', key).update(`${seconds}.${body}`).digest('hex')}`;
}

function valuesOf(notice: OutgoingNotice): Values {
  const { title, text, severity, link, company, recipient, noticeId, attempt, sentAt } = notice;
  return {
    title,
    text,
    severity,
    link,
    company,
    name: recipient?.name ?? '',
    phone: recipient?.phone ?? '',
    email: recipient?.email ?? '',
    noticeId,
    attempt: String(attempt),
    sentAt: new Date(sentAt).toISOString(),
  };
}

function bodyOf({ body }: WebhookRequest, values: Values): string | undefined {
  switch (body.kind) {
    case 'none':
      return undefined;
    case 'json':
      return JSON.stringify(filledDeep(JSON.parse(body.template), values));
    case 'form': {
      const pairs = formLines(body.template).map((line): [string, string] => {
        const at = line.indexOf('=');
        return [line.slice(0, at).trim(), filled(line.slice(at + 1).trim(), values)];
      });
      return new URLSearchParams(pairs).toString();
    }
  }
}

function urlOf(text: string, values: Values): URL {
  const url = new URL(text);
  const pairs = [...url.searchParams].map(([name, value]): [string, string] => [name, filled(value, values)]);
  if (pairs.length > 0) url.search = new URLSearchParams(pairs).toString();
  return url;
}

function filledDeep(value: unknown, values: Values): unknown {
  if (typeof value === 'string') return filled(value, values);
  if (Array.isArray(value)) return value.map((member: unknown) => filledDeep(member, values));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, filledDeep(member, values)]));
}

function filled(text: string, values: Values): string {
  return text.replaceAll(/\{\{\s*(\w+)\s*\}\}/g, (whole, name: string) => (isPlaceholder(name) ? values[name] : whole));
}

function isPlaceholder(name: string): name is WebhookPlaceholder {
  return (webhookPlaceholders as readonly string[]).includes(name);
}
