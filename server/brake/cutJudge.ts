import type { Clock } from '#actors/system/clock.ts';
import type { AutomaticPause } from '#shared/brake/brake.ts';
import { ActorId, type TenantId } from '#shared/values/ids.ts';
import { recordAct } from '../platform/audit/auditStore.ts';
import type { Database } from '../platform/db/database.ts';
import type { TenantTx } from '../platform/db/transaction.ts';
import {
  type AutomaticRules,
  closedByQuota,
  cutsAfter,
  endedAmong,
  endedLines,
  lockRules,
  noteCuts,
  routersOf,
  servedLines,
  setPaused,
} from './automaticBrakeStore.ts';
import { FEW, tooMany } from './tooMany.ts';

export const BRAKE = 'brake';

export interface CutJudgeOptions {
  readonly database: Database;
  readonly clock: Clock;
  readonly onPaused: (tenant: TenantId, pause: AutomaticPause) => void;
}

const WITHIN_MS = 10 * 60_000;
/** Cuts that were let pass so lately may not have been made yet, and would be counted twice. */
const UNDER_WAY_MS = 5_000;
const NONE: ReadonlySet<ActorId> = new Set();

/**
 * Decides which cuts that would be made by themselves wait for a person (operators.md 5). Those it lets pass count from
 * then on, in the same transaction, so that several servers count as one.
 */
export class CutJudge {
  readonly #options: CutJudgeOptions;

  constructor(options: CutJudgeOptions) {
    this.#options = options;
  }

  /** Lines whose deadline is due, or will be by `at`: those whose cut is to be held back. */
  async ofEnded(tenant: TenantId, lines: readonly ActorId[], at: number): Promise<ReadonlySet<ActorId>> {
    return await this.#judge(
      tenant,
      (tx, now) => endedAmong(tx, lines, Math.max(now, at)),
      (tx, now) => endedLines(tx, Math.max(now, at)),
    );
  }

  /** A line that has used its quota up: whether its cut is to be held back. */
  async ofQuota(tenant: TenantId, line: ActorId): Promise<boolean> {
    const held = await this.#judge(
      tenant,
      (tx) => closedByQuota(tx, [line]),
      () => Promise.resolve(0),
    );
    return held.has(line);
  }

  async #judge(
    tenant: TenantId,
    find: (tx: TenantTx, now: number) => Promise<readonly ActorId[]>,
    waiting: (tx: TenantTx, now: number) => Promise<number>,
  ): Promise<ReadonlySet<ActorId>> {
    const { database, clock, onPaused } = this.#options;
    const now = clock.now();
    const judged = await database.tenantTx(tenant, async (tx) => {
      const cuts = await find(tx, now);
      if (cuts.length === 0) return { held: NONE };
      const rules = await lockRules(tx, now);
      const all = new Set(cuts);
      if (rules.held || rules.pausedAt !== null) return { held: all };
      const pause = await pauseFor(tx, rules, cuts, await waiting(tx, now), now);
      if (!pause) return { held: NONE };
      await setPaused(tx, pause, now);
      const { beyond, lines, percent } = pause;
      const facts = { beyond, lines, percent, ...(pause.nas ? { nasId: pause.nas.id } : {}) };
      await recordAct(tx, {
        kind: BRAKE,
        id: ActorId.parse(tenant),
        type: 'brake.paused',
        facts,
        by: undefined,
        at: now,
      });
      return { held: all, pause };
    });
    if (judged.pause) onPaused(tenant, judged.pause);
    return judged.held;
  }
}

/** Undefined: they may be made, and are noted. */
async function pauseFor(
  tx: TenantTx,
  { limits, vouchedAt }: AutomaticRules,
  cuts: readonly ActorId[],
  ended: number,
  now: number,
): Promise<AutomaticPause | undefined> {
  const since = Math.max(now - WITHIN_MS, vouchedAt ?? 0);
  const before = await cutsAfter(tx, since);
  const underWay = ended > cuts.length && before > 0 ? await cutsAfter(tx, Math.max(since, now - UNDER_WAY_MS)) : 0;
  const lines = Math.max(cuts.length, ended - underWay);
  const isMuch = lines + before > Math.min(FEW, limits.lines);
  const routers = isMuch ? await routersOf(tx, cuts, since) : [];
  const served = isMuch ? await servedLines(tx) : 0;
  const pause = isMuch ? tooMany(limits, { lines, before, served, routers }) : undefined;
  // Of few it is not known on which routers: they are too few to matter there.
  if (!pause) await noteCuts(tx, cuts.length, routers, now);
  return pause;
}
