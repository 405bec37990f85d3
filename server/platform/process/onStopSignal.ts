import type { Logger } from '../log/logger.ts';

const FORCE_AFTER_MS = 1_000;

/**
 * Resolves at the first Ctrl-C, SIGTERM or SIGHUP, or when the process that started this one is gone. The same signal
 * often comes twice (the terminal signals the whole group, and the wrapper passes it on), so only one that comes a
 * second later forces the end.
 */
export function onStopSignal(log: Logger): Promise<void> {
  return new Promise((resolve) => {
    let firstAt: number | undefined;
    const stop = (why: string): void => {
      if (firstAt === undefined) {
        firstAt = performance.now();
        log.info({ why }, 'stopping in order; once more to force it');
        resolve();
      } else if (performance.now() - firstAt > FORCE_AFTER_MS && why !== 'parent gone') {
        log.warn({ why }, 'forced to stop');
        process.exit(130);
      }
    };
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => stop(signal));
    process.on('disconnect', () => stop('parent gone'));
  });
}
