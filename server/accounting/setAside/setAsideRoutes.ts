import { z } from 'zod';
import { LossNote, SetAsideDiscard, SetAsideList, SetAsideRetried } from '#shared/accounting/setAside.ts';
import { requireSubject } from '../../platform/auth/accessControl.ts';
import type { Routes } from '../../platform/http/httpApp.ts';
import type { SetAsideDesk } from './setAsideDesk.ts';

const one = z.object({ id: z.uuid() });
const view = { access: 'radius.view' } as const;
const settle = { access: 'accounting.settle' } as const;

/** `/api/accounting/…`: what could not be stored. */
export function setAsideRoutes(desk: SetAsideDesk): Routes {
  return (app) => {
    app.get(
      '/api/accounting/set-aside',
      {
        config: view,
        schema: { summary: 'Reports that could not be stored, and losses', response: { 200: SetAsideList } },
      },
      async (request) => await desk.list(requireSubject(request)),
    );
    app.post(
      '/api/accounting/set-aside/:id/retry',
      { config: settle, schema: { summary: 'Load it once more', params: one, response: { 200: SetAsideRetried } } },
      async (request) => await desk.retry(requireSubject(request), request.params.id),
    );
    app.post(
      '/api/accounting/set-aside/:id/discard',
      {
        config: settle,
        schema: { summary: 'Do without it', params: one, body: SetAsideDiscard, response: { 204: z.null() } },
      },
      async (request, reply) => {
        await desk.discard(requireSubject(request), request.params.id, request.body.reason);
        return await reply.code(204).send(null);
      },
    );
    app.post(
      '/api/accounting/losses/:id/note',
      {
        config: settle,
        schema: { summary: 'Take note of a loss', params: one, body: LossNote, response: { 204: z.null() } },
      },
      async (request, reply) => {
        await desk.noteLoss(requireSubject(request), request.params.id, request.body.note);
        return await reply.code(204).send(null);
      },
    );
  };
}
