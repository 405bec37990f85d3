import { NasTrouble } from '#actors/nas/nasTrouble.ts';
import type { Clock } from '#actors/system/clock.ts';
import type { ActorId, TenantId } from '#shared/values/ids.ts';
import type { Database } from '../../platform/db/database.ts';
import type { StoredNas } from '../storedNas.ts';
import type { NasBackups } from './nasBackups.ts';
import {
  type BackupTurn,
  dueBackupTurns,
  putBackupTurn,
  readBackupSchedule,
  readBackupTurn,
} from './nasBackupStore.ts';

export interface NasBackupSchedulerOptions {
  readonly database: Database;
  readonly clock: Clock;
  readonly backups: Pick<NasBackups, 'take'>;
  readonly tenants: () => readonly TenantId[];
  /** Undefined: not registered any more. */
  readonly find: (tenant: TenantId, id: ActorId) => StoredNas | undefined;
  /** Whether this server has the router. */
  readonly owns: (tenant: TenantId, id: ActorId) => boolean;
  readonly tellAlarm: (nas: StoredNas, trouble: string | undefined) => Promise<void>;
  readonly trouble: (error: unknown) => void;
  readonly pace?: SchedulerPace;
}

export interface SchedulerPace {
  readonly lookEveryMs: number;
  readonly againAfterMs: number;
}

const HOUR_MS = 3_600_000;
const usualPace: SchedulerPace = { lookEveryMs: 15_000, againAfterMs: 15 * 60_000 };
const MOST_AT_ONCE = 3;
const MOST_PER_LOOK = 30;
const WITHIN_MS = 120_000;
/** Once may be an accident. */
const FAILURES_TO_ALARM = 3;

/** Takes each router's backup when its turn has come: turns are rows, so a restart forgets and repeats none. */
export class NasBackupScheduler {
  readonly #options: NasBackupSchedulerOptions;
  readonly #stopping = new AbortController();
  readonly #underWay = new Map<ActorId, Promise<void>>();
  #timer: unknown;
  #looking: Promise<void> = Promise.resolve();

  constructor(options: NasBackupSchedulerOptions) {
    this.#options = options;
  }

  start(): void {
    this.#lookLater();
  }

  /** Interrupts what is under way and waits for it; idempotent. */
  async stop(): Promise<void> {
    this.#stopping.abort(new Error('the server is stopping'));
    this.#options.clock.clearTimeout(this.#timer);
    await this.#looking;
    await Promise.all(this.#underWay.values());
  }

  /** A backup was taken outside of the schedule, or was not: its turn moves, trouble is kept or over. */
  async noteOutcome(nas: StoredNas, trouble: unknown): Promise<void> {
    const told = await this.#options.database.tenantTx(nas.tenant, async (tx) => {
      const { everyHours } = await readBackupSchedule(tx);
      const turn = await readBackupTurn(tx, nas.id);
      const next = this.#after({ nas: nas.id, failures: turn?.failures ?? 0 }, everyHours, trouble);
      await putBackupTurn(tx, next);
      return { before: turn?.failures ?? 0, now: next.failures, words: next.trouble };
    });
    if (told.now >= FAILURES_TO_ALARM) await this.#options.tellAlarm(nas, told.words);
    else if (told.now === 0 && told.before >= FAILURES_TO_ALARM) await this.#options.tellAlarm(nas, undefined);
  }

  #lookLater(): void {
    if (this.#stopping.signal.aborted) return;
    const { clock, pace = usualPace } = this.#options;
    this.#timer = clock.setTimeout(() => {
      this.#looking = this.#look()
        .catch(this.#options.trouble)
        .finally(() => this.#lookLater());
    }, pace.lookEveryMs);
  }

  async #look(): Promise<void> {
    const { tenants, database, clock, find, owns } = this.#options;
    for (const tenant of tenants()) {
      const due = await database.tenantTx(tenant, async (tx) => {
        const { everyHours } = await readBackupSchedule(tx);
        return everyHours === 0 ? [] : await dueBackupTurns(tx, clock.now(), MOST_PER_LOOK);
      });
      for (const { nas: id } of due) {
        const nas = find(tenant, id);
        if (!nas || this.#underWay.has(id) || !owns(tenant, id)) continue;
        while (this.#underWay.size >= MOST_AT_ONCE) await Promise.race(this.#underWay.values());
        if (this.#stopping.signal.aborted) return;
        this.#begin(nas);
      }
    }
  }

  #begin(nas: StoredNas): void {
    const { backups, trouble } = this.#options;
    const signal = AbortSignal.any([this.#stopping.signal, AbortSignal.timeout(WITHIN_MS)]);
    const work = backups
      .take(nas, { reason: 'schedule' }, signal)
      .then(
        () => this.noteOutcome(nas, undefined),
        // Interrupted by the stop: its turn is still there at the next start.
        (error: unknown) => (this.#stopping.signal.aborted ? undefined : this.noteOutcome(nas, error)),
      )
      .catch(trouble)
      .finally(() => this.#underWay.delete(nas.id));
    this.#underWay.set(nas.id, work);
  }

  #after({ nas, failures }: Pick<BackupTurn, 'nas' | 'failures'>, everyHours: number, trouble: unknown): BackupTurn {
    const { clock, pace = usualPace } = this.#options;
    const now = clock.now();
    const everyMs = Math.max(everyHours, 1) * HOUR_MS;
    if (trouble === undefined)
      return { nas, nextAt: now + everyMs, failures: 0, failedAt: undefined, trouble: undefined };
    // A router that is away has its own alarm; its backup is only late.
    const count = trouble instanceof NasTrouble ? failures : failures + 1;
    const nextAt = now + Math.min(pace.againAfterMs * 2 ** Math.min(failures, 6), everyMs);
    return { nas, nextAt, failures: count, failedAt: now, trouble: wordsOf(trouble) };
  }
}

function wordsOf(trouble: unknown): string {
  return (trouble instanceof Error ? trouble.message : 'unknown error').slice(0, 500);
}
