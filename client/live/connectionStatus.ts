import type { SessionEnded } from '#shared/wire/downstream.ts';

/** What the screen says about itself. `outdated`: the server speaks another protocol, the page must be reloaded. */
export type ConnectionStatus =
  | { readonly state: 'connecting' }
  | { readonly state: 'live' }
  | { readonly state: 'catching-up' }
  /** `sinceAt`: the last proof that what is shown was true, on this device's clock. */
  | { readonly state: 'stale'; readonly sinceAt: number; readonly staleForMs: number }
  | { readonly state: 'ended'; readonly reason: SessionEnded['reason'] }
  | { readonly state: 'outdated' };

export interface ConnectionFacts {
  readonly ended: SessionEnded['reason'] | undefined;
  readonly outdated: boolean;
  readonly open: boolean;
  /** Arrival of the last beat (or greeting). */
  readonly beatAt: number | undefined;
  /** As the last beat said: age of what the server has not shown yet. */
  readonly lagMs: number;
  /** Since when the oldest subscription waits for its rows. */
  readonly waitingSinceAt: number | undefined;
}

/** Beats come every second; three missing are no accident. */
export const STALE_AFTER_MS = 3_000;
const LAGGING_ABOVE_MS = 1_000;
/** Moving a window takes one round trip; that is not worth a word. */
const WAITING_ABOVE_MS = 500;

export function connectionStatus(facts: ConnectionFacts, now: number): ConnectionStatus {
  if (facts.ended) return { state: 'ended', reason: facts.ended };
  if (facts.outdated) return { state: 'outdated' };
  if (facts.beatAt === undefined) return { state: 'connecting' };
  const staleForMs = now - facts.beatAt;
  if (staleForMs > STALE_AFTER_MS) return { state: 'stale', sinceAt: facts.beatAt, staleForMs };
  const waiting = facts.waitingSinceAt !== undefined && now - facts.waitingSinceAt > WAITING_ABOVE_MS;
  const behind = !facts.open || waiting || facts.lagMs > LAGGING_ABOVE_MS;
  return { state: behind ? 'catching-up' : 'live' };
}
