import type { ActorObserver } from '#actors/system/ports.ts';
import { errorFields } from '../log/errorFields.ts';
import type { Logger } from '../log/logger.ts';
import type { RepeatingLog } from '../log/repeatingLog.ts';
import type { ActorMetrics } from '../metrics/actorMetrics.ts';

/** What the actor system does, as figures and log lines. */
export function createActorObserver(log: Logger, repeating: RepeatingLog, metrics: ActorMetrics): ActorObserver {
  return {
    commandDone(kind, outcome, tookMs) {
      metrics.commands.inc({ kind, outcome });
      metrics.commandDuration.observe({ kind }, tookMs / 1000);
    },
    batchCommitted(units, tookMs) {
      metrics.commitBatchSize.observe(units);
      metrics.commitDuration.observe(tookMs / 1000);
    },
    crashed(address, error) {
      metrics.restarts.inc({ kind: kindOf(address) });
      repeating.report(`crash:${address}`, 'error', { address, error: errorFields(error) }, 'an actor crashed');
    },
    gaveUp(path, error) {
      log.error({ path, error: errorFields(error) }, 'gave up restarting; trying again slowly');
    },
    deadlineFired() {},
    storageTrouble(error) {
      repeating.report('storage', 'warn', { error: errorFields(error) }, 'the database could not be used');
    },
  };
}

function kindOf(address: string): string {
  return address.split('/')[1] ?? 'unknown';
}
