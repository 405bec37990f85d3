import { createMemo, createSignal, onCleanup, type Accessor } from 'solid-js';

/** What a key does, for the keyboard help. `keys` as people write them: `j k`, `Shift ↓`. */
export interface KeyNote {
  readonly keys: string;
  readonly label: string;
}

const [sources, setSources] = createSignal<readonly Accessor<readonly KeyNote[]>[]>([]);

/** Says in the keyboard help what keys of this part do, while it is mounted. Acts of the palette say it themselves. */
export function useKeyNotes(notes: () => readonly KeyNote[]): void {
  const present = createMemo(notes);
  setSources((before) => [present, ...before]);
  onCleanup(() => setSources((before) => before.filter((one) => one !== present)));
}

/** Latest mounted first. */
export function presentKeyNotes(): readonly KeyNote[] {
  return sources().flatMap((present) => present());
}
