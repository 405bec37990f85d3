import type { RouterWorld } from '../routerWorld.ts';
import type { AddressBook } from './addressBook.ts';
import { DhcpDoor } from './dhcpDoor.ts';
import { HotspotDoor } from './hotspotDoor.ts';
import type { LoginProof } from './loginProof.ts';
import type { Login, NasSession } from './nasSession.ts';
import { PppDoor } from './pppDoor.ts';
import type { AccessAnswer } from './routerRadius.ts';
import type { SessionNumbers } from './sessionNumbers.ts';
import type { AccessKind, SubscriberLine } from './subscriberLine.ts';

/** local: the router knows the name itself, and its own answer counts. nobody: nothing takes the call. */
export type Approach = Login | 'local' | 'nobody';

/** One way in: who may ask, what is asked, and what an answer opens. */
export interface Door {
  approach(line: SubscriberLine): Approach;
  proof(login: Login): LoginProof;
  /** Undefined: the router can't do what the answer says; the log tells why. */
  admit(login: Login, answer: AccessAnswer): NasSession | undefined;
  /** Where accounting is switched on; undefined: none for this session. */
  interimSeconds(session: NasSession): number | undefined;
}

export interface DoorContext {
  readonly world: RouterWorld;
  readonly numbers: SessionNumbers;
  readonly addresses: AddressBook;
}

export const openDoors = (context: DoorContext): Readonly<Record<AccessKind, Door>> => ({
  pppoe: new PppDoor(context),
  hotspot: new HotspotDoor(context),
  dhcp: new DhcpDoor(context),
});
