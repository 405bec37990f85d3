import type { Clock } from '#actors/system/clock.ts';
import type { ViewRow } from '#shared/wire/downstream.ts';
import { paced } from './paced.ts';
import { VersionedRows } from './versionedRows.ts';
import type { OpenView } from './viewSource.ts';

export interface RefreshedViewOptions {
  readonly clock: Clock;
  /** Read again at most this often. */
  readonly everyMs: number;
  /** The whole content; rows need no version. */
  read(): Promise<readonly { readonly id: string; readonly fields: object }[]>;
  /** Tells when it may be worth reading again; answers how to stop it. */
  onChange(callback: () => void): () => void;
  /** Told when reading again fails; what was read last stays. */
  onTrouble(error: unknown): void;
}

/** A small view that is read as a whole whenever something may have changed. Rejects when the first reading fails. */
export async function openRefreshed(options: RefreshedViewOptions, changed: () => void): Promise<OpenView> {
  const versions = new VersionedRows();
  let rows: readonly ViewRow[] = [];
  const refresh = async (): Promise<void> => {
    rows = versions.update(await options.read());
  };
  await refresh();
  const trigger = paced(options.clock, options.everyMs, () => void refresh().then(changed, options.onTrouble));
  const unlisten = options.onChange(trigger);
  return {
    read: () => ({ rows, total: rows.length }),
    exists: () => false,
    close: () => {
      trigger.stop();
      unlisten();
    },
  };
}
