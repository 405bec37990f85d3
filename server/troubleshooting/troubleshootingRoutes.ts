import { z } from 'zod';
import { subscriptionRefusals } from '#shared/subscription/errors.ts';
import { Mac } from '#shared/subscription/values.ts';
import { SubscriptionFilter } from '#shared/subscription/view.ts';
import { Findings, TroubleshootingCandidates, TroubleshootingQuery } from '#shared/troubleshooting/view.ts';
import { ActorId } from '#shared/values/ids.ts';
import { requireSubject } from '../platform/auth/accessControl.ts';
import type { Subject } from '../platform/auth/subject.ts';
import type { Routes } from '../platform/http/httpApp.ts';
import { HttpProblem } from '../platform/http/problem.ts';
import { subscriptionPage } from '../subscription/subscriptionFeature.ts';
import { findingsOf } from './findings.ts';
import { readSituation, REJECTS_OF_MS, type SituationSources } from './readSituation.ts';

const MOST_LINES = 20;

/** `GET /api/troubleshooting` and `…/subscriptions/:id/troubleshooting`: which line somebody may mean who calls, and who was refused without being known. */
export function troubleshootingRoutes(sources: SituationSources): Routes {
  const { database, clock, accounting, routers } = sources;
  return (app) => {
    app.get(
      '/api/subscriptions/:id/troubleshooting',
      {
        config: { access: 'subscription.view' },
        schema: {
          summary: 'Why a line cannot connect',
          params: z.object({ id: ActorId }),
          response: { 200: Findings },
        },
      },
      async (request) => {
        const { tenant, branches: scope } = seesSessions(requireSubject(request));
        const situation = await readSituation(sources, { tenant, id: request.params.id, scope });
        if (!situation)
          throw new HttpProblem(404, 'subscription/not-found', subscriptionRefusals['subscription/not-found']);
        return { findings: [...findingsOf(situation)] };
      },
    );
    app.get(
      '/api/troubleshooting',
      {
        config: { access: 'subscription.view' },
        schema: {
          summary: 'Lines and unknown names that cannot connect, by name, MAC or phone',
          querystring: TroubleshootingQuery,
          response: { 200: TroubleshootingCandidates },
        },
      },
      async (request) => {
        const { tenant, branches } = seesSessions(requireSubject(request));
        const { text } = request.query;
        const now = clock.now();
        const page = { sort: 'newest', after: undefined, limit: MOST_LINES, scope: branches, now } as const;
        const lines = await database.tenantTx(tenant, (tx) =>
          subscriptionPage(tx, { ...page, filter: SubscriptionFilter.parse({ text }) }),
        );
        // Names of nobody are of no branch: only who sees all of them is shown such.
        const strangers =
          branches === 'all'
            ? await accounting.history.strangers(tenant, {
                ...{ text, mac: Mac.safeParse(text).data, since: now - REJECTS_OF_MS },
              })
            : [];
        const { lines: open } = accounting.boards.of(tenant);
        return {
          lines: lines.map(({ id, number, username, customerName, packageName, state }) => ({
            ...{ id, number, customerName, packageName, state },
            ...(username === null ? {} : { username }),
            online: open.sessionsOf(id).length > 0,
          })),
          strangers: strangers.map(({ nasId, mac, ...reject }) => ({
            ...reject,
            ...(mac === '' ? {} : { mac }),
            nasName: routers.find(tenant, nasId)?.name,
          })),
        };
      },
    );
  };
}

function seesSessions(subject: Subject): Subject {
  if (subject.permissions.has('session.view')) return subject;
  throw new HttpProblem(403, 'troubleshooting/not-permitted', 'Your role does not show sessions.');
}
