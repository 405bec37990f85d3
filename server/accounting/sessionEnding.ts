import { z } from 'zod';
import type { ApprovalNeeded } from '#shared/approval/requests.ts';
import type { SessionEndAsked } from '#shared/session/history.ts';
import { ActorId, IdempotencyKey, type TenantId, type UserId } from '#shared/values/ids.ts';
import type { Reply } from '#shared/wire/reply.ts';
import type { DeviceIntentFeature } from '../deviceIntent/deviceIntentFeature.ts';
import type { NasFeature } from '../nas/nasFeature.ts';
import type { ApprovalHandler, Approvals } from '../platform/approvals.ts';
import type { Subject } from '../platform/auth/subject.ts';
import type { Database } from '../platform/db/database.ts';
import { inTenant } from '../platform/db/inTenant.ts';
import { HttpProblem } from '../platform/http/problem.ts';
import { replyProblem } from '../platform/http/replyProblem.ts';
import { endingId, endSessionIntent } from '../radius/incomingFeature.ts';
import type { LineSession } from './lineSession.ts';
import { sessionById } from './sessionHistoryStore.ts';

export interface SessionEndingParts {
  readonly database: Database;
  readonly approvals: Approvals;
  readonly intents: Pick<DeviceIntentFeature, 'request' | 'isKnown'>;
  readonly routers: Pick<NasFeature, 'find'>;
}

const Payload = z.object({ intentId: ActorId });
type Payload = z.infer<typeof Payload>;

interface Ending {
  readonly tenant: TenantId;
  readonly session: LineSession;
  readonly intentId: ActorId;
  readonly reason: string | undefined;
  readonly by: UserId;
}

const ACT = 'session.disconnect';

/** Staff end a running session: a Disconnect-Request to its router, at once or after a second person approved it. */
export class SessionEnding {
  readonly #parts: SessionEndingParts;

  /** Before start: registers what carries approved ones out. */
  constructor(parts: SessionEndingParts) {
    this.#parts = parts;
    parts.approvals.register(ACT, this.#handler());
  }

  /** Throws HttpProblem. */
  async ask(
    subject: Subject,
    session: LineSession,
    { key, reason }: { readonly key: IdempotencyKey; readonly reason?: string | undefined },
  ): Promise<SessionEndAsked | ApprovalNeeded> {
    const { approvals, intents, routers } = this.#parts;
    const { tenant, userId } = subject;
    const intentId = endingId(tenant, userId, key);
    // Asked again because the answer was lost: not counted, not put to anybody a second time.
    if (await intents.isKnown(tenant, intentId)) return { intentId };
    if (session.endedAt !== undefined) throw new HttpProblem(409, 'session/over', 'This session has ended already.');
    const answer = await approvals.useOrRequest(subject, {
      ...{ act: ACT, subjectKind: 'session', subjectId: ActorId.parse(session.id), reason },
      branchId: routers.find(tenant, ActorId.parse(session.nasId))?.branchId ?? undefined,
      payload: { intentId },
    });
    if (answer.outcome === 'refused') throw replyProblem(answer.refusal);
    if (answer.outcome === 'asked') return { approvalId: answer.approvalId };
    const reply = await this.#intend({ tenant, session, intentId, reason, by: userId });
    if (!reply.ok && reply.code !== 'deviceIntent/exists') throw replyProblem(reply);
    return { intentId };
  }

  #handler(): ApprovalHandler<Payload> {
    return {
      permission: 'nas.operate',
      payload: Payload,
      describe: async (tx, { subjectId }) => ({
        subjectName: (await this.#find(tx.tenant, subjectId))?.username ?? '',
      }),
      send: async ({ tenant, subjectId, payload, reason, requestedBy }) => {
        const session = await this.#find(tenant, subjectId);
        if (session === undefined || session.endedAt !== undefined)
          return { ok: false, outcome: 'The session has ended already.' };
        const reply = await this.#intend({ tenant, session, reason, by: requestedBy, intentId: payload.intentId });
        return reply.ok || reply.code === 'deviceIntent/exists' ? { ok: true } : { ok: false, outcome: reply.message };
      },
    };
  }

  #find(tenant: TenantId, id: string): Promise<LineSession | undefined> {
    return inTenant(this.#parts.database.appPool, tenant, (client) => sessionById(client, tenant, id));
  }

  async #intend({ tenant, session, intentId, reason, by }: Ending): Promise<Reply> {
    const { intents, routers } = this.#parts;
    const nasId = ActorId.parse(session.nasId);
    const branchId = routers.find(tenant, nasId)?.branchId ?? undefined;
    const { reply } = await intents.request({
      ...endSessionIntent(tenant, { ...session, nasId }),
      ...(branchId === undefined ? {} : { branchId }),
      ...(reason === undefined ? {} : { reason }),
      caller: { kind: 'user', userId: by, branches: 'all' },
      key: IdempotencyKey.parse(`sessionEnd:${intentId}`),
      id: intentId,
    });
    return reply;
  }
}
