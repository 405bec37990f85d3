import { z } from 'zod';
import { ApprovalNeeded } from '#shared/approval/requests.ts';
import { AskNasAct, NasActAsked } from '#shared/nas/acts.ts';
import { ActorId } from '#shared/values/ids.ts';
import { requireSubject } from '../../platform/auth/accessControl.ts';
import type { Routes } from '../../platform/http/httpApp.ts';
import type { AskNasActs } from './askNasActs.ts';

const Answer = z.union([NasActAsked, ApprovalNeeded]);

/** `POST /api/nas/:id/acts`: what becomes of it stands in the view `deviceIntents`, or first in `approvals`. */
export function nasActRoutes(acts: AskNasActs): Routes {
  return (app) => {
    app.post(
      '/api/nas/:id/acts',
      {
        config: { access: 'nas.operate' },
        schema: {
          summary: 'Ask for something to be done on a router',
          params: z.object({ id: ActorId }),
          body: AskNasAct,
          response: { 202: Answer },
        },
      },
      async (request, reply) => {
        const answer = await acts.ask(requireSubject(request), request.params.id, request.body);
        return await reply.code(202).send(answer);
      },
    );
  };
}
