import { policies } from './menu.ts';
import type { Personality } from './personality.ts';

/** The rights that groups of this version know. */
export function policiesOf({ major }: Pick<Personality, 'major'>): readonly string[] {
  return policies.filter((one) => one !== 'rest-api' || major >= 7);
}

/** A group's rights as the router writes them down: those it has, then those it hasn't. */
export function policyText(granted: readonly string[], personality: Pick<Personality, 'major'>): string {
  const all = policiesOf(personality);
  const denied = all.filter((one) => !granted.includes(one)).map((one) => `!${one}`);
  return [...all.filter((one) => granted.includes(one)), ...denied].join(',');
}
