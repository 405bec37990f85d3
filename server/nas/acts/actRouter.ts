import type { IntentTask } from '../../deviceIntent/deviceIntentFeature.ts';
import type { StoredNas } from '../storedNas.ts';
import type { NasDriver, NasWire } from '../vendors/nasDriver.ts';

/** The router that an act is carried out on. */
export interface ActRouter {
  readonly nas: StoredNas;
  readonly driver: NasDriver;
  /** Throws NasTrouble while it is not connected; ask for each step. */
  readonly wire: () => NasWire;
}

/**
 * As registered, also while this server has only begun to connect. Undefined when it is archived, or of no vendor that is
 * known.
 */
export type RouterFinder = (task: Pick<IntentTask, 'tenant' | 'intent'>) => Promise<ActRouter | undefined>;
