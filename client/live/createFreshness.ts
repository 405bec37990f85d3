import { onCleanup } from 'solid-js';
import { createStore, reconcile } from 'solid-js/store';
import type { ConnectionStatus } from './connectionStatus.ts';
import type { LiveConnection } from './liveConnection.ts';

export interface Freshness {
  readonly state: ConnectionStatus['state'];
  /** Since the last proof that the screen is right; runs every second while stale, otherwise 0. */
  readonly staleForMs: number;
  /** Why the session ended. */
  readonly reason: string | undefined;
}

/** How true the screen is, as a store that changes only when the words on screen would. */
export function createFreshness(connection: LiveConnection): Freshness {
  const [freshness, setFreshness] = createStore<Freshness>(inWords(connection.status()));
  onCleanup(connection.onStatus(() => setFreshness(reconcile(inWords(connection.status())))));
  return freshness;
}

/** Whole seconds: fewer changes, and nobody reads more. */
function inWords(status: ConnectionStatus): Freshness {
  return {
    state: status.state,
    staleForMs: status.state === 'stale' ? Math.floor(status.staleForMs / 1_000) * 1_000 : 0,
    reason: status.state === 'ended' ? status.reason : undefined,
  };
}
