import type { Clock } from '#actors/system/clock.ts';
import { BranchesQuery, BranchHours, HoursQuery, TopQuery, TopUsers, UsageHours } from '#shared/session/usage.ts';
import type { ActorId, BranchId } from '#shared/values/ids.ts';
import type { NasFeature } from '../nas/nasFeature.ts';
import { requireSubject } from '../platform/auth/accessControl.ts';
import type { Subject } from '../platform/auth/subject.ts';
import type { Database } from '../platform/db/database.ts';
import { inTenant } from '../platform/db/inTenant.ts';
import type { Routes } from '../platform/http/httpApp.ts';
import { HttpProblem } from '../platform/http/problem.ts';
import { inScope, routerSight, scopeOf } from './sessionViews.ts';
import { branchHours, usageHours } from './usageReadStore.ts';
import type { UsersByUsage } from './usersByUsage.ts';

export interface UsageRoutesParts {
  readonly database: Database;
  readonly clock: Clock;
  readonly routers: Pick<NasFeature, 'find'>;
  readonly top: UsersByUsage;
}

const view = { access: 'session.view' } as const;
const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;

/** Who used most, and what routers carried. */
export function usageRoutes({ database, clock, routers, top }: UsageRoutesParts): Routes {
  const hoursFrom = (days: number): number => Math.floor(clock.now() / HOUR_MS) * HOUR_MS - days * DAY_MS;
  const scoped = (subject: Subject, asked: { branch?: BranchId | undefined; router?: ActorId | undefined }) => {
    requireRouter(routers, subject, asked.router);
    return { router: asked.router, branches: branchesOf(subject, asked.branch) };
  };

  return (app) => {
    app.get(
      '/api/usage/top',
      { config: view, schema: { summary: 'Who used most', querystring: TopQuery, response: { 200: TopUsers } } },
      async (request) => {
        const subject = requireSubject(request);
        const { days, by } = request.query;
        const wanted = { days, by, ...scoped(subject, request.query) };
        const { value, asOf } = await top.of(subject.tenant, wanted);
        return { users: [...value], asOf };
      },
    );
    app.get(
      '/api/usage/hours',
      {
        config: view,
        schema: { summary: 'What routers carried by hour', querystring: HoursQuery, response: { 200: UsageHours } },
      },
      async (request) => {
        const subject = requireSubject(request);
        const wanted = { from: hoursFrom(request.query.days), ...scoped(subject, request.query) };
        const hours = await inTenant(database.appPool, subject.tenant, (client) =>
          usageHours(client, subject.tenant, wanted),
        );
        return { hours: [...hours] };
      },
    );
    app.get(
      '/api/usage/branches',
      {
        config: view,
        schema: {
          summary: 'What branches carried by hour',
          querystring: BranchesQuery,
          response: { 200: BranchHours },
        },
      },
      async (request) => {
        const { tenant, branches } = requireSubject(request);
        const wanted = { from: hoursFrom(request.query.days), branches };
        const hours = await inTenant(database.appPool, tenant, (client) => branchHours(client, tenant, wanted));
        return { hours: [...hours] };
      },
    );
  };
}

function requireRouter(routers: Pick<NasFeature, 'find'>, subject: Subject, router: ActorId | undefined): void {
  if (router === undefined || inScope(scopeOf(subject), routerSight(routers, subject.tenant, router))) return;
  throw new HttpProblem(404, 'session/router-not-found', 'There is no such router, or it is not yours to see.');
}

/** What was asked for, within what one may see. */
function branchesOf({ branches }: Subject, asked: BranchId | undefined): readonly BranchId[] | 'all' {
  if (asked === undefined) return branches;
  if (branches === 'all' || branches.includes(asked)) return [asked];
  throw new HttpProblem(404, 'session/branch-not-found', 'There is no such branch, or it is not yours to see.');
}
