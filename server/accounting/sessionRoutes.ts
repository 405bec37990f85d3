import type { PoolClient } from 'pg';
import { z } from 'zod';
import type { Clock } from '#actors/system/clock.ts';
import { ApprovalNeeded } from '#shared/approval/requests.ts';
import { isConcluded } from '#shared/session/endCause.ts';
import {
  AddressHolders,
  AddressQuestion,
  EndSession,
  Rejects,
  SessionDetail,
  SessionEndAsked,
  SessionPage,
  SessionPageQuery,
  UsageDays,
  UsageQuery,
} from '#shared/session/history.ts';
import type { SessionRow } from '#shared/session/view.ts';
import { ActorId } from '#shared/values/ids.ts';
import type { NasFeature } from '../nas/nasFeature.ts';
import { recordAct } from '../platform/audit/auditStore.ts';
import { requireSubject } from '../platform/auth/accessControl.ts';
import type { Subject } from '../platform/auth/subject.ts';
import type { Database } from '../platform/db/database.ts';
import { inTenant } from '../platform/db/inTenant.ts';
import type { Routes } from '../platform/http/httpApp.ts';
import { HttpProblem } from '../platform/http/problem.ts';
import { sessionDevice } from '../radius/incomingFeature.ts';
import { addressCandidates } from './addressCandidates.ts';
import { addressHoldings, type AddressHolding } from './addressHistoryStore.ts';
import type { LineSession } from './lineSession.ts';
import { sessionRow } from './sessionBoard.ts';
import type { SessionEnding } from './sessionEnding.ts';
import {
  lineOfSession,
  rejectsOfSubscription,
  reportsOfSession,
  sessionById,
  sessionsOfSubscription,
} from './sessionHistoryStore.ts';
import { inScope, routerSight, scopeOf } from './sessionViews.ts';
import { usageOfSubscription } from './usageReadStore.ts';

export interface SessionRoutesParts {
  readonly database: Database;
  readonly clock: Clock;
  readonly routers: Pick<NasFeature, 'find'>;
  readonly ending: Pick<SessionEnding, 'ask'>;
}

const view = { access: 'session.view' } as const;
const find = { access: 'session.findAddress' } as const;
const ofSubscription = z.object({ id: ActorId });
const ofSession = z.object({ id: z.uuid() });
const DAY_MS = 86_400_000;
const REJECT_DAYS = 31;

