import { APPROVAL } from '#actors/approval/approvalActor.ts';
import type { ApprovalState } from '#actors/approval/approvalState.ts';
import type { ActorAddress } from '#actors/system/address.ts';
import type { Clock } from '#actors/system/clock.ts';
import type { CommandEnvelope, Fence } from '#actors/system/envelope.ts';
import type { ApprovalCommand } from '#shared/approval/commands.ts';
import { type ActorId, IdempotencyKey, type TenantId } from '#shared/values/ids.ts';
import type { Reply } from '#shared/wire/reply.ts';
import type { Approved, CarriedOut } from '../platform/approvals.ts';
import type { Database } from '../platform/db/database.ts';
import type { TenantTx } from '../platform/db/transaction.ts';
import type { RepeatingLog } from '../platform/log/repeatingLog.ts';
import type { RegisteredHandler } from './approvals.ts';
import {
  approvedEverywhere,
  lockOutcome,
  readApproval,
  stillMay,
  storeOutcome,
  type StoredOutcome,
} from './approvalStore.ts';
import { insertUse } from './limitStore.ts';

export interface ApprovalRunnerOptions {
  readonly database: Database;
  readonly clock: Clock;
  readonly log: RepeatingLog;
  readonly ask: (envelope: CommandEnvelope) => Promise<Reply>;
  /** Undefined while another server has the actor; it carries out what is its own. */
  readonly fence: (address: ActorAddress) => Fence | undefined;
  readonly handlerOf: (act: string) => RegisteredHandler | undefined;
}

/** Carries out what was approved: at once when told, and what a crash left over within {@link LOOK_EVERY_MS}. */
export interface ApprovalRunner {
  start(): void;
  /** Waits for what is under way; idempotent. */
  stop(): Promise<void>;
  /** It was approved a moment ago. */
  approved(tenant: TenantId, id: ActorId): void;
}

const LOOK_EVERY_MS = 5_000;
const ANSWER_WITHIN_MS = 30_000;
const MOST_OUTCOME = 500;

