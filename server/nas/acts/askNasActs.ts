import { z } from 'zod';
import { NAS } from '#actors/nas/nasActor.ts';
import type { ApprovalNeeded } from '#shared/approval/requests.ts';
import { type AskNasAct, NasAct, type NasActAsked } from '#shared/nas/acts.ts';
import { ActorId, type BranchId, IdempotencyKey, type TenantId, type UserId } from '#shared/values/ids.ts';
import type { DeviceIntentFeature } from '../../deviceIntent/deviceIntentFeature.ts';
import type { ApprovalAsk, ApprovalHandler, Approvals } from '../../platform/approvals.ts';
import type { Subject } from '../../platform/auth/subject.ts';
import type { Database } from '../../platform/db/database.ts';
import { replyProblem } from '../../platform/http/replyProblem.ts';
import { findNas } from '../nasStore.ts';
import { requireLiveNas } from '../requireLiveNas.ts';
import { actIntentId } from './actIntentId.ts';

export interface AskNasActsOptions {
  readonly database: Database;
  readonly approvals: Approvals;
  readonly intents: Pick<DeviceIntentFeature, 'request' | 'isKnown'>;
  /** Throws HttpProblem while routers can't be set up from here. */
  readonly requireFacingAddress: () => void;
}

/** How acts on routers get to their intents: at once, or after a second person approved them. */
export interface AskNasActs {
  /** Throws HttpProblem. */
  ask(subject: Subject, nas: ActorId, request: AskNasAct): Promise<NasActAsked | ApprovalNeeded>;
}

const Payload = z.object({ intentId: ActorId, act: NasAct });
type Payload = z.infer<typeof Payload>;

interface Wanted {
  readonly tenant: TenantId;
  readonly nas: ActorId;
  readonly branchId: BranchId | undefined;
  readonly act: NasAct;
  readonly reason: string | undefined;
  readonly by: UserId;
  readonly intentId: ActorId;
}

/** Registers what carries approved acts out. Before start. */
export function createAskNasActs(options: AskNasActsOptions): AskNasActs {
  const { database, approvals, intents } = options;
  async function intend({
    tenant,
    nas,
    branchId,
    act,
    reason,
    by,
    intentId,
  }: Wanted): ReturnType<typeof intents.request> {
    const { act: name, ...input } = plain(act);
    return await intents.request({
      tenant,
      device: { kind: NAS, id: nas },
      act: name,
      input,
      ...(branchId === undefined ? {} : { branchId }),
      ...(reason === undefined ? {} : { reason }),
      caller: { kind: 'user', userId: by, branches: 'all' },
      key: IdempotencyKey.parse(`nasAct:${intentId}`),
      id: intentId,
    });
  }

  const handler: ApprovalHandler<Payload> = {
    permission: 'nas.operate',
    payload: Payload,
    async describe(tx, { subjectId, payload }) {
      const found = await findNas(tx, subjectId, 'all');
      const { act: _, ...details } = plain(payload.act);
      return { subjectName: found?.name ?? '', details };
    },
    async send({ tenant, subjectId, branchId, payload, reason, requestedBy }) {
      const nas = await database.tenantTx(tenant, (tx) => findNas(tx, subjectId, 'all'));
      if (!nas || nas.archivedAt !== null) return { ok: false, outcome: 'The router is not registered any more.' };
      const { act, intentId } = payload;
      const { reply } = await intend({ tenant, nas: nas.id, branchId, act, reason, by: requestedBy, intentId });
      return reply.ok || reply.code === 'deviceIntent/exists' ? { ok: true } : { ok: false, outcome: reply.message };
    },
  };
  for (const { shape } of NasAct.options) approvals.register(shape.act.value, handler);

  return {
    async ask(subject, id, { key, act, reason }) {
      const { tenant, userId } = subject;
      const nas = await database.tenantTx(tenant, (tx) => requireLiveNas(tx, id, subject.branches));
      if (act.act === 'nas.applyOnboarding') options.requireFacingAddress();
      const intentId = actIntentId(tenant, userId, key);
      // Asked again because the answer was lost: not counted, not put to anybody a second time.
      if (await intents.isKnown(tenant, intentId)) return { intentId };
      const branchId = nas.branchId ?? undefined;
      const wanted: ApprovalAsk = {
        ...{ act: act.act, subjectKind: NAS, subjectId: id, branchId, reason },
        payload: { intentId, act: plain(act) },
      };
      const answer = await approvals.useOrRequest(subject, wanted);
      if (answer.outcome === 'refused') throw replyProblem(answer.refusal);
      if (answer.outcome === 'asked') return { approvalId: answer.approvalId };
      const { reply } = await intend({ tenant, nas: id, branchId, act, reason, by: userId, intentId });
      if (!reply.ok && reply.code !== 'deviceIntent/exists') throw replyProblem(reply);
      return { intentId };
    },
  };
}

/** Without members that say nothing, so that it can be kept as JSON. */
function plain(act: NasAct): { act: NasAct['act']; [name: string]: string | string[] } {
  if (act.act !== 'nas.applyOnboarding') return { ...act };
  return { act: act.act, ...(act.items === undefined ? {} : { items: [...act.items] }) };
}