/** Sessions, usage and refusals of lines, and who had an address. */
export function sessionRoutes({ database, clock, routers, ending }: SessionRoutesParts): Routes {
  const rowOf = (subject: Subject, session: LineSession): SessionRow =>
    sessionRow(session, routerSight(routers, subject.tenant, session.nasId).name);
  const isVisible = (subject: Subject, nasId: string): boolean =>
    inScope(scopeOf(subject), routerSight(routers, subject.tenant, nasId));
  const requireSession = async (client: PoolClient, subject: Subject, id: string): Promise<LineSession> => {
    const session = await sessionById(client, subject.tenant, id);
    if (session === undefined || !isVisible(subject, session.nasId))
      throw new HttpProblem(404, 'session/not-found', 'There is no such session, or it is not yours to see.');
    return session;
  };
  const dateBefore = (days: number): string => new Date(clock.now() - days * DAY_MS).toISOString().slice(0, 10);
  const holderOf = (subject: Subject, { session, held, from, until }: AddressHolding) => ({
    session: rowOf(subject, session),
    held,
    from,
    until: until ?? session.endedAt,
    endInferred: session.unknownSince !== undefined || isConcluded(session.endCause),
  });

  return (app) => {
    app.get(
      '/api/subscriptions/:id/sessions',
      {
        config: view,
        schema: {
          summary: 'Sessions of a line',
          params: ofSubscription,
          querystring: SessionPageQuery,
          response: { 200: SessionPage },
        },
      },
      async (request) => {
        const subject = requireSubject(request);
        const { before = clock.now() + DAY_MS, limit } = request.query;
        const found = await inTenant(database.appPool, subject.tenant, (client) =>
          sessionsOfSubscription(client, subject.tenant, { id: request.params.id, before, limit }),
        );
        const last = found.length === limit ? found.at(-1) : undefined;
        return {
          sessions: found.filter(({ nasId }) => isVisible(subject, nasId)).map((session) => rowOf(subject, session)),
          ...(last ? { next: last.startedAt } : {}),
        };
      },
    );
    app.get(
      '/api/subscriptions/:id/usage',
      {
        config: view,
        schema: {
          summary: 'What a line used by day',
          params: ofSubscription,
          querystring: UsageQuery,
          response: { 200: UsageDays },
        },
      },
      async (request) => {
        const { tenant } = requireSubject(request);
        const span = { id: request.params.id, from: dateBefore(request.query.days), until: dateBefore(-1) };
        const days = await inTenant(database.appPool, tenant, (client) => usageOfSubscription(client, tenant, span));
        return { days: [...days] };
      },
    );
    app.get(
      '/api/subscriptions/:id/rejects',
      { config: view, schema: { summary: 'Refusals of a line', params: ofSubscription, response: { 200: Rejects } } },
      async (request) => {
        const { tenant } = requireSubject(request);
        const since = clock.now() - REJECT_DAYS * DAY_MS;
        const found = await inTenant(database.appPool, tenant, (client) =>
          rejectsOfSubscription(client, tenant, request.params.id, since),
        );
        return {
          rejects: found.map((reject) => ({ ...reject, nasName: routerSight(routers, tenant, reject.nasId).name })),
        };
      },
    );
    app.get(
      '/api/sessions/:id',
      {
        config: view,
        schema: { summary: 'A session and its reports', params: ofSession, response: { 200: SessionDetail } },
      },
      async (request) => {
        const subject = requireSubject(request);
        const { tenant } = subject;
        return await inTenant(database.appPool, tenant, async (client) => {
          const session = await requireSession(client, subject, request.params.id);
          const { nasId, acctSessionId, startedAt, subscriptionId, policyVersion } = session;
          const reports = await reportsOfSession(client, tenant, session);
          const line = subscriptionId === undefined ? undefined : await lineOfSession(client, tenant, subscriptionId);
          return {
            session: rowOf(subject, session),
            reports: [...reports],
            device: sessionDevice(tenant, { nasId: ActorId.parse(nasId), acctSessionId, startedAt }),
            policyVersion,
            line,
          };
        });
      },
    );
    app.post(
      '/api/sessions/address',
      {
        config: find,
        schema: { summary: 'Who had an address at a time', body: AddressQuestion, response: { 200: AddressHolders } },
      },
      async (request) => {
        const subject = requireSubject(request);
        const { tenant, userId } = subject;
        const { address, at, reference } = request.body;
        const holdings = await inTenant(database.appPool, tenant, (client) =>
          addressHoldings(client, tenant, addressCandidates(address), at),
        );
        const holders = holdings
          .filter(({ session }) => isVisible(subject, session.nasId))
          .map((holding) => holderOf(subject, holding));
        await database.tenantTx(tenant, (tx) =>
          recordAct(tx, {
            kind: 'tenant',
            id: ActorId.parse(tenant),
            type: 'address.lookedUp',
            personal: { address: { after: address } },
            facts: { at, reference, found: holders.length },
            by: userId,
            at: clock.now(),
          }),
        );
        return { holders };
      },
    );
    app.post(
      '/api/sessions/:id/end',
      {
        config: { access: 'nas.operate' },
        schema: {
          summary: 'End a running session',
          params: ofSession,
          body: EndSession,
          response: { 202: z.union([SessionEndAsked, ApprovalNeeded]) },
        },
      },
      async (request, reply) => {
        const subject = requireSubject(request);
        const session = await inTenant(database.appPool, subject.tenant, (client) =>
          requireSession(client, subject, request.params.id),
        );
        return await reply.code(202).send(await ending.ask(subject, session, request.body));
      },
    );
  };
}
