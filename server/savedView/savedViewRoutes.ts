import { z } from 'zod';
import type { Clock } from '#actors/system/clock.ts';
import { type SavedViewRefusalCode, savedViewRefusals } from '#shared/savedView/errors.ts';
import { SavedView, SavedViewScreen, SaveViewRequest } from '#shared/savedView/view.ts';
import { ActorId } from '#shared/values/ids.ts';
import { recordAct } from '../platform/audit/auditStore.ts';
import { requireSubject } from '../platform/auth/accessControl.ts';
import type { Database } from '../platform/db/database.ts';
import type { Routes } from '../platform/http/httpApp.ts';
import { HttpProblem } from '../platform/http/problem.ts';
import { countSavedViews, putSavedView, removeSavedView, savedViews } from './savedViewStore.ts';

/** More would no longer be found by their owner. */
const MOST_PER_PERSON = 200;

export interface SavedViewRoutesPorts {
  readonly database: Database;
  readonly clock: Clock;
  readonly newId: () => string;
}

/** `/api/saved-views`: a person's own views of lists and those shared with everybody. */
export function savedViewRoutes({ database, clock, newId }: SavedViewRoutesPorts): Routes {
  return (app) => {
    app.get(
      '/api/saved-views',
      {
        schema: {
          summary: 'Saved views of the lists',
          querystring: z.object({ screen: SavedViewScreen }),
          response: { 200: z.array(SavedView) },
        },
      },
      async (request) => {
        const { tenant, userId } = requireSubject(request);
        return [...(await database.tenantTx(tenant, (tx) => savedViews(tx, userId, request.query.screen)))];
      },
    );
    app.post(
      '/api/saved-views',
      {
        schema: {
          summary: 'Save a view of a list',
          body: SaveViewRequest,
          response: { 200: z.object({ id: ActorId }) },
        },
      },
      async (request) => {
        const { tenant, userId } = requireSubject(request);
        const view = request.body;
        return await database.tenantTx(tenant, async (tx) => {
          if ((await countSavedViews(tx, userId)) >= MOST_PER_PERSON) {
            throw refusal(409, 'savedView/too-many');
          }
          const at = clock.now();
          const id = await putSavedView(tx, userId, { ...view, id: newId(), at });
          // What everybody sees is a change of the company; one's own views are nobody's business.
          if (view.shared) {
            const facts = { screen: view.screen, name: view.name };
            await recordAct(tx, { kind: 'savedView', id, type: 'savedView.shared', facts, by: userId, at });
          }
          return { id };
        });
      },
    );
    app.delete(
      '/api/saved-views/:id',
      { schema: { summary: 'Remove a saved view', params: z.object({ id: ActorId }) } },
      async (request, reply) => {
        const { tenant, userId } = requireSubject(request);
        const { id } = request.params;
        await database.tenantTx(tenant, async (tx) => {
          const removed = await removeSavedView(tx, userId, id);
          if (!removed) throw refusal(404, 'savedView/unknown');
          if (removed.shared)
            await recordAct(tx, { kind: 'savedView', id, type: 'savedView.removed', by: userId, at: clock.now() });
        });
        return await reply.code(204).send();
      },
    );
  };
}

function refusal(status: number, code: SavedViewRefusalCode): HttpProblem {
  return new HttpProblem(status, code, savedViewRefusals[code]);
}
