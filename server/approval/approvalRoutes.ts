import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { APPROVAL } from '#actors/approval/approvalActor.ts';
import type { ApprovalState } from '#actors/approval/approvalState.ts';
import type { Clock } from '#actors/system/clock.ts';
import type { CommandEnvelope } from '#actors/system/envelope.ts';
import type { ApprovalCommand } from '#shared/approval/commands.ts';
import { type ApprovalRefusalCode, approvalRefusals } from '#shared/approval/errors.ts';
import { LimitedActsQuery, LimitedActsReport } from '#shared/approval/report.ts';
import { DecideApproval } from '#shared/approval/requests.ts';
import { ApprovalHistory } from '#shared/approval/view.ts';
import { authRefusals } from '#shared/auth/errors.ts';
import { ActorId, IdempotencyKey } from '#shared/values/ids.ts';
import { Instant } from '#shared/values/time.ts';
import type { Reply } from '#shared/wire/reply.ts';
import { systemRefusals } from '#shared/wire/systemRefusals.ts';
import { requireSubject } from '../platform/auth/accessControl.ts';
import type { Subject } from '../platform/auth/subject.ts';
import type { Database } from '../platform/db/database.ts';
import type { Routes } from '../platform/http/httpApp.ts';
import { HttpProblem } from '../platform/http/problem.ts';
import { replyProblem } from '../platform/http/replyProblem.ts';
import type { NamesSource } from '../platform/names.ts';
import { approvalRow } from './approvalRow.ts';
import { endedApprovals, readApproval } from './approvalStore.ts';
import { limitedActsReport } from './limitedActsReport.ts';
import { limitOf } from './limitStore.ts';

export interface ApprovalRoutesOptions {
  readonly database: Database;
  readonly clock: Clock;
  readonly names: NamesSource;
  readonly ask: (envelope: CommandEnvelope) => Promise<Reply>;
}

const ofApproval = z.object({ id: ActorId });
const HistoryQuery = z.object({
  /** `next` of the page before. */
  before: z.string().max(80).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});
const Cursor = z.tuple([z.coerce.number().pipe(Instant), ActorId]);
const ANSWER_WITHIN_MS = 15_000;

/** Deciding on requests, what became of them, and the daily report. Asking belongs to the routes of the acts themselves. */
export function approvalRoutes(options: ApprovalRoutesOptions): Routes {
  const { database, clock, names } = options;
  return (app) => {
    const decide = {
      config: { access: 'approval.decide' },
      schema: { summary: 'Approve or decline what somebody asked for', params: ofApproval, body: DecideApproval },
    } as const;
    for (const [path, type] of [
      ['approve', 'approval.approve'],
      ['decline', 'approval.decline'],
    ] as const) {
      app.post(`/api/approvals/:id/${path}`, decide, async (request, reply) => {
        const subject = requireSubject(request);
        await requireDecider(database, subject, request.params.id);
        const note = request.body?.note;
        await send(options, subject, request.params.id, { type, ...(note ? { note } : {}) });
        return reply.code(204).send();
      });
    }
    app.post(
      '/api/approvals/:id/withdraw',
      { schema: { summary: 'Withdraw what one asked for', params: ofApproval } },
      async (request, reply) => {
        await send(options, requireSubject(request), request.params.id, { type: 'approval.withdraw' });
        return reply.code(204).send();
      },
    );
    const history = {
      summary: 'Approvals that are decided, latest first',
      querystring: HistoryQuery,
      response: { 200: ApprovalHistory },
    };
    app.get(
      '/api/approvals/history',
      {
        config: { access: 'approval.decide' },
        schema: history,
      },
      async (request) => {
        const { tenant, branches } = requireSubject(request);
        const { limit } = request.query;
        const page = { limit, branches, before: parseCursor(request.query.before) };
        const found = await database.tenantTx(tenant, (tx) => endedApprovals(tx, page));
        const known = await names.namesOf(tenant);
        const rows = found.map((approval) => approvalRow(approval, known));
        const last = found.length === limit ? found.at(-1)?.state : undefined;
        return { rows, ...(last ? { next: `${last.endedAt ?? 0}_${last.id}` } : {}) };
      },
    );
    const report = {
      summary: 'How often limited acts were done, by person',
      querystring: LimitedActsQuery,
      response: { 200: LimitedActsReport },
    };
    app.get(
      '/api/reports/limited-acts',
      {
        config: { access: 'audit.view' },
        schema: report,
      },
      async (request) => {
        const subject = requireSubject(request);
        const known = await names.namesOf(subject.tenant);
        return await database.tenantTx(subject.tenant, (tx) => limitedActsReport(tx, subject, request.query, known));
      },
    );
  };

  async function send(
    { ask }: ApprovalRoutesOptions,
    { tenant, userId, branches }: Subject,
    id: ActorId,
    command: ApprovalCommand,
  ): Promise<void> {
    const reply = await ask({
      address: { tenant, kind: APPROVAL, id },
      key: IdempotencyKey.parse(`approval:${randomUUID()}`),
      command,
      caller: { kind: 'user', userId, branches },
      deadlineAt: clock.now() + ANSWER_WITHIN_MS,
    });
    if (!reply.ok) throw replyProblem(reply);
  }
}

/** Who decides must be able to do the act alone; whoever has to ask for it can not allow it to others. */
async function requireDecider(database: Database, subject: Subject, id: ActorId): Promise<void> {
  // Two persons are meant, not a person and a program that belongs to one.
  if (subject.through !== undefined)
    throw new HttpProblem(403, 'session/person-required', authRefusals['session/person-required']);
  await database.tenantTx(subject.tenant, async (tx) => {
    const found = await readApproval(tx, id, subject.branches);
    if (found === undefined) throw new HttpProblem(404, 'actor/not-found', systemRefusals['actor/not-found'].message);
    if (found.state.requestedBy === subject.userId) throw refused(403, 'approval/own-request');
    if (!(await mayAlone(subject, found.state))) throw refused(403, 'approval/beyond-own-rights');

    async function mayAlone({ permissions, userId }: Subject, { permission }: ApprovalState): Promise<boolean> {
      return permissions.has(permission) && (await limitOf(tx, userId, permission)) === undefined;
    }
  });
}

function refused(status: number, code: ApprovalRefusalCode): HttpProblem {
  return new HttpProblem(status, code, approvalRefusals[code]);
}

function parseCursor(text: string | undefined): { endedAt: number; id: ActorId } | undefined {
  if (text === undefined) return undefined;
  const cursor = Cursor.safeParse(text.split('_'));
  if (!cursor.success) throw new HttpProblem(400, 'page/not-understood', 'Use `next` of the page before as `before`.');
  const [endedAt, id] = cursor.data;
  return { endedAt, id };
}
