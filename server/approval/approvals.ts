import { APPROVAL } from '#actors/approval/approvalActor.ts';
import type { Clock } from '#actors/system/clock.ts';
import type { CommandEnvelope } from '#actors/system/envelope.ts';
import type { ApprovalCommand } from '#shared/approval/commands.ts';
import { approvalRefusals } from '#shared/approval/errors.ts';
import { APPROVAL_LASTS_MS, LONGEST_APPROVAL_MS } from '#shared/approval/values.ts';
import { ActorId, IdempotencyKey } from '#shared/values/ids.ts';
import type { Refusal, Reply } from '#shared/wire/reply.ts';
import type { ApprovalAsk, ApprovalHandler, Approvals, Asked } from '../platform/approvals.ts';
import type { Subject } from '../platform/auth/subject.ts';
import type { Database } from '../platform/db/database.ts';
import { anyDecider } from './approvalStore.ts';
import { createLimits } from './limits.ts';
import { requestId } from './requestId.ts';

export interface ApprovalsOptions {
  readonly database: Database;
  readonly clock: Clock;
  readonly newId: () => string;
  readonly ask: (envelope: CommandEnvelope) => Promise<Reply>;
}

/** A handler as the machinery sees it; its payload is parsed before it is called. */
export type RegisteredHandler = ApprovalHandler<unknown>;

export interface ApprovalRegistry extends Approvals {
  handlerOf(act: string): RegisteredHandler | undefined;
}

const ANSWER_WITHIN_MS = 15_000;

export function createApprovals({ database, clock, newId, ask }: ApprovalsOptions): ApprovalRegistry {
  const handlers = new Map<string, RegisteredHandler>();
  const limits = createLimits(database, clock);

  function handlerFor(act: string): RegisteredHandler {
    const handler = handlers.get(act);
    if (handler === undefined) throw new Error(`nothing carries out ${act}: register its handler`);
    return handler;
  }

  async function request(subject: Subject, wanted: ApprovalAsk): Promise<Asked> {
    const handler = handlerFor(wanted.act);
    const { permission, lastsMs = APPROVAL_LASTS_MS } = handler;
    const payload = handler.payload.parse(wanted.payload);
    if (wanted.reason === undefined) return refused('approval/reason-needed');
    const described = await database.tenantTx(subject.tenant, async (tx) => {
      if (!(await anyDecider(tx, subject.userId, permission, wanted.branchId))) return undefined;
      return (await handler.describe?.(tx, { subjectId: wanted.subjectId, payload })) ?? { subjectName: '' };
    });
    if (described === undefined) return refused('approval/nobody-to-decide');
    const { act, subjectKind, subjectId, branchId, amount = 1, reason, key } = wanted;
    const { userId } = subject;
    const approvalId = ActorId.parse(
      key === undefined ? newId() : requestId('approval', { userId, act, subjectId, key }),
    );
    const command: ApprovalCommand = {
      type: 'approval.request',
      ...{ act, permission, subjectKind, subjectId, amount, reason, payload: wanted.payload },
      subjectName: described.subjectName.slice(0, 200),
      details: described.details ?? {},
      ...(branchId === undefined ? {} : { branchId }),
      expiresAt: clock.now() + Math.min(lastsMs, LONGEST_APPROVAL_MS),
    };
    const reply = await ask({
      address: { tenant: subject.tenant, kind: APPROVAL, id: approvalId },
      key: IdempotencyKey.parse(`approval:${approvalId}:request`),
      command,
      caller: { kind: 'user', userId: subject.userId, branches: subject.branches },
      deadlineAt: clock.now() + ANSWER_WITHIN_MS,
    });
    // Asked before with the same key; what it asks for now ends at another time.
    const isAskedAlready = !reply.ok && reply.code === 'command/key-reused' && key !== undefined;
    return reply.ok || isAskedAlready ? { ok: true, approvalId } : reply;
  }

  return {
    limits,
    handlerOf: (act) => handlers.get(act),
    register(act, handler) {
      if (handlers.has(act)) throw new Error(`${act} has a handler already`);
      handlers.set(act, handler as RegisteredHandler);
    },
    request,
    async useOrRequest(subject, wanted) {
      const { permission } = handlerFor(wanted.act);
      const counted = { ...wanted, subjectId: wanted.countedFor ?? wanted.subjectId };
      const answer = await limits.use(subject, { ...counted, act: permission });
      if (answer.allowed) return { outcome: 'allowed' };
      const asked = await request(subject, wanted);
      return asked.ok
        ? { outcome: 'asked', approvalId: asked.approvalId }
        : { outcome: 'refused', refusal: { ...asked, details: { ...asked.details, ...beyond(answer) } } };
    },
  };
}

function beyond({ most, perDays, used }: { most: number; perDays: number; used: number }): Record<string, number> {
  return { most, perDays, used };
}

function refused(code: 'approval/reason-needed' | 'approval/nobody-to-decide'): Refusal {
  return { ok: false, code, message: approvalRefusals[code] };
}
