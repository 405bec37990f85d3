import { randomUUIDv7 } from 'node:crypto';
import type { Clock } from '#actors/system/clock.ts';
import type { LimitAnswer, LimitedAct, Limits } from '../platform/approvals.ts';
import type { Subject } from '../platform/auth/subject.ts';
import type { Database } from '../platform/db/database.ts';
import type { TenantTx } from '../platform/db/transaction.ts';
import { insertUse, isCounted, limitOf, lockUses, usedSince } from './limitStore.ts';
import { requestId } from './requestId.ts';

const DAY_MS = 24 * 3_600_000;

export function createLimits(database: Database, clock: Clock): Limits {
  async function look(
    tx: TenantTx,
    { userId }: Subject,
    { act, amount = 1, subjectId }: LimitedAct,
  ): Promise<LimitAnswer> {
    const limit = await limitOf(tx, userId, act);
    if (limit === undefined) return { allowed: true };
    const { most, perDays, per } = limit;
    const used = await usedSince(tx, { userId, act, subjectId }, clock.now() - perDays * DAY_MS, per);
    return used + amount <= most ? { allowed: true } : { allowed: false, most, perDays, used };
  }

  async function use(tx: TenantTx, subject: Subject, act: LimitedAct): Promise<LimitAnswer> {
    const { userId } = subject;
    const { key, amount = 1, ...rest } = act;
    const id =
      key === undefined ? randomUUIDv7() : requestId('use', { userId, act: act.act, subjectId: act.subjectId, key });
    await lockUses(tx, userId, act.act);
    if (key !== undefined && (await isCounted(tx, id))) return { allowed: true };
    const answer = await look(tx, subject, act);
    // Uses without limit are counted too: the report names them, and a limit that comes later finds them.
    if (answer.allowed) await insertUse(tx, { ...rest, id, amount, userId }, clock.now());
    return answer;
  }

  return {
    check: (subject, act) => database.tenantTx(subject.tenant, (tx) => look(tx, subject, act)),
    use: (subject, act, tx) =>
      tx ? use(tx, subject, act) : database.tenantTx(subject.tenant, (own) => use(own, subject, act)),
  };
}
