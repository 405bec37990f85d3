import { z } from 'zod';

const HeaderName = z
  .string()
  .regex(/^[A-Za-z0-9!#$%&'*+.^_`|~-]{1,80}$/, 'Letters, digits and dashes.')
  .refine(
    (name) => !/^(host|content-length|transfer-encoding|connection|expect|upgrade|te|trailer)$/i.test(name),
    'This header is set by the server itself.',
  );
const headerValue = z
  .string()
  .max(2000)
  .regex(/^[\t\x20-\x7e]*$/, 'Plain characters, without line breaks.');

/** May hold `{{placeholders}}` in its query, as gateways that are called by GET want it. */
const WebhookUrl = z
  .url({ protocol: /^https?$/, abort: true, message: 'An address like https://gateway.example/send.' })
  .max(2000)
  .refine((url) => !/^\w+:\/\/[^/?#]*@/.test(url), 'Put the password into a header.');

export const WebhookBody = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('none') }),
  /** JSON whose strings may hold `{{placeholders}}`. */
  z.object({ kind: z.literal('json'), template: z.string().max(8000).refine(isJson, 'Not JSON.') }),
  /** One `name=value` per line; values may hold `{{placeholders}}`. */
  z.object({
    kind: z.literal('form'),
    template: z
      .string()
      .max(8000)
      .refine((text) => formLines(text).every((line) => line.includes('=')), 'One name=value per line.'),
  }),
]);
export type WebhookBody = z.infer<typeof WebhookBody>;

/** How a message is handed to a webhook; secrets are not in it. */
export const WebhookRequest = z.object({
  method: z.enum(['GET', 'POST', 'PUT']),
  url: WebhookUrl,
  headers: z.array(z.object({ name: HeaderName, value: headerValue })).max(20),
  /** Names of further headers, whose values are kept sealed. */
  secretHeaders: z.array(HeaderName).max(10),
  body: WebhookBody,
  /** With an HMAC-SHA256 over time and body, in `x-lastmile-signature`. */
  signed: z.boolean(),
});
export type WebhookRequest = z.infer<typeof WebhookRequest>;

/** What people save. A secret that is left out stays what it was. */
export const WebhookPlan = z
  .object({
    name: z.string().trim().min(1).max(80),
    request: WebhookRequest,
    secretValues: z.record(z.string(), headerValue.min(1)).default({}),
    signingKey: z.string().min(16, 'At least 16 characters.').max(200).optional(),
  })
  .refine(({ request }) => request.method !== 'GET' || request.body.kind === 'none', {
    path: ['request', 'body'],
    message: 'GET has no body; put the placeholders into the address.',
  });
export type WebhookPlan = z.infer<typeof WebhookPlan>;

export const WebhookView = z.object({
  id: z.uuid(),
  version: z.int(),
  name: z.string(),
  request: WebhookRequest,
  hasSigningKey: z.boolean(),
});
export type WebhookView = z.infer<typeof WebhookView>;

/** What templates may name. */
export const webhookPlaceholders = [
  'title',
  'text',
  'severity',
  'link',
  'company',
  'name',
  'phone',
  'email',
  'noticeId',
  'attempt',
  'sentAt',
] as const;
export type WebhookPlaceholder = (typeof webhookPlaceholders)[number];

/** What came of a test, as the person who pressed the button sees it. */
export const ChannelTest = z.object({
  ok: z.boolean(),
  tookMs: z.int(),
  /** The channel's answer, or why it failed. */
  outcome: z.string(),
});
export type ChannelTest = z.infer<typeof ChannelTest>;

export function formLines(template: string): readonly string[] {
  return template
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== '');
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
