import type { VoucherState } from '#shared/voucher/values.ts';
import type { GlyphName } from '../ui/Glyph.tsx';
import type { Tone } from '../ui/Pill.tsx';
import { withUnit } from '../ui/units.ts';
import { say, sayCount } from '../words/words.ts';

export const stateLooks: Readonly<Record<VoucherState, { readonly tone: Tone; readonly glyph: GlyphName }>> = {
  unused: { tone: 'calm', glyph: 'minus' },
  active: { tone: 'ok', glyph: 'play' },
  usedUp: { tone: 'unknown', glyph: 'acknowledged' },
  expired: { tone: 'warning', glyph: 'calendar' },
  void: { tone: 'critical', glyph: 'stale' },
};

const MINUTE = 60_000;
const units = [
  ['voucher.days', 24 * 60 * MINUTE],
  ['voucher.hours', 60 * MINUTE],
  ['voucher.minutes', MINUTE],
] as const;

/** In the largest unit that divides it: 90 minutes, 24 hours, 7 days. One day is said in hours, as people buy it. */
export function validityText(validityMs: number): string {
  const [unit, size] = units.find(([, ms]) => validityMs % ms === 0 && validityMs > ms) ?? units[2];
  return sayCount(unit, Math.round(validityMs / size));
}

export function quotaText(bytes: number | undefined): string {
  return bytes === undefined ? say('voucher.noQuota') : gigabytes(bytes);
}

/** Volume is sold in decimal units. */
export function gigabytes(bytes: number): string {
  const [unit, size] = bytes >= 1e9 ? ['GB', 1e9] : ['MB', 1e6];
  return bytes < 1e6 ? withUnit(bytes, 'bytes') : `${Math.round((bytes / size) * 100) / 100} ${unit}`;
}
