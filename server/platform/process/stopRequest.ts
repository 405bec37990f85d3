/** Why the process should end: a signal, or the process that started it is gone. */
export type StopReason = NodeJS.Signals | 'the parent process ended';

export interface StopRequestOptions {
  /** `process`, or a stand-in. */
  readonly source: Pick<NodeJS.Process, 'on' | 'off' | 'connected'>;
  /** Monotonic milliseconds. */
  now(): number;
  /** Called at most once. */
  onStop(reason: StopReason): void;
  /** Called when somebody insists while the stop is under way. */
  onForce(reason: StopReason): void;
}

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** A Ctrl-C reaches this process from the terminal, and again from each process above that passes it on. */
const sameSignalMs = 1_000;

/** Listens for requests to stop; the answer ends the listening. */
export function listenForStop(options: StopRequestOptions): () => void {
  let firstAt: number | undefined;
  const request = (reason: StopReason): void => {
    if (firstAt === undefined) {
      firstAt = options.now();
      options.onStop(reason);
    } else if (reason !== 'the parent process ended' && options.now() - firstAt > sameSignalMs) {
      options.onForce(reason);
    }
  };
  const onSignal = (signal: NodeJS.Signals): void => request(signal);
  // The channel to the parent is closed by the system however the parent ends, kill -9 included.
  const onDisconnect = (): void => request('the parent process ended');
  for (const signal of signals) options.source.on(signal, onSignal);
  if (options.source.connected) options.source.on('disconnect', onDisconnect);
  return () => {
    for (const signal of signals) options.source.off(signal, onSignal);
    options.source.off('disconnect', onDisconnect);
  };
}
