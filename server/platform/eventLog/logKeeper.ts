import type { Clock } from '#actors/system/clock.ts';
import type { Database } from '../db/database.ts';
import { errorFields } from '../log/errorFields.ts';
import type { Logger } from '../log/logger.ts';
import { deleteOldCommands, dropOldPartitions, ensurePartitions, strayRows } from './retentionStore.ts';

const dayMs = 24 * 3_600_000;
const commandsPerTransaction = 5000;

export interface LogKeeperOptions {
  readonly database: Database;
  readonly clock: Clock;
  readonly log?: Logger;
  /** How long command answers are kept; 90 days unless told. */
  readonly commandsKeptMs?: number;
  /** How long evidence is kept, rounded up to whole months; 90 days unless told. */
  readonly evidenceKeptMs?: number;
  /** How long sealed events are kept; for ever unless told. */
  readonly eventsKeptMs?: number;
  /** Pause between rounds; 1 hour unless told. */
  readonly everyMs?: number;
}

/** What the last round found; `stray` counts rows outside monthly partitions and should raise an alarm when not 0. */
export interface KeeperFigures {
  readonly stray: number;
  readonly roundAt: number | undefined;
  readonly failures: number;
}

/** Makes partitions ahead and removes what is kept no longer. Harmless on several nodes at once. */
export interface LogKeeper {
  /** Runs the first round, so that partitions exist before the first event is written. */
  start(): Promise<void>;
  stop(): Promise<void>;
  readonly figures: KeeperFigures;
}

export function createLogKeeper(options: LogKeeperOptions): LogKeeper {
  const { database, clock, log } = options;
  let figures: KeeperFigures = { stray: 0, roundAt: undefined, failures: 0 };
  let timer: unknown;
  let running: Promise<void> | undefined;
  let stopped = false;

  const round = async (): Promise<void> => {
    const now = clock.now();
    const made = await database.systemTx((tx) => ensurePartitions(tx, now, 3));
    if (made > 0) log?.info({ made }, 'partitions made ahead');
    const commandsBefore = now - (options.commandsKeptMs ?? 90 * dayMs);
    let deleted = commandsPerTransaction;
    while (deleted === commandsPerTransaction && !stopped) {
      deleted = await database.systemTx((tx) => deleteOldCommands(tx, commandsBefore, commandsPerTransaction));
    }
    await drop('evidence', options.evidenceKeptMs ?? 90 * dayMs, now);
    if (options.eventsKeptMs !== undefined) await drop('event', options.eventsKeptMs, now);
    const stray = await database.systemTx(strayRows);
    figures = { stray: stray.event + stray.evidence, roundAt: now, failures: 0 };
    if (figures.stray > 0) log?.error(stray, 'rows lie outside the monthly partitions');
  };
  const drop = async (parent: 'event' | 'evidence', keptMs: number, now: number): Promise<void> => {
    const dropped = await database.systemTx((tx) => dropOldPartitions(tx, parent, now - keptMs, now));
    if (dropped.length > 0) log?.info({ dropped }, 'partitions removed by retention');
  };
  const later = (): void => {
    if (stopped) return;
    timer = clock.setTimeout(
      () => {
        running = round()
          .catch((error: unknown) => {
            figures = { ...figures, failures: figures.failures + 1 };
            log?.warn({ error: errorFields(error) }, 'keeping the log in order failed; it is tried again');
          })
          .then(later);
      },
      figures.failures > 0 ? 60_000 : (options.everyMs ?? 3_600_000),
    );
  };

  return {
    async start() {
      await round();
      later();
    },
    async stop() {
      stopped = true;
      clock.clearTimeout(timer);
      await running;
    },
    get figures() {
      return figures;
    },
  };
}
