import type { Clock } from '#actors/system/clock.ts';
import type { LossMeter } from './lossMeter.ts';
import type { NasBudget, NasPriority } from './nasBudget.ts';
import { NasCommandLate } from './vendors/nasCommandError.ts';
import type { NasWire } from './vendors/nasDriver.ts';

export interface BudgetedWire extends NasWire {
  /** How long the answer before took, or was waited for, from when its command was let through. */
  readonly lastAnswerMs: number;
}

/** The same connection, every command of which waits for its share of the router's budget. */
export function budgetedWire(
  wire: NasWire,
  budget: NasBudget,
  losses: LossMeter,
  priority: NasPriority,
  clock: Clock,
): BudgetedWire {
  let lastAnswerMs = 0;
  return {
    fingerprint: wire.fingerprint,
    get lastHeardAt() {
      return wire.lastHeardAt;
    },
    get lastAnswerMs() {
      return lastAnswerMs;
    },
    async run(command, options = {}) {
      await budget.take(priority, options.signal);
      const sentAt = clock.now();
      try {
        const answer = await wire.run(command, options);
        losses.count(false);
        return answer;
      } catch (error) {
        if (!options.signal?.aborted) losses.count(error instanceof NasCommandLate);
        throw error;
      } finally {
        lastAnswerMs = clock.now() - sentAt;
      }
    },
    async stream(command, onRow, signal) {
      const release = command.isSteady ? budget.reserve() : undefined;
      try {
        await budget.take(priority, signal);
        await wire.stream(command, onRow, signal);
      } finally {
        release?.();
      }
    },
    onClosed: (listener) => wire.onClosed(listener),
    close: () => wire.close(),
  };
}
