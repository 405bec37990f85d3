import type { BulkRowState, BulkState } from '#shared/bulk/values.ts';
import type { GlyphName } from '../ui/Glyph.tsx';
import type { Tone } from '../ui/Pill.tsx';

interface Look {
  readonly tone: Tone;
  readonly glyph: GlyphName;
}

export const jobLooks: Readonly<Record<BulkState, Look>> = {
  draft: { tone: 'notice', glyph: 'edit' },
  checking: { tone: 'notice', glyph: 'search' },
  checked: { tone: 'notice', glyph: 'play' },
  waiting: { tone: 'warning', glyph: 'person' },
  running: { tone: 'notice', glyph: 'catchingUp' },
  held: { tone: 'warning', glyph: 'pause' },
  done: { tone: 'ok', glyph: 'acknowledged' },
  cancelled: { tone: 'calm', glyph: 'close' },
  failed: { tone: 'critical', glyph: 'warning' },
  undoing: { tone: 'notice', glyph: 'undo' },
  undone: { tone: 'calm', glyph: 'undo' },
};

export const rowLooks: Readonly<Record<BulkRowState, Look>> = {
  pending: { tone: 'calm', glyph: 'unknown' },
  done: { tone: 'ok', glyph: 'acknowledged' },
  failed: { tone: 'critical', glyph: 'warning' },
  skipped: { tone: 'calm', glyph: 'minus' },
  undone: { tone: 'calm', glyph: 'undo' },
  kept: { tone: 'warning', glyph: 'lock' },
};
