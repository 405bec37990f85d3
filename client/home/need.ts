import type { Act } from '../shell/acts.ts';
import type { GlyphName } from '../ui/Glyph.tsx';
import type { Tone } from '../ui/Pill.tsx';

/** Something that waits for a person. */
export interface Need {
  /** `kind/id`, steady while it waits. */
  readonly id: string;
  /** What is worst comes first: 0 stops customers, 1 will, 2 can wait for the end of a call. */
  readonly rank: 0 | 1 | 2;
  readonly tone: Tone;
  readonly glyph: GlyphName;
  /** What kind of need it is, in a word. */
  readonly kind: string;
  readonly title: string;
  readonly detail?: string | undefined;
  /** Since when it waits. */
  readonly since: number;
  readonly href: string;
  /** What can be done at once; their keys work on the line under the cursor. */
  readonly acts?: readonly Act[];
}

/** Where needs come from; called once inside the home screen, so it may use live views. */
export interface NeedSource {
  readonly needs: () => readonly Need[];
  /** False until it is known what waits: nobody is told "all is calm" before. */
  readonly known: () => boolean;
  /** The source could not be read. */
  readonly failed?: () => boolean;
}
