import type { ActorAddress } from '#actors/system/address.ts';
import type { Clock } from '#actors/system/clock.ts';
import type { Fence } from '#actors/system/envelope.ts';
import type { ActorId, TenantId } from '#shared/values/ids.ts';
import type { Database } from '../platform/db/database.ts';
import type { RepeatingLog } from '../platform/log/repeatingLog.ts';
import { checkAct } from './act/checkAct.ts';
import { doAct } from './act/doAct.ts';
import { releaseHeld } from './act/releaseHeld.ts';
import { BULK_JOB } from './bulkEnd.ts';
import { findJob, jobsToWorkOn } from './bulkJobStore.ts';
import { checkImport, type ImportWork } from './import/checkImport.ts';
import { makeLines } from './import/makeLines.ts';
import { undoJob } from './undoJob.ts';

export interface BulkRunnerOptions {
  readonly work: ImportWork;
  readonly database: Database;
  readonly clock: Clock;
  readonly log: RepeatingLog;
  /** Undefined while another server has the job; it works on what is its own. */
  readonly fence: (address: ActorAddress) => Fence | undefined;
}

const LOOK_EVERY_MS = 5_000;
/** More at once would make everybody wait for the database. */
const MOST_AT_ONCE = 2;

/** Works on jobs: at once when told, and on what a crash left over within {@link LOOK_EVERY_MS}. */
export class BulkRunner {
  readonly #options: BulkRunnerOptions;
  readonly #underWay = new Map<ActorId, Promise<void>>();
  readonly #stopped = new AbortController();
  #timer: unknown;
  #looking: Promise<void> = Promise.resolve();
  #running = false;

  constructor(options: BulkRunnerOptions) {
    this.#options = options;
  }

  start(): void {
    if (this.#running) return;
    this.#running = true;
    this.#looking = this.#look();
  }

  /** Waits for the piece that is under way; idempotent. */
  async stop(): Promise<void> {
    this.#running = false;
    this.#stopped.abort();
    this.#options.clock.clearTimeout(this.#timer);
    await this.#looking;
    await Promise.all(this.#underWay.values());
  }

  /** There is something to do for a job. */
  wake(tenant: TenantId, id: ActorId): void {
    const mine = this.#options.fence({ tenant, kind: BULK_JOB, id }) !== undefined;
    if (!this.#running || !mine || this.#underWay.has(id) || this.#underWay.size >= MOST_AT_ONCE) return;
    const work = this.#workOn(tenant, id)
      .catch((err: unknown) => {
        if (this.#stopped.signal.aborted) return;
        this.#options.log.report(`bulk ${id}`, 'error', { err, tenant, id }, 'a bulk job cannot go on; trying again');
      })
      .finally(() => this.#underWay.delete(id));
    this.#underWay.set(id, work);
  }

  /** As long as one phase leads to another. */
  async #workOn(tenant: TenantId, id: ActorId): Promise<void> {
    const { database, work } = this.#options;
    const { signal } = this.#stopped;
    for (let before = ''; !signal.aborted;) {
      const job = await database.tenantTx(tenant, (tx) => findJob(tx, id));
      const phase = job === undefined ? '' : `${job.kind} ${job.state} ${job.version}`;
      if (!job || phase === before) return;
      before = phase;
      if (job.state === 'checking') await (job.kind === 'import' ? checkImport : checkAct)(work, tenant, id, signal);
      else if (job.state === 'running') await (job.kind === 'import' ? makeLines : doAct)(work, tenant, id, signal);
      else if (job.state === 'undoing') await undoJob(work, tenant, id, signal);
      else if (job.state === 'held') await releaseHeld(work, tenant, id);
      else return;
    }
  }

  async #look(): Promise<void> {
    const { database, log, clock } = this.#options;
    try {
      for (const { tenant, id } of await database.systemTx(jobsToWorkOn)) this.wake(tenant, id);
    } catch (err) {
      log.report('bulk jobs', 'warn', { err }, 'bulk jobs cannot be looked at');
    }
    if (!this.#running) return;
    this.#timer = clock.setTimeout(() => {
      this.#looking = this.#look();
    }, LOOK_EVERY_MS);
  }
}
