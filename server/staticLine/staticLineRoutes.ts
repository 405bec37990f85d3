import { z } from 'zod';
import {
  AdoptedStaticLines,
  AdoptStaticLines,
  AnswerDrift,
  PlaceStaticLine,
  type StaticLineOnRouter,
  StaticLinesOnRouter,
  StaticLineView,
  type StaticPlacement,
} from '#shared/staticLine/view.ts';
import { ActorId, IdempotencyKey, type TenantId } from '#shared/values/ids.ts';
import type { NasFeature } from '../nas/nasFeature.ts';
import { requireSubject } from '../platform/auth/accessControl.ts';
import type { Database } from '../platform/db/database.ts';
import type { Routes } from '../platform/http/httpApp.ts';
import { findSubscription } from '../subscription/subscriptionFeature.ts';
import type { LinePlacing } from './linePlacing.ts';
import type { StaticBoard } from './staticBoard.ts';
import { staticLineRefusal } from './staticLineRefusal.ts';
import { type ListedLine, listedOnRouter, type PlacedLine, placedLines } from './staticLineStore.ts';

export interface StaticLineRoutesParts {
  readonly database: Database;
  readonly routers: Pick<NasFeature, 'find'>;
  readonly board: StaticBoard;
  readonly placing: LinePlacing;
}

const ofLine = z.object({ id: ActorId });
const path = '/api/subscriptions/:id/static-line';
const onRouter = '/api/nas/:id/static-lines';
const set = { access: 'subscription.setAddresses' } as const;
const Taken = z.object({ ok: z.literal(true) });

/** Which router a line with an address of its own is on, and how it stands there. */
export function staticLineRoutes(parts: StaticLineRoutesParts): Routes {
  const { database, placing } = parts;
  return (app) => {
    app.get(
      path,
      {
        config: { access: 'subscription.view' },
        schema: { summary: 'A line on its router', params: ofLine, response: { 200: StaticLineView } },
      },
      async (request) => {
        const { tenant, branches } = requireSubject(request);
        const { id } = request.params;
        const placed = await database.tenantTx(tenant, async (tx) => {
          if (!(await findSubscription(tx, id, branches))) throw staticLineRefusal('staticLine/not-found');
          return (await placedLines(tx, [id]))[0];
        });
        return placed ? { placement: placementOf(parts, tenant, placed) } : {};
      },
    );
    app.get(
      onRouter,
      {
        config: { access: 'nas.view' },
        schema: { summary: 'Static lines of a router', params: ofLine, response: { 200: StaticLinesOnRouter } },
      },
      async (request) => {
        const subject = requireSubject(request);
        if (!subject.permissions.has('subscription.view')) throw staticLineRefusal('staticLine/not-found');
        const { id } = request.params;
        placing.requireRouter(subject, id);
        const lines = await database.tenantTx(subject.tenant, (tx) => listedOnRouter(tx, id, subject.branches));
        const found = await placing.found(subject, id).catch(() => undefined);
        return {
          lines: lines.map((line) => listed(parts, subject.tenant, line)),
          ...(found === undefined ? {} : { found: [...found] }),
        };
      },
    );
    app.post(
      onRouter,
      {
        config: set,
        schema: {
          summary: 'Take static lines over that a router knows already',
          params: ofLine,
          body: AdoptStaticLines,
          response: { 202: AdoptedStaticLines },
        },
      },
      async (request, reply) =>
        await reply.code(202).send(await placing.adopt(requireSubject(request), request.params.id, request.body)),
    );
    app.put(
      path,
      {
        config: set,
        schema: { summary: 'Put a line on a router', params: ofLine, body: PlaceStaticLine, response: { 202: Taken } },
      },
      async (request, reply) => {
        const { key, ...where } = request.body;
        await placing.place({ subject: requireSubject(request), id: request.params.id, key }, where);
        return await reply.code(202).send({ ok: true });
      },
    );
    app.delete(
      path,
      {
        config: set,
        schema: {
          summary: 'Take a line off its router',
          params: ofLine,
          querystring: z.object({ key: IdempotencyKey }),
          response: { 202: Taken },
        },
      },
      async (request, reply) => {
        await placing.unplace({ subject: requireSubject(request), id: request.params.id, key: request.query.key });
        return await reply.code(202).send({ ok: true });
      },
    );
    app.post(
      `${path}/drift`,
      {
        config: set,
        schema: {
          summary: 'Put right what was changed on the router, or keep it',
          params: ofLine,
          body: AnswerDrift,
          response: { 202: Taken },
        },
      },
      async (request, reply) => {
        const { key, answer } = request.body;
        await placing.answerDrift({ subject: requireSubject(request), id: request.params.id, key }, answer);
        return await reply.code(202).send({ ok: true });
      },
    );
  };
}

function placementOf(
  { routers, board }: Pick<StaticLineRoutesParts, 'routers' | 'board'>,
  tenant: TenantId,
  { subscriptionId, nasId, port, placedAt, applied, appliedAt, kept, drift, driftSince }: PlacedLine,
): StaticPlacement {
  const meter = board.meterOf(tenant, subscriptionId);
  const nasName = routers.find(tenant, nasId)?.name;
  const state = stateOf({ drift, applied });
  return {
    ...{ nasId, placedAt, state, kept, drift },
    ...(nasName === undefined ? {} : { nasName }),
    ...(port === undefined ? {} : { port }),
    ...(appliedAt === undefined ? {} : { appliedAt }),
    ...(driftSince === undefined ? {} : { driftSince }),
    ...(meter === undefined ? {} : { countedAt: meter.readAt }),
    ...(meter?.heardAt === undefined ? {} : { heardAt: meter.heardAt }),
  };
}

function stateOf({ drift, applied }: Pick<PlacedLine, 'drift' | 'applied'>): StaticPlacement['state'] {
  if (drift.length > 0) return 'drifted';
  return applied === undefined ? 'waiting' : 'asWanted';
}

function listed(
  { board }: Pick<StaticLineRoutesParts, 'board'>,
  tenant: TenantId,
  line: ListedLine,
): StaticLineOnRouter {
  const { subscriptionId: id, number, customerName, address, port, drift } = line;
  const heardAt = board.meterOf(tenant, id)?.heardAt;
  return {
    ...{ id, number, customerName, state: stateOf(line), differences: drift.length },
    ...(address === undefined ? {} : { address }),
    ...(port === undefined ? {} : { port }),
    ...(heardAt === undefined ? {} : { heardAt }),
  };
}
