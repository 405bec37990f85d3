import { durationMs, sameValue } from '../onboarding/fieldValue.ts';

const UNITS: Readonly<Record<string, number>> = { '': 1, k: 1_000, M: 1_000_000, G: 1_000_000_000 };

/**
 * Whether a router's value says what is wanted: rates with and without a unit, one figure for both directions, times in
 * any form, MAC addresses in any case.
 */
export function sameFixed(field: string, wanted: string, found: string): boolean {
  if (field === 'mac-address') return wanted.toLowerCase() === found.toLowerCase();
  if (field === 'comment' || field === 'name') return wanted === found;
  if (/^\S+\/\S+$/.test(wanted) && field !== 'target' && field !== 'address') return pairOf(wanted) === pairOf(found);
  return sameValue(wanted, found);
}

function pairOf(text: string): string {
  const [up = '', down = up] = text.split('/');
  return `${figureOf(up)}/${figureOf(down)}`;
}

function figureOf(text: string): number | string {
  const [, figure, unit = ''] = /^(\d+(?:\.\d+)?)([kMG]?)$/.exec(text) ?? [];
  return figure === undefined ? (durationMs(text) ?? text) : Number(figure) * UNITS[unit]!;
}
