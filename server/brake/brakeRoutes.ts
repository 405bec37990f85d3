import type { Clock } from '#actors/system/clock.ts';
import {
  AutomaticBrake,
  AutomaticLimits,
  DecideHeldCuts,
  HeldCutPage,
  HeldCutQuery,
  HeldCutsDecided,
} from '#shared/brake/brake.ts';
import { ActorId } from '#shared/values/ids.ts';
import { recordAct } from '../platform/audit/auditStore.ts';
import { requireSubject } from '../platform/auth/accessControl.ts';
import type { Subject } from '../platform/auth/subject.ts';
import type { Database } from '../platform/db/database.ts';
import type { TenantTx } from '../platform/db/transaction.ts';
import type { Routes } from '../platform/http/httpApp.ts';
import { countHeld, heldPage, lockRules, setLimits } from './automaticBrakeStore.ts';
import { BRAKE } from './cutJudge.ts';
import type { HeldCuts } from './heldCuts.ts';

export interface BrakeRoutesOptions {
  readonly database: Database;
  readonly clock: Clock;
  readonly cuts: HeldCuts;
}

/** `/api/brake…`: what may be cut by itself, what was held back, and what is decided about that. */
export function brakeRoutes({ database, clock, cuts }: BrakeRoutesOptions): Routes {
  const shown = async (tx: TenantTx, { branches }: Subject): Promise<AutomaticBrake> => {
    const { limits, held, pausedAt, pause } = await lockRules(tx, clock.now());
    const paused = pausedAt === null ? {} : { pausedAt, ...(pause ? { pause } : {}) };
    return { limits, held, ...paused, waiting: await countHeld(tx, branches) };
  };
  return (app) => {
    app.get(
      '/api/brake',
      {
        config: { access: 'bulk.view' },
        schema: { summary: 'How many lines may be cut by themselves', response: { 200: AutomaticBrake } },
      },
      async (request) => {
        const subject = requireSubject(request);
        return await database.tenantTx(subject.tenant, (tx) => shown(tx, subject));
      },
    );
    app.put(
      '/api/brake',
      {
        config: { access: 'bulk.brake' },
        schema: { summary: 'Change that', body: AutomaticLimits, response: { 200: AutomaticBrake } },
      },
      async (request) => {
        const subject = requireSubject(request);
        return await database.tenantTx(subject.tenant, async (tx) => {
          const { limits: before } = await lockRules(tx, clock.now());
          await setLimits(tx, request.body, clock.now());
          const answer = await shown(tx, subject);
          const facts = { before: { ...before }, after: { ...request.body } };
          const act = { kind: BRAKE, id: ActorId.parse(subject.tenant), type: 'brake.automationChanged', facts };
          await recordAct(tx, { ...act, by: subject.userId, at: clock.now() });
          return answer;
        });
      },
    );
    app.get(
      '/api/brake/held-cuts',
      {
        config: { access: 'bulk.view' },
        schema: { summary: 'Lines whose cut waits', querystring: HeldCutQuery, response: { 200: HeldCutPage } },
      },
      async (request) => {
        const { tenant, branches } = requireSubject(request);
        const rows = await database.tenantTx(tenant, (tx) => heldPage(tx, branches, request.query));
        const last = rows.length === request.query.limit ? rows.at(-1) : undefined;
        return { rows: [...rows], ...(last ? { next: last.number } : {}) };
      },
    );
    app.post(
      '/api/brake/held-cuts',
      {
        config: { access: 'bulk.brake' },
        schema: { summary: 'Make or drop cuts that wait', body: DecideHeldCuts, response: { 200: HeldCutsDecided } },
      },
      (request) => cuts.decide(requireSubject(request), request.body),
    );
  };
}
