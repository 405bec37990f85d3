import { errorFields } from '../log/errorFields.ts';
import type { Logger } from '../log/logger.ts';

export interface LastResortOptions {
  /** `process`, or a stand-in. */
  readonly source: Pick<NodeJS.Process, 'on' | 'off'>;
  readonly log: Logger;
  /** Stops everything in order. */
  drain(): Promise<unknown>;
  /** Called once, when the drain is over or takes too long. */
  exit(code: number): void;
  /** 10 s unless told. */
  readonly withinMs?: number;
}

/**
 * An error that nobody caught leaves the process in a state that nobody thought of (nodejs.org/api/process.html, "Warning:
 * Using 'uncaughtException' correctly"): it is logged, what can be brought to an end is, and the process ends, so that
 * whoever runs it starts a sound one. Unhandled rejections arrive here too. The answer ends the listening.
 */
export function listenForBugs({ source, log, drain, exit, withinMs = 10_000 }: LastResortOptions): () => void {
  let ending = false;
  const onBug = (error: unknown): void => {
    log.fatal({ err: errorFields(error) }, 'uncaught; this is a bug, and the process ends');
    if (ending) return;
    ending = true;
    const impatience = setTimeout(() => exit(1), withinMs);
    const end = (): void => {
      clearTimeout(impatience);
      exit(1);
    };
    drain().then(end, end);
  };
  source.on('uncaughtException', onBug);
  return () => void source.off('uncaughtException', onBug);
}
