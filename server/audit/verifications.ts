import type { Clock } from '#actors/system/clock.ts';
import type { Verdict, Verification } from '#shared/audit/verification.ts';
import { ActorId, type TenantId, type UserId } from '#shared/values/ids.ts';
import { recordAct } from '../platform/audit/auditStore.ts';
import type { Database } from '../platform/db/database.ts';
import { readHeads } from '../platform/eventLog/eventStore.ts';
import { type LogVerdict, verifyLogOf } from '../platform/eventLog/verifyLog.ts';
import type { Logger } from '../platform/log/logger.ts';

/** Runs of the verifier that people asked for. */
export interface Verifications {
  /** Begins one unless the company's is under way; never rejects. */
  begin(tenant: TenantId, by: UserId): Verification;
  of(tenant: TenantId): Verification;
  /** Waits for the one that runs; idempotent. */
  stop(): Promise<void>;
}

/**
 * One at a time: each holds one of the few connections of the system role for as long as it takes, about a minute for
 * ten million events.
 */
export function createVerifications(database: Database, clock: Clock, log: Logger): Verifications {
  const known = new Map<TenantId, Verification>();
  let last: Promise<void> = Promise.resolve();
  let stopped = false;

  async function run(tenant: TenantId, by: UserId, startedAt: number): Promise<void> {
    if (stopped) return;
    try {
      const verdict = await verify(tenant, startedAt);
      known.set(tenant, { state: 'done', startedAt, finishedAt: clock.now(), verdict });
      await database.tenantTx(tenant, (tx) => {
        const { whole, events, seals } = verdict;
        const act = {
          kind: 'company',
          id: ActorId.parse(tenant),
          type: 'audit.verified',
          by,
          at: clock.now(),
        } as const;
        return recordAct(tx, { ...act, facts: { whole, events, seals } });
      });
    } catch (error) {
      log.error({ err: error, tenant }, 'the log cannot be verified');
      const message = 'The database did not answer in time. Try again.';
      known.set(tenant, { state: 'failed', startedAt, finishedAt: clock.now(), message });
    }
  }

  async function verify(tenant: TenantId, startedAt: number): Promise<Verdict> {
    const of = (await readHeads(database.systemPool, [tenant])).get(tenant) ?? 0;
    const progress = (checked: number): void => void known.set(tenant, { state: 'running', startedAt, checked, of });
    progress(0);
    const client = await database.systemPool.connect();
    let broken: Error | undefined;
    try {
      const verdict = await verifyLogOf(client, tenant, progress);
      if (verdict === undefined) throw new Error('the company has no log');
      return shown(verdict);
    } catch (error) {
      broken = error instanceof Error ? error : new Error('verifying failed', { cause: error });
      throw error;
    } finally {
      client.release(broken);
    }
  }

  return {
    begin(tenant, by) {
      const present = known.get(tenant);
      if (present?.state === 'running' || present?.state === 'waiting') return present;
      const waiting: Verification = { state: 'waiting', startedAt: clock.now() };
      known.set(tenant, waiting);
      last = last.then(() => run(tenant, by, waiting.startedAt));
      return waiting;
    },
    of: (tenant) => known.get(tenant) ?? { state: 'none' },
    async stop() {
      stopped = true;
      await last;
    },
  };
}

const MOST_RANGES = 1_000;

function shown({ events, seals, unsealed, broken, missing, removed, head }: LogVerdict): Verdict {
  return {
    ...{ whole: broken === undefined, events, seals, unsealed },
    missing: missing.slice(0, MOST_RANGES).map(({ from, to }) => ({ from, to })),
    removed: removed.slice(0, MOST_RANGES).map(({ from, to }) => ({ from, to })),
    ...(broken ? { broken } : {}),
    ...(head ? { head } : {}),
  };
}
