import { SUBSCRIPTION } from '#actors/subscription/subscriptionActor.ts';
import type { Clock } from '#actors/system/clock.ts';
import type { CommandEnvelope } from '#actors/system/envelope.ts';
import type { DecideHeldCuts, HeldCutsDecided } from '#shared/brake/brake.ts';
import { bulkRefusals } from '#shared/bulk/errors.ts';
import { ActorId, IdempotencyKey, type TenantId } from '#shared/values/ids.ts';
import type { Reply } from '#shared/wire/reply.ts';
import { recordAct } from '../platform/audit/auditStore.ts';
import type { Subject } from '../platform/auth/subject.ts';
import type { Database } from '../platform/db/database.ts';
import { HttpProblem } from '../platform/http/problem.ts';
import { countHeld, endPause, heldAmong, lockRules } from './automaticBrakeStore.ts';
import { BRAKE } from './cutJudge.ts';

export interface HeldCutsOptions {
  readonly database: Database;
  readonly clock: Clock;
  readonly ask: (envelope: CommandEnvelope) => Promise<Reply>;
  /** Nothing waits any more, and automation goes on. */
  readonly onDecided: (tenant: TenantId) => void;
}

const MOST_AT_ONCE = 2_000;
const SIDE_BY_SIDE = 100;
const ANSWER_WITHIN_MS = 30_000;

/** What a person decides about cuts that were held back. */
export class HeldCuts {
  readonly #options: HeldCutsOptions;

  constructor(options: HeldCutsOptions) {
    this.#options = options;
  }

  /** Throws HttpProblem. The same key never acts twice. */
  async decide(subject: Subject, asked: DecideHeldCuts): Promise<HeldCutsDecided> {
    const { database, clock } = this.#options;
    const { tenant, branches, userId } = subject;
    const { act, reason, days } = asked;
    const lines = await database.tenantTx(tenant, async (tx) => {
      const { held } = await lockRules(tx, clock.now());
      if (held && act === 'release') throw new HttpProblem(409, 'bulk/held', bulkRefusals['bulk/held']);
      const found = await heldAmong(tx, asked.ids, branches, MOST_AT_ONCE);
      const type = act === 'release' ? 'brake.cutsReleased' : 'brake.cutsDropped';
      const facts = { lines: found.length, reason, ...(act === 'drop' ? { days } : {}) };
      await recordAct(tx, { kind: BRAKE, id: ActorId.parse(tenant), type, facts, by: userId, at: clock.now() });
      return found;
    });
    const failed = await this.#sendAll(subject, asked, lines);
    return { done: lines.length - failed, failed, left: await this.#settle(subject) };
  }

  /** Answers how many could not be decided. */
  async #sendAll(subject: Subject, asked: DecideHeldCuts, lines: readonly ActorId[]): Promise<number> {
    let failed = 0;
    for (let from = 0; from < lines.length; from += SIDE_BY_SIDE) {
      const replies = await Promise.all(
        lines.slice(from, from + SIDE_BY_SIDE).map((id) => this.#send(subject, asked, id)),
      );
      failed += replies.filter(({ ok }) => !ok).length;
    }
    return failed;
  }

  #send({ tenant, userId, branches }: Subject, { act, key, days }: DecideHeldCuts, id: ActorId): Promise<Reply> {
    const { ask, clock } = this.#options;
    return ask({
      address: { tenant, kind: SUBSCRIPTION, id },
      key: IdempotencyKey.parse(`${key}:${id}`),
      command: act === 'release' ? { type: 'subscription.releaseCut' } : { type: 'subscription.dropCut', days },
      caller: { kind: 'user', userId, branches },
      deadlineAt: clock.now() + ANSWER_WITHIN_MS,
    });
  }

  /** When nothing waits in any branch, what would be cut is cut again; answers what is left of the asker's. */
  async #settle({ tenant, branches, userId }: Subject): Promise<number> {
    const { database, clock, onDecided } = this.#options;
    const { left, ended } = await database.tenantTx(tenant, async (tx) => {
      const rules = await lockRules(tx, clock.now());
      const left = await countHeld(tx, branches);
      if (rules.pausedAt === null || (await countHeld(tx, 'all')) > 0) return { left, ended: false };
      await endPause(tx, clock.now());
      const act = { kind: BRAKE, id: ActorId.parse(tenant), type: 'brake.resumed', by: userId, at: clock.now() };
      await recordAct(tx, act);
      return { left, ended: true };
    });
    if (ended) onDecided(tenant);
    return left;
  }
}
