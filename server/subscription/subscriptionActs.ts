import { z } from 'zod';
import { SUBSCRIPTION } from '#actors/subscription/subscriptionActor.ts';
import type { SubscriptionState } from '#actors/subscription/subscriptionState.ts';
import type { CommandEnvelope } from '#actors/system/envelope.ts';
import type { ApprovalNeeded } from '#shared/approval/requests.ts';
import { type DoSubscriptionAct, SubscriptionAct, type SubscriptionActDone } from '#shared/subscription/requests.ts';
import { endOfDay } from '#shared/subscription/validity.ts';
import type { Permission } from '#shared/tenant/permissions.ts';
import type { ActorId, BranchId, IdempotencyKey, TenantId } from '#shared/values/ids.ts';
import type { Reply } from '#shared/wire/reply.ts';
import type { ApprovalAsk, ApprovalHandler } from '../platform/approvals.ts';
import type { Subject } from '../platform/auth/subject.ts';
import { replyProblem } from '../platform/http/replyProblem.ts';
import { type ActCommand, actCommand, type ActWith } from './actCommand.ts';
import { actPermissions, undoPermission } from './actPermissions.ts';
import { findSubscription } from './subscriptionFindStore.ts';
import type { SubscriptionPorts } from './subscriptionPorts.ts';
import { subscriptionRefusal } from './subscriptionRefusal.ts';

const ANSWER_WITHIN_MS = 15_000;
const DAY_MS = 86_400_000;
/** Acts that cut a protected line: always put to a second person who may protect. */
const CUT_PROTECTED = 'subscription.cutProtected';

const Payload = z.object({ act: SubscriptionAct });
type Payload = z.infer<typeof Payload>;

/** What a limit counts of an act; undefined: the act has none. */
interface Limited {
  readonly act: Permission;
  readonly amount: number;
}

/** How acts get to their actors: at once, or after a second person approved them. */
export class SubscriptionActs {
  readonly #ports: SubscriptionPorts;

  /** Registers what carries approved acts out. Before start. */
  constructor(ports: SubscriptionPorts) {
    this.#ports = ports;
    const limited = ['extend', 'addQuota', 'overrideRates', 'resetMac'] as const;
    for (const name of limited) ports.approvals.register(`subscription.${name}`, this.#handler(`subscription.${name}`));
    ports.approvals.register(CUT_PROTECTED, this.#handler('subscription.protect'));
  }

  /** Throws HttpProblem. */
  async act(subject: Subject, id: ActorId, asked: DoSubscriptionAct): Promise<SubscriptionActDone | ApprovalNeeded> {
    const { act, reason, key } = asked;
    const { tenant } = subject;
    const state = await this.#find(tenant, id, subject.branches);
    const needed = act.act === 'undo' ? undoPermission(state.lastAct?.act) : actPermissions[act.act];
    if (needed === undefined) throw subscriptionRefusal('subscription/nothing-to-undo');
    if (!subject.permissions.has(needed)) throw subscriptionRefusal('subscription/not-permitted');
    const worksIn = (branchId: BranchId | undefined): boolean =>
      subject.branches === 'all' || (branchId !== undefined && subject.branches.includes(branchId));
    const made = await this.#build(tenant, state, { act, reason, worksIn });
    const waits = await this.#secondPerson(subject, state, asked);
    if (waits !== undefined) return { approvalId: waits };
    const reply = await this.#ask(tenant, id, made, key, {
      kind: 'user',
      userId: subject.userId,
      branches: subject.branches,
    });
    // A password is sealed anew each time: the same key again is the same act all the same.
    if (!reply.ok && !(reply.code === 'command/key-reused' && act.act === 'changeCredentials'))
      throw replyProblem(reply);
    return {
      version: reply.ok ? reply.version : 0,
      ...(made.password === undefined || !reply.ok ? {} : { password: made.password }),
    };
  }

