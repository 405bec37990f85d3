import { z } from 'zod';
import { NAS } from '#actors/nas/nasActor.ts';
import { AskRadiusTest, RadiusTest } from '#shared/nas/radiusTest.ts';
import { ActorId } from '#shared/values/ids.ts';
import type { AccountingFeature } from '../accounting/accountingFeature.ts';
import { type NasFeature, nasRefusal, requireLiveNas } from '../nas/nasFeature.ts';
import { recordAct } from '../platform/audit/auditStore.ts';
import { requireSubject } from '../platform/auth/accessControl.ts';
import type { Feature, FeatureContext } from '../platform/feature.ts';
import { IncomingRequests } from '../radius/incomingFeature.ts';
import type { RadiusFeature } from '../radius/radiusFeature.ts';
import { RadiusTester } from './radiusTester.ts';

export interface RadiusTestParts {
  readonly routers: Pick<NasFeature, 'radiusCountersOn'>;
  readonly radius: Pick<RadiusFeature, 'line'>;
  readonly accounting: Pick<AccountingFeature, 'boards'>;
}

const WITHIN_MS = 60_000;

/** Authentication, accounting and CoA of a router, tried from the console. */
export function createRadiusTestFeature({ clock, database }: FeatureContext, parts: RadiusTestParts): Feature {
  const { line } = parts.radius;
  const requests = new IncomingRequests({ clock, line });
  const stats = new Map<string, { answers: number; drops: number; lastAt: number }>();
  const unlisten = line.listen({
    heard(news) {
      if (news.say !== 'stats') return;
      stats.clear();
      for (const { nasId, accepts, rejects, drops, lastAt } of news.stats.nas)
        stats.set(nasId, { answers: accepts + rejects, drops, lastAt });
    },
    down: () => stats.clear(),
  });
  const tester = new RadiusTester({
    ...{ clock, requests, routers: parts.routers, boards: parts.accounting.boards },
    statsOf: (nas) => stats.get(nas),
  });
  return {
    name: 'radius test',
    routes: (app) => {
      app.post(
        '/api/nas/:id/radius/test',
        {
          config: { access: 'nas.operate', rateLimit: { max: 20, timeWindow: 60_000 } },
          schema: {
            summary: 'Try authentication, accounting and CoA of a router',
            params: z.object({ id: ActorId }),
            body: AskRadiusTest,
            response: { 200: RadiusTest },
          },
        },
        async (request) => {
          const { tenant, userId, branches } = requireSubject(request);
          const { id } = request.params;
          const { endSessionOf } = request.body;
          await database.tenantTx(tenant, (tx) => requireLiveNas(tx, id, branches));
          const session = endSessionOf === undefined ? undefined : tester.sessionOf(tenant, id, endSessionOf);
          if (endSessionOf !== undefined && !session) throw nasRefusal('nas/no-session');
          const found = await tester.test(tenant, id, session, AbortSignal.timeout(WITHIN_MS));
          const { authentication, accounting, coa } = found;
          await database.tenantTx(tenant, (tx) =>
            recordAct(tx, {
              ...{ kind: NAS, id, type: 'nas.radiusTested', by: userId, at: clock.now() },
              facts: {
                ...{ authentication: authentication.result, accounting: accounting.result, coa: coa.result },
                endedSession: session !== undefined,
              },
            }),
          );
          return found;
        },
      );
    },
    stop() {
      unlisten();
      requests.stop();
    },
  };
}
