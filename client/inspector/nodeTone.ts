import type { NodeState } from '#shared/inspector/view.ts';
import type { GlyphName } from '../ui/Glyph.tsx';
import type { Tone } from '../ui/Pill.tsx';

/** Running is the quiet normal; only trouble has colour. */
export const nodeLook = {
  starting: { tone: 'maintenance', glyph: 'catchingUp' },
  running: { tone: 'calm', glyph: 'acknowledged' },
  idle: { tone: 'unknown', glyph: 'shelved' },
  restarting: { tone: 'warning', glyph: 'restart' },
  failed: { tone: 'critical', glyph: 'critical' },
  stopping: { tone: 'maintenance', glyph: 'catchingUp' },
  stopped: { tone: 'unknown', glyph: 'stale' },
} as const satisfies Record<NodeState, { tone: Tone; glyph: GlyphName }>;
