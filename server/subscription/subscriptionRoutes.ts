import { z } from 'zod';
import { SUBSCRIPTION } from '#actors/subscription/subscriptionActor.ts';
import { ApprovalNeeded } from '#shared/approval/requests.ts';
import {
  DoSubscriptionAct,
  NewSubscription,
  RenewedSeveral,
  RenewSeveral,
  RevealedPassword,
  SubscriptionActDone,
  SubscriptionMade,
  SuggestedCredentials,
} from '#shared/subscription/requests.ts';
import { ActorId, IdempotencyKey } from '#shared/values/ids.ts';
import { recordAct } from '../platform/audit/auditStore.ts';
import { requireSubject } from '../platform/auth/accessControl.ts';
import type { Subject } from '../platform/auth/subject.ts';
import type { Routes } from '../platform/http/httpApp.ts';
import type { SubscriptionActs } from './subscriptionActs.ts';
import { findSubscription } from './subscriptionFindStore.ts';
import { listedSubscriptions } from './subscriptionListStore.ts';
import type { SubscriptionMaker } from './subscriptionMaker.ts';
import { openPassword } from './subscriptionPassword.ts';
import type { SubscriptionPorts } from './subscriptionPorts.ts';
import { subscriptionRefusal } from './subscriptionRefusal.ts';

export interface SubscriptionRoutesOptions extends SubscriptionPorts {
  readonly maker: SubscriptionMaker;
  readonly acts: SubscriptionActs;
}

const ofSubscription = z.object({ id: ActorId });
const AT_ONCE = 50;
const ANSWER_WITHIN_MS = 15_000;

/** `/api/subscriptions…`: what people do. What is, is in the live views. */
export function subscriptionRoutes(options: SubscriptionRoutesOptions): Routes {
  const { maker, acts } = options;
  return (app) => {
    app.post(
      '/api/subscriptions',
      {
        config: { access: 'subscription.create' },
        schema: { summary: 'Give a customer a line', body: NewSubscription, response: { 201: SubscriptionMade } },
      },
      async (request, reply) => {
        const made = await maker.make(requireSubject(request), request.body);
        return await reply.code(201).header('cache-control', 'no-store').send(made);
      },
    );
    app.get(
      '/api/subscriptions/suggested-credentials',
      {
        config: { access: 'subscription.create' },
        schema: {
          summary: 'A free username and a password for a customer',
          querystring: z.object({ customerId: ActorId }),
          response: { 200: SuggestedCredentials },
        },
      },
      async (request, reply) => {
        void reply.header('cache-control', 'no-store');
        return await maker.suggest(requireSubject(request), request.query.customerId);
      },
    );
    app.post(
      '/api/subscriptions/renew',
      {
        config: { access: 'subscription.renew' },
        schema: { summary: 'Renew several lines', body: RenewSeveral, response: { 200: RenewedSeveral } },
      },
      (request) => renewSeveral(options, requireSubject(request), request.body),
    );
    app.post(
      '/api/subscriptions/:id/acts',
      {
        // What each act takes besides is checked with it.
        config: { access: 'subscription.view' },
        schema: {
          summary: 'Do something about a line',
          params: ofSubscription,
          body: DoSubscriptionAct,
          response: { 200: SubscriptionActDone, 202: ApprovalNeeded },
        },
      },
      async (request, reply) => {
        const answer = await acts.act(requireSubject(request), request.params.id, request.body);
        void reply.header('cache-control', 'no-store');
        return 'approvalId' in answer ? await reply.code(202).send(answer) : await reply.code(200).send(answer);
      },
    );
    app.post(
      '/api/subscriptions/:id/reveal-password',
      {
        config: { access: 'subscription.viewPassword' },
        schema: {
          summary: "Reveal a line's password; it is recorded who did",
          params: ofSubscription,
          response: { 200: RevealedPassword },
        },
      },
      async (request, reply) => {
        void reply.header('cache-control', 'no-store');
        return { password: await reveal(options, requireSubject(request), request.params.id) };
      },
    );
  };
}

async function reveal(
  { database, approvals, secrets, clock }: SubscriptionPorts,
  subject: Subject,
  id: ActorId,
): Promise<string> {
  return await database.tenantTx(subject.tenant, async (tx) => {
    const found = await findSubscription(tx, id, subject.branches);
    if (!found) throw subscriptionRefusal('subscription/not-found');
    const password = openPassword(secrets, subject.tenant, found.state);
    if (password === undefined) throw subscriptionRefusal('subscription/no-password');
    const use = { act: 'subscription.viewPassword', subjectId: id, branchId: found.state.branchId } as const;
    if (!(await approvals.limits.use(subject, use, tx)).allowed)
      throw subscriptionRefusal('subscription/password-limit');
    const type = 'subscription.passwordRevealed';
    await recordAct(tx, { kind: SUBSCRIPTION, id, type, by: subject.userId, at: clock.now() });
    return password;
  });
}

/** Each by itself: one that can't be renewed keeps no other from it, and none is renewed twice for the same key. */
async function renewSeveral(
  { database, ask, clock }: SubscriptionPorts,
  subject: Subject,
  { key, ids, cycles }: RenewSeveral,
): Promise<RenewedSeveral> {
  const wanted = [...new Set(ids)];
  const failed: { id: ActorId; code: string; message: string }[] = [];
  for (let from = 0; from < wanted.length; from += AT_ONCE) {
    const some = wanted.slice(from, from + AT_ONCE).map(async (id) => {
      const reply = await ask({
        address: { tenant: subject.tenant, kind: SUBSCRIPTION, id },
        key: IdempotencyKey.parse(`${key}:${id}`),
        command: { type: 'subscription.renew', cycles, from: 'end' },
        caller: { kind: 'user', userId: subject.userId, branches: subject.branches },
        deadlineAt: clock.now() + ANSWER_WITHIN_MS,
      });
      if (!reply.ok) failed.push({ id, code: reply.code, message: reply.message });
    });
    await Promise.all(some);
  }
  if (failed.length === 0) return { renewed: wanted.length, failed: [] };
  const listed = await database.tenantTx(subject.tenant, (tx) =>
    listedSubscriptions(
      tx,
      failed.map(({ id }) => id),
    ),
  );
  const numbers = new Map(listed.map(({ id, number }) => [id, number]));
  return {
    renewed: wanted.length - failed.length,
    failed: failed.map((one) => {
      const number = numbers.get(one.id);
      return number === undefined ? one : { ...one, number };
    }),
  };
}
