import type { SubscriptionState } from '#shared/subscription/values.ts';
import type { GlyphName } from '../ui/Glyph.tsx';
import type { Tone } from '../ui/Pill.tsx';

interface Look {
  readonly tone: Tone;
  readonly glyph: GlyphName;
}

/** What is served is quiet; the rest has colour, shape and word. */
export const subscriptionLooks: { readonly [State in SubscriptionState]: Look } = {
  pending: { tone: 'notice', glyph: 'catchingUp' },
  active: { tone: 'calm', glyph: 'acknowledged' },
  grace: { tone: 'warning', glyph: 'warning' },
  expired: { tone: 'major', glyph: 'calendar' },
  suspended: { tone: 'critical', glyph: 'pause' },
  left: { tone: 'unknown', glyph: 'leave' },
};
