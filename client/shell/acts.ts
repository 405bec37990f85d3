import { createMemo, createSignal, onCleanup, type Accessor } from 'solid-js';
import type { GlyphName } from '../ui/Glyph.tsx';
import { useShortcuts } from '../ui/shortcuts.ts';

/** Something one can do now: in the palette and, with a key, in the keyboard help. */
export interface Act {
  /** `noun.verb`; steady, for the list of what was used last. */
  readonly id: string;
  readonly label: string;
  readonly glyph?: GlyphName;
  /** As `useShortcuts` names it; bound while the act is there, shown wherever the act is. */
  readonly key?: string;
  /** `false`: its key only says why it can't be done; it is in no list. */
  readonly offered?: boolean;
  /** There on every screen. */
  readonly everywhere?: boolean;
  readonly run: () => void;
}

const [sources, setSources] = createSignal<readonly Accessor<readonly Act[]>[]>([]);

/** What the screen offers while it is mounted; the screen's come before what is there everywhere. */
export function useActs(acts: () => readonly Act[]): void {
  const present = createMemo(acts);
  setSources((before) => [present, ...before]);
  onCleanup(() => setSources((before) => before.filter((one) => one !== present)));
  useShortcuts(() => Object.fromEntries(present().flatMap(({ key, run }) => (key === undefined ? [] : [[key, run]]))));
}

/** Latest mounted first: the open panel's before the list's before the frame's. */
export function presentActs(): readonly Act[] {
  return sources().flatMap((present) => present().filter(({ offered }) => offered !== false));
}
