import { setImmediate as yieldToOthers } from 'node:timers/promises';
import type { Pool } from 'pg';
import type { Clock } from '#actors/system/clock.ts';
import { errorFields } from '../log/errorFields.ts';
import type { Logger } from '../log/logger.ts';
import { firstPrev, sealHash, type SealedRow } from './sealHash.ts';
import { insertSeal, rowsToSeal, unsealedTails, type UnsealedTail } from './sealStore.ts';

export interface SealerOptions {
  /** Database.systemPool: not the connections that commands wait for. */
  readonly pool: Pool;
  readonly clock: Clock;
  readonly log?: Logger;
  /** Pause between rounds; 5 s unless told. */
  readonly everyMs?: number;
  /** Events of one seal, which is also what one piece of work on the event loop covers; 100 unless told (about 1 ms). */
  readonly mostPerSeal?: number;
}

export interface SealerFigures {
  /** Events that had no seal when the last round ended. */
  readonly unsealed: number;
  readonly seals: number;
  /** Tenants whose log has a hole or a double position; no seal is made past it. */
  readonly broken: number;
  readonly failures: number;
}

/** Chains the events of each tenant, off the command path. Several processes at once are harmless: the first one seals. */
export interface Sealer {
  start(): void;
  /** Waits for the round under way; idempotent. */
  stop(): Promise<void>;
  /** Seals everything that is committed now; for tests, the verifier and an orderly shutdown. */
  sealAll(): Promise<void>;
  readonly figures: SealerFigures;
}

export function createSealer(options: SealerOptions): Sealer {
  const { pool, clock, log } = options;
  const mostPerSeal = options.mostPerSeal ?? 100;
  let figures: SealerFigures = { unsealed: 0, seals: 0, broken: 0, failures: 0 };
  let timer: unknown;
  let running: Promise<void> | undefined;
  let stopped = true;

  const sealTail = async (tail: UnsealedTail, goOn: () => boolean): Promise<'sealed' | 'broken'> => {
    let from = tail.sealedTo + 1;
    let prev: Uint8Array = tail.hash ?? firstPrev;
    while (from <= tail.head && goOn()) {
      const rows = await rowsToSeal(pool, tail.tenant, from, Math.min(tail.head, from + mostPerSeal - 1));
      const range = sealableRange(rows, from);
      if (range.length === 0) return 'broken';
      const seal = { from, to: from + range.length - 1, month: range[0]!.month, prev, hash: sealHash(prev, range) };
      // Another process was faster; it goes on from there, too.
      if (!(await insertSeal(pool, tail.tenant, seal, clock.now()))) return 'sealed';
      figures = { ...figures, seals: figures.seals + 1 };
      prev = seal.hash;
      from = seal.to + 1;
      await yieldToOthers();
    }
    return 'sealed';
  };

  const round = async (goOn: () => boolean): Promise<void> => {
    let broken = 0;
    for (const tail of await unsealedTails(pool)) {
      if (!goOn()) return;
      if ((await sealTail(tail, goOn)) === 'sealed') continue;
      broken++;
      if (broken > figures.broken)
        log?.error({ tenant: tail.tenant }, 'the event log has a hole: it cannot be sealed any further');
    }
    const left = await unsealedTails(pool);
    figures = {
      ...figures,
      unsealed: left.reduce((sum, { head, sealedTo }) => sum + head - sealedTo, 0),
      broken,
      failures: 0,
    };
  };

  const later = (): void => {
    if (stopped) return;
    timer = clock.setTimeout(() => {
      running = round(() => !stopped)
        .catch((error: unknown) => {
          figures = { ...figures, failures: figures.failures + 1 };
          if (figures.failures === 1)
            log?.warn({ error: errorFields(error) }, 'sealing the event log failed; it is tried again');
        })
        .then(later);
    }, options.everyMs ?? 5000);
  };

  return {
    start() {
      if (!stopped) return;
      stopped = false;
      later();
    },
    async stop() {
      stopped = true;
      clock.clearTimeout(timer);
      await running;
    },
    sealAll: () => round(() => true),
    get figures() {
      return figures;
    },
  };
}

/** The rows that follow each other without a hole from `from` on and lie in one month, so that a dropped partition takes whole seals. */
function sealableRange(rows: readonly SealedRow[], from: number): readonly SealedRow[] {
  const end = rows.findIndex((row, index) => Number(row.position) !== from + index || row.month !== rows[0]!.month);
  return end === -1 ? rows : rows.slice(0, end);
}
