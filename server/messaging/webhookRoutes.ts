import { z } from 'zod';
import type { Clock } from '#actors/system/clock.ts';
import type { Host } from '#actors/system/ports.ts';
import { ChannelTest, WebhookPlan, type WebhookRequest, WebhookView } from '#shared/notice/webhook.ts';
import { onCallRefusals } from '#shared/onCall/errors.ts';
import { ActorId, type TenantId } from '#shared/values/ids.ts';
import { changesBetween } from '../platform/audit/act.ts';
import { recordAct } from '../platform/audit/auditStore.ts';
import { requireSubject } from '../platform/auth/accessControl.ts';
import type { Subject } from '../platform/auth/subject.ts';
import type { Database } from '../platform/db/database.ts';
import type { HttpApp, Routes } from '../platform/http/httpApp.ts';
import type { HttpProblem } from '../platform/http/problem.ts';
import { refused } from '../platform/http/refused.ts';
import type { Secrets } from '../platform/secrets/secrets.ts';
import { openWebhook, sealWebhook } from './channels/webhook/webhookChannel.ts';
import type { WebhookSecrets } from './channels/webhook/webhookMessage.ts';
import {
  archiveWebhook,
  findWebhook,
  insertWebhook,
  listWebhooks,
  type StoredWebhook,
  updateWebhook,
} from './channels/webhook/webhookStore.ts';
import type { ChannelTester } from './channelTester.ts';

export interface WebhookRoutesOptions {
  readonly database: Database;
  readonly secrets: Secrets;
  readonly clock: Clock;
  readonly host: Host;
  readonly tester: ChannelTester;
}

const ofWebhook = z.object({ id: z.uuid() });
const Added = z.object({ id: z.uuid() });
const config = { access: 'onCall.manage' } as const;

/** Where notices leave by HTTP. Addresses may hold keys of their own, so they are for those who manage them. */
export function webhookRoutes(options: WebhookRoutesOptions): Routes {
  const { database, clock, host, tester } = options;
  return (app: HttpApp) => {
    app.get(
      '/api/notices/webhooks',
      { config, schema: { summary: 'Webhooks that notices go to', response: { 200: z.array(WebhookView) } } },
      async (request) => {
        const { tenant } = requireSubject(request);
        const webhooks = await database.tenantTx(tenant, listWebhooks);
        return webhooks.map((webhook) => viewOf(webhook, options.secrets, tenant));
      },
    );
    app.post(
      '/api/notices/webhooks',
      { config, schema: { summary: 'Add a webhook', body: WebhookPlan, response: { 201: Added } } },
      async (request, reply) => {
        const id = host.newId();
        await save(options, requireSubject(request), { id, plan: request.body });
        return reply.code(201).send({ id });
      },
    );
    app.put(
      '/api/notices/webhooks/:id',
      {
        config,
        schema: {
          summary: 'Change a webhook',
          params: ofWebhook,
          body: z.object({ version: z.int(), plan: WebhookPlan }),
        },
      },
      async (request, reply) => {
        await save(options, requireSubject(request), { id: request.params.id, ...request.body });
        return reply.code(204).send();
      },
    );
    app.post(
      '/api/notices/webhooks/:id/archive',
      { config, schema: { summary: 'Archive a webhook', params: ofWebhook } },
      async (request, reply) => {
        const { tenant, userId } = requireSubject(request);
        const { id } = request.params;
        await database.tenantTx(tenant, async (tx) => {
          if (!(await archiveWebhook(tx, id, clock.now()))) throw missing();
          await recordAct(tx, {
            kind: 'noticeWebhook',
            id: ActorId.parse(id),
            type: 'noticeWebhook.archived',
            by: userId,
            at: clock.now(),
          });
        });
        return reply.code(204).send();
      },
    );
    app.post(
      '/api/notices/webhooks/:id/test',
      {
        config,
        schema: { summary: 'Send a test notice to a webhook', params: ofWebhook, response: { 200: ChannelTest } },
      },
      (request) => tester.test(requireSubject(request), { channel: 'webhook', webhookId: request.params.id }),
    );
  };
}

function missing(): HttpProblem {
  return refused(onCallRefusals, 404, 'webhook/not-found');
}

async function save(
  { database, secrets, clock }: WebhookRoutesOptions,
  { tenant, userId }: Subject,
  { id, version, plan }: { readonly id: string; readonly version?: number; readonly plan: WebhookPlan },
): Promise<void> {
  await database.tenantTx(tenant, async (tx) => {
    const before = version === undefined ? undefined : await findWebhook(tx, id);
    if (version !== undefined && (!before || before.archived)) throw missing();
    const kept = secretsOf(plan, openWebhook(secrets, tenant, before?.sealed));
    const write = { id, name: plan.name, request: plan.request, sealed: sealWebhook(secrets, tenant, kept) };
    if (version === undefined) await insertWebhook(tx, write, clock.now());
    else if (!(await updateWebhook(tx, write, version))) throw refused(onCallRefusals, 409, 'onCall/changed');
    await recordAct(tx, {
      kind: 'noticeWebhook',
      id: ActorId.parse(id),
      type: version === undefined ? 'noticeWebhook.added' : 'noticeWebhook.changed',
      changes: changesBetween(before ? told(before.name, before.request) : {}, told(plan.name, plan.request)),
      by: userId,
      at: clock.now(),
    });
  });
}

/** Values that were left out stay; those of headers that are gone go. */
function secretsOf({ request, secretValues, signingKey }: WebhookPlan, before: WebhookSecrets): WebhookSecrets {
  const headers: Record<string, string> = {};
  for (const name of request.secretHeaders) {
    const value = secretValues[name] ?? before.headers[name];
    if (value === undefined) throw refused(onCallRefusals, 400, 'webhook/secret-missing');
    headers[name] = value;
  }
  if (!request.signed) return { headers };
  const key = signingKey ?? before.signingKey;
  if (key === undefined) throw refused(onCallRefusals, 400, 'webhook/key-missing');
  return { headers, signingKey: key };
}

/** For the log: no path, no query, no values, since any of them may be a key. */
function told(name: string, { method, url, secretHeaders, body, signed }: WebhookRequest) {
  return { name, method, host: new URL(url).host, secretHeaders, body: body.kind, signed };
}

function viewOf(
  { id, version, name, request, sealed }: StoredWebhook,
  secrets: Secrets,
  tenant: TenantId,
): WebhookView {
  return { id, version, name, request, hasSigningKey: openWebhook(secrets, tenant, sealed).signingKey !== undefined };
}
