import type { GlyphName } from '../../ui/Glyph.tsx';
import type { Act } from '../acts.ts';

/** One line of the palette. */
export interface PaletteItem {
  /** Steady over searches: what is chosen stays chosen while answers arrive. */
  readonly id: string;
  readonly title: string;
  readonly detail?: string | undefined;
  readonly glyph: GlyphName;
  /** In words, at the end of the line: a state. */
  readonly note?: string | undefined;
  /** As people write them. */
  readonly keys?: string | undefined;
  readonly run: () => void;
  /** What else can be done with it; Tab opens them. */
  readonly acts?: (() => readonly Act[]) | undefined;
}

export interface PaletteGroup {
  readonly id: string;
  readonly title: string;
  readonly items: readonly PaletteItem[];
}
