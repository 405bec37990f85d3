import { z } from 'zod';
import { WebhookPlan, type WebhookView } from '#shared/notice/webhook.ts';

/** Headers are written one per line, `Name: value`. */
const lines = (text: string): { readonly name: string; readonly value: string }[] =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .map((line) => {
      const at = line.indexOf(':');
      return at < 0 ? { name: line, value: '' } : { name: line.slice(0, at).trim(), value: line.slice(at + 1).trim() };
    });

/** What the fields hold, to what the server wants. */
export const WebhookForm = z
  .object({
    name: z.string(),
    method: z.string(),
    url: z.string(),
    headers: z.string(),
    secrets: z.string(),
    bodyKind: z.string(),
    template: z.string(),
    signed: z.boolean(),
    signingKey: z.string(),
  })
  .transform((fields): unknown => {
    const secret = lines(fields.secrets);
    const { bodyKind: kind, template } = fields;
    return {
      name: fields.name,
      request: {
        ...{ method: fields.method, url: fields.url, headers: lines(fields.headers), signed: fields.signed },
        secretHeaders: secret.map(({ name }) => name),
        body: kind === 'none' ? { kind } : { kind, template },
      },
      secretValues: Object.fromEntries(
        secret.filter(({ value }) => value !== '').map(({ name, value }) => [name, value]),
      ),
      ...(fields.signingKey === '' ? {} : { signingKey: fields.signingKey }),
    };
  })
  .pipe(WebhookPlan);

export function webhookFields(webhook: WebhookView | undefined): z.input<typeof WebhookForm> {
  const request = webhook?.request;
  const body = request?.body;
  return {
    name: webhook?.name ?? '',
    method: request?.method ?? 'POST',
    url: request?.url ?? '',
    headers: (request?.headers ?? []).map(({ name, value }) => `${name}: ${value}`).join('\n'),
    secrets: (request?.secretHeaders ?? []).join('\n'),
    bodyKind: body?.kind ?? 'json',
    template: body && body.kind !== 'none' ? body.template : '{ "text": "{{title}} — {{text}} {{link}}" }',
    signed: request?.signed ?? false,
    signingKey: '',
  };
}
