import type { Values } from './configTable.ts';
import { parseDuration, asClock } from './duration.ts';
import type { Field, Fields } from './field.ts';
import type { Personality } from './personality.ts';

/** Canonical value as this version sends it. */
export function sent({ kind }: Pick<Field, 'kind'>, value: string, personality: Personality): string {
  if (kind === 'flag') return personality.booleans === 'yes-no' ? value : truth(value);
  if (kind === 'bool') return personality.booleans === 'true-false' ? truth(value) : value;
  if (kind !== 'duration' || personality.durations === 'units') return value;
  const ms = parseDuration(value);
  return ms === undefined ? value : asClock(ms);
}

/** Does this version have the field? */
export function has({ since, until }: Pick<Field, 'since' | 'until'>, { atLeast }: Personality): boolean {
  return (since === undefined || atLeast(since)) && (until === undefined || !atLeast(until));
}

/** The row of an item in the order of the menu's fields, secrets veiled for those who may not see them. */
export function rowOf(
  fields: Fields,
  values: Values,
  { personality, seesSecrets }: { readonly personality: Personality; readonly seesSecrets: boolean },
): Values {
  const row: Values = {};
  for (const [name, field] of Object.entries(fields)) {
    const value = values[name] ?? field.fallback;
    if (value === undefined || field.hidden || !has(field, personality)) continue;
    row[name] = field.secret && !seesSecrets && value !== '' ? VEIL : sent(field, value, personality);
  }
  return row;
}

export const VEIL = '*****';

const truth = (value: string): string => (value === 'yes' ? 'true' : value === 'no' ? 'false' : value);
