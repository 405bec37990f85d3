import type { Item } from '../configTable.ts';
import type { ByteLimits, Grant } from './grant.ts';
import type { RadiusService } from './radiusServers.ts';
import type { RateLimit } from './rateLimit.ts';
import type { SessionNumber } from './sessionNumbers.ts';
import type { SubscriberLine } from './subscriberLine.ts';

/** Who wants in, and through which door. */
export interface Login {
  readonly line: SubscriberLine;
  readonly service: RadiusService;
  readonly number: SessionNumber;
  /** As the equipment gives it; the MAC where that is the name. */
  readonly username: string;
  /** Called-Station-Id: PPPoE service or hotspot server. */
  readonly calledId: string;
  /** Interface that the server listens on. */
  readonly portId: string;
  /** A hotspot guest has one before logging in. */
  readonly hostAddress?: string | undefined;
}

export interface Usage {
  readonly received: number;
  readonly sent: number;
}

export const noUsage: Usage = { received: 0, sent: 0 };

/** What servers have been told of a session, and what they said that they know. */
export interface SessionTally {
  sent: Usage;
  acknowledged: Usage;
  isStartAcknowledged: boolean;
  isStopAcknowledged: boolean;
}

/** Rows of the router's tables that a session stands behind. */
export interface SessionItems {
  readonly active: Item;
  /** What its bytes are counted by. */
  readonly counted: Item;
  /** Of its dynamic queue, when it has a rate. */
  readonly queueName: string;
  readonly queueTarget: string;
  queue: Item | undefined;
  lists: readonly Item[];
  /** Table and row. */
  readonly others: readonly (readonly [string, Item])[];
}

/** A session that a RADIUS server has let in. What a CoA may change is not readonly. */
export interface NasSession {
  readonly login: Login;
  readonly grant: Grant;
  readonly address: string;
  readonly startedAt: number;
  readonly items: SessionItems;
  rate: RateLimit | undefined;
  addressLists: readonly string[];
  sessionTimeout: number;
  idleTimeout: number;
  limits: ByteLimits;
  filterId: string | undefined;
  endedAt: number | undefined;
  readonly tally: SessionTally;
}