export function createApprovalRunner(options: ApprovalRunnerOptions): ApprovalRunner {
  const { database, clock, log, ask, fence, handlerOf } = options;
  const underWay = new Map<ActorId, Promise<void>>();
  let timer: unknown;
  let running = false;
  let looking: Promise<void> | undefined;

  async function carryOut(tenant: TenantId, id: ActorId): Promise<void> {
    const found = await database.tenantTx(tenant, (tx) => readApproval(tx, id, 'all'));
    if (found?.state.state !== 'approved') return;
    const done = await once(tenant, found.state);
    if (done === undefined) return;
    const outcome = done.outcome?.slice(0, MOST_OUTCOME);
    const command: ApprovalCommand = done.ok
      ? { type: 'approval.complete', ...(outcome === undefined ? {} : { outcome }) }
      : { type: 'approval.fail', outcome: outcome ?? '' };
    const reply = await ask({
      address: { tenant, kind: APPROVAL, id },
      key: IdempotencyKey.parse(`approval:${id}:end`),
      command,
      caller: { kind: 'system', name: 'approvals' },
      deadlineAt: clock.now() + ANSWER_WITHIN_MS,
    });
    // What another server ended meanwhile is refused here, which is as good.
    if (!reply.ok && reply.code !== 'approval/decided')
      throw new Error(`the end of an approval was refused: ${reply.code}`);
    if (done.ok && done.afterwards) await done.afterwards();
  }

  /** Undefined: no handler in this release; it stays until there is one. */
  async function once(tenant: TenantId, state: ApprovalState): Promise<CarriedOut | undefined> {
    const handler = handlerOf(state.act);
    if (handler === undefined) {
      log.report(
        `approval ${state.act}`,
        'error',
        { tenant, id: state.id, act: state.act },
        'nothing carries out what was approved',
      );
      return undefined;
    }
    const approved = handedOver(tenant, state, handler);
    return 'send' in handler
      ? await sendOnce(handler, approved, state)
      : await database.tenantTx(tenant, (tx) => changeOnce(tx, handler, approved, state));
  }

  async function changeOnce(
    tx: TenantTx,
    handler: Extract<RegisteredHandler, { carryOut: unknown }>,
    approved: Approved<unknown>,
    state: ApprovalState,
  ): Promise<CarriedOut> {
    const before = await lockOutcome(tx, state.id);
    if (before) return doneBefore(before);
    const done = (await noLonger(tx, state)) ?? (await changeOrNothing(tx, handler, approved));
    await storeOutcomeOf(tx, state, done);
    return done;
  }

  async function sendOnce(
    handler: Extract<RegisteredHandler, { send: unknown }>,
    approved: Approved<unknown>,
    state: ApprovalState,
  ): Promise<CarriedOut> {
    const before = await database.tenantTx(approved.tenant, async (tx) => {
      const stored = await lockOutcome(tx, state.id);
      if (stored) return doneBefore(stored);
      return await noLonger(tx, state);
    });
    const done = before ?? (await handler.send(approved));
    await database.tenantTx(approved.tenant, async (tx) => {
      if ((await lockOutcome(tx, state.id)) === undefined) await storeOutcomeOf(tx, state, done);
    });
    return done;
  }

  async function storeOutcomeOf(tx: TenantTx, state: ApprovalState, done: CarriedOut): Promise<void> {
    const { id, requestedBy: userId, permission: act, amount, subjectId, branchId } = state;
    await storeOutcome(tx, id, { ok: done.ok, outcome: done.outcome?.slice(0, MOST_OUTCOME) ?? null }, clock.now());
    if (done.ok) await insertUse(tx, { id, userId, act, amount, subjectId, branchId, approvalId: id }, clock.now());
  }

  function run(tenant: TenantId, id: ActorId): void {
    if (!running || underWay.has(id) || fence({ tenant, kind: APPROVAL, id }) === undefined) return;
    const work = carryOut(tenant, id)
      .catch((error: unknown) =>
        log.report(
          `approval ${id}`,
          'error',
          { err: error, tenant, id },
          'what was approved cannot be carried out; trying again',
        ),
      )
      .finally(() => underWay.delete(id));
    underWay.set(id, work);
  }

  async function look(): Promise<void> {
    try {
      for (const { tenant, id } of await database.systemTx(approvedEverywhere)) run(tenant, id);
    } catch (error) {
      log.report('approvals', 'warn', { err: error }, 'approvals cannot be looked at');
    }
  }

  function lookLater(): void {
    if (!running) return;
    timer = clock.setTimeout(() => {
      looking = look().finally(lookLater);
    }, LOOK_EVERY_MS);
  }

  return {
    start() {
      if (running) return;
      running = true;
      looking = look().finally(lookLater);
    },
    async stop() {
      running = false;
      clock.clearTimeout(timer);
      await looking;
      await Promise.all(underWay.values());
    },
    approved: run,
  };
}

/** What a handler changed before it found that it is not possible is taken back. */
async function changeOrNothing(
  tx: TenantTx,
  handler: Extract<RegisteredHandler, { carryOut: unknown }>,
  approved: Approved<unknown>,
): Promise<CarriedOut> {
  let refused: CarriedOut | undefined;
  try {
    return await tx.transaction(async (inner) => {
      const done = await handler.carryOut(Object.assign(inner, { tenant: tx.tenant }), approved);
      if (done.ok) return done;
      refused = done;
      throw new Error('taken back', { cause: done.outcome });
    });
  } catch (error) {
    if (refused) return refused;
    throw error;
  }
}

function doneBefore({ ok, outcome }: StoredOutcome): CarriedOut {
  if (!ok) return { ok: false, outcome: outcome ?? '' };
  return outcome === null ? { ok: true } : { ok: true, outcome };
}

/** Who asked may have lost the right since. */
async function noLonger(tx: TenantTx, state: ApprovalState): Promise<CarriedOut | undefined> {
  if (await stillMay(tx, state.requestedBy, state.permission)) return undefined;
  return { ok: false, outcome: 'Who asked for it may not do it any more.' };
}

function handedOver(tenant: TenantId, state: ApprovalState, handler: RegisteredHandler): Approved<unknown> {
  const { id, subjectId, branchId, amount, reason, requestedBy, decidedBy } = state;
  if (decidedBy === undefined) throw new Error('it is approved, and nobody approved it');
  const key = IdempotencyKey.parse(`approval:${id}:act`);
  const payload = handler.payload.parse(state.payload);
  return { tenant, id, key, subjectId, branchId, amount, payload, reason, requestedBy, decidedBy };
}
