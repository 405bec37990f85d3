import type { ActorObserver } from '#actors/system/ports.ts';

export interface RecordingObserver extends ActorObserver {
  readonly done: { readonly kind: string; readonly outcome: string }[];
  readonly batches: number[];
  readonly crashes: { readonly address: string; readonly error: unknown }[];
  readonly gaveUpOn: string[];
  readonly lateMs: number[];
  readonly trouble: unknown[];
}

/** Keeps what the running system tells. */
export function recordingObserver(): RecordingObserver {
  const kept = { done: [], batches: [], crashes: [], gaveUpOn: [], lateMs: [], trouble: [] } as Pick<
    RecordingObserver,
    'done' | 'batches' | 'crashes' | 'gaveUpOn' | 'lateMs' | 'trouble'
  >;
  return {
    ...kept,
    commandDone: (kind, outcome) => void kept.done.push({ kind, outcome }),
    batchCommitted: (units) => void kept.batches.push(units),
    crashed: (address, error) => void kept.crashes.push({ address, error }),
    gaveUp: (path) => void kept.gaveUpOn.push(path),
    deadlineFired: (lateMs) => void kept.lateMs.push(lateMs),
    storageTrouble: (error) => void kept.trouble.push(error),
  };
}
