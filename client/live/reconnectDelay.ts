const FIRST_MS = 400;
const LONGEST_MS = 10_000;

/**
 * Wait before attempt `attempt` (from 0). Spread over the whole span, because after a server's restart everybody
 * comes back at once.
 */
export function reconnectDelayMs(attempt: number, random: () => number): number {
  const span = Math.min(LONGEST_MS, FIRST_MS * 2 ** Math.min(attempt, 10));
  return Math.round(span * (0.25 + 0.75 * random()));
}