  /** Undefined: it may be done now. */
  async #secondPerson(
    subject: Subject,
    state: SubscriptionState,
    { act, reason, key }: DoSubscriptionAct,
  ): Promise<ActorId | undefined> {
    const { approvals, clock } = this.#ports;
    const ask: Omit<ApprovalAsk, 'act'> = {
      subjectKind: SUBSCRIPTION,
      subjectId: state.id,
      branchId: state.branchId,
      payload: { act: plain(act) },
      reason,
      key,
    };
    if (cutsProtected(state, act)) {
      const asked = await approvals.request(subject, { ...ask, act: CUT_PROTECTED });
      if (!asked.ok) throw replyProblem(asked);
      return asked.approvalId;
    }
    const limited = limitedOf(state, act, clock.now());
    if (limited === undefined) return undefined;
    const { act: name, amount } = limited;
    // With several lines a customer is given no more than with one (operators 18).
    const answer = await approvals.useOrRequest(subject, { ...ask, act: name, amount, countedFor: state.customerId });
    if (answer.outcome === 'refused') throw replyProblem(answer.refusal);
    return answer.outcome === 'asked' ? answer.approvalId : undefined;
  }

  #handler(permission: Permission): ApprovalHandler<Payload> {
    return {
      permission,
      payload: Payload,
      describe: async (tx, { subjectId, payload }) => {
        const found = await findSubscription(tx, subjectId, 'all');
        const { act, ...details } = payload.act;
        const name = found ? `S-${found.state.number}` : '';
        return { subjectName: name, details: { does: act === 'undo' ? act : actPermissions[act], ...plain(details) } };
      },
      send: async ({ tenant, subjectId, payload, reason, key, id }) => {
        const { database } = this.#ports;
        const found = await database.tenantTx(tenant, (tx) => findSubscription(tx, subjectId, 'all'));
        if (!found) return { ok: false, outcome: 'There is no such subscription any more.' };
        const { command } = await this.#build(tenant, found.state, { act: payload.act, reason, worksIn: () => true });
        const approved =
          command.type === 'subscription.suspend' ||
          command.type === 'subscription.leave' ||
          command.type === 'subscription.protect'
            ? { ...command, approvalId: id }
            : command;
        const reply = await this.#ask(tenant, subjectId, { command: approved }, key, {
          kind: 'system',
          name: 'approval',
        });
        return reply.ok ? { ok: true } : { ok: false, outcome: reply.message };
      },
    };
  }

  async #find(tenant: TenantId, id: ActorId, scope: Subject['branches']): Promise<SubscriptionState> {
    const found = await this.#ports.database.tenantTx(tenant, (tx) => findSubscription(tx, id, scope));
    if (!found) throw subscriptionRefusal('subscription/not-found');
    return found.state;
  }

  #build(tenant: TenantId, state: SubscriptionState, asked: Omit<ActWith, 'secrets'>): Promise<ActCommand> {
    const { database, secrets } = this.#ports;
    return database.tenantTx(tenant, (tx) => actCommand(tx, state, { ...asked, secrets }));
  }

  #ask(
    tenant: TenantId,
    id: ActorId,
    { command }: ActCommand,
    key: IdempotencyKey,
    caller: CommandEnvelope['caller'],
  ): Promise<Reply> {
    const { ask, clock } = this.#ports;
    const address = { tenant, kind: SUBSCRIPTION, id };
    return ask({ address, key, command, caller, deadlineAt: clock.now() + ANSWER_WITHIN_MS });
  }
}

function cutsProtected({ protectedBy }: SubscriptionState, { act }: SubscriptionAct): boolean {
  return protectedBy !== undefined && (act === 'suspend' || act === 'leave' || act === 'unprotect');
}

function limitedOf(state: SubscriptionState, act: SubscriptionAct, now: number): Limited | undefined {
  switch (act.act) {
    case 'extend':
      return { act: 'subscription.extend', amount: act.days };
    case 'validUntil': {
      const from = Math.max(state.validUntil ?? now, now);
      const days = Math.ceil((endOfDay(state.terms.zone, act.day) - from) / DAY_MS);
      return days > 0 ? { act: 'subscription.extend', amount: days } : undefined;
    }
    case 'addQuota':
      return { act: 'subscription.addQuota', amount: act.gigabytes };
    case 'overrideRates':
      return { act: 'subscription.overrideRates', amount: 1 };
    case 'setMacs':
    case 'setSessions':
      return { act: 'subscription.resetMac', amount: 1 };
    default:
      return undefined;
  }
}

/** Without members that say nothing, so that it can be kept as JSON. */
function plain(value: object): Record<string, z.core.util.JSONType> {
  return z.record(z.string(), z.json()).parse(JSON.parse(JSON.stringify(value)));
}
