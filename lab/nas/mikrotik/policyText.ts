import { policies } from './menu.ts';

/** A group's rights as the router writes them down: those it has, then those it hasn't. */
export function policyText(granted: readonly string[]): string {
  const denied = policies.filter((one) => !granted.includes(one)).map((one) => `!${one}`);
  return [...policies.filter((one) => granted.includes(one)), ...denied].join(',');
}
