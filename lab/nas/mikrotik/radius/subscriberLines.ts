import { DueTimes } from '../../../dueTimes.ts';
import type { Item } from '../configTable.ts';
import type { RouterWorld } from '../routerWorld.ts';
import type { TerminateCause } from './accountingAttributes.ts';
import { AddressBook } from './addressBook.ts';
import { Dialler } from './dialler.ts';
import { openDoors } from './doors.ts';
import { Incoming } from './incoming.ts';
import { newLineState, type LineState } from './lineState.ts';
import { Redial } from './redial.ts';
import { restartNotice } from './restartNotice.ts';
import type { RouterRadius } from './routerRadius.ts';
import { SessionKeeper } from './sessionKeeper.ts';
import { SessionNumbers } from './sessionNumbers.ts';
import { lineKey, type SubscriberLine } from './subscriberLine.ts';

/** Three unanswered echoes of PPP. */
const KEEPALIVE_MS = 30_000;
const SETTINGS = [
  '/radius',
  '/ppp/aaa',
  '/interface/pppoe-server/server',
  '/ip/hotspot',
  '/ip/hotspot/profile',
  '/ip/dhcp-server',
  '/ip/dhcp-server/config',
];
/** What may turn out otherwise when the router is set up otherwise. */
const FAULT_OF_ROUTER: readonly string[] = ['none', 'nobody', 'timeout', 'unbelievable', 'unusable'];

/** The customers' equipment at one router: it dials, stays, hangs up, dials again. */
export class SubscriberLines {
  readonly keeper: SessionKeeper;
  readonly redial: Redial;
  readonly incoming: Incoming;
  readonly #world: RouterWorld;
  readonly #radius: RouterRadius;
  readonly #due: DueTimes;
  readonly #numbers: SessionNumbers;
  readonly #dialler: Dialler;
  readonly #lines = new Map<string, LineState>();
  #backWithinMs: number | undefined;

  constructor(world: RouterWorld, radius: RouterRadius) {
    this.#world = world;
    this.#radius = radius;
    const due = new DueTimes(world.clock);
    this.#due = due;
    this.keeper = new SessionKeeper(world, radius, due);
    this.incoming = new Incoming(world, this.keeper, radius.path, due);
    const random = world.random.fork();
    this.redial = new Redial(random, () => world.traffic.curve(world.clock.now()));
    this.#numbers = new SessionNumbers(random.below(16));
    const doors = openDoors({ world, numbers: this.#numbers, addresses: new AddressBook(world) });
    this.#dialler = new Dialler({ world, radius, keeper: this.keeper, redial: this.redial, due, doors });
    for (const path of SETTINGS) world.table(path).listen(() => this.#settingsChanged());
  }

  get states(): Iterable<LineState> {
    return this.#lines.values();
  }

  get size(): number {
    return this.#lines.size;
  }

  find(username: string): LineState | undefined {
    for (const state of this.#lines.values())
      if (state.line.username === username || state.line.mac === username) return state;
    return undefined;
  }

  /** Equipment that is there already stays as it is. */
  add(lines: readonly SubscriberLine[]): void {
    for (const line of lines) {
      if (this.#lines.has(lineKey(line))) continue;
      const state = newLineState(line);
      this.#lines.set(lineKey(line), state);
      if (line.behaviour !== 'manual') this.#dialler.wait(state, this.redial.firstMs());
    }
  }

  /** Sessions end by the hand of the customer, and the equipment is gone. */
  removeAll(): void {
    for (const state of this.#lines.values()) this.hangUp(state, 'User-Request');
    this.#lines.clear();
  }

  powerOn(): void {
    this.#dialler.isOn = true;
    this.incoming.powerOn();
    for (const state of this.#lines.values()) {
      if (this.#backWithinMs !== undefined) this.#dialler.wait(state, this.#world.random.next() * this.#backWithinMs);
      else if (state.line.behaviour !== 'manual') this.#dialler.wait(state, this.redial.firstMs());
    }
    this.#backWithinMs = undefined;
  }

  /** No session outlives it. An orderly restart says a last word where this version does. */
  powerOff(isOrderly: boolean): void {
    if (!this.#dialler.isOn) return;
    this.#dialler.isOn = false;
    if (isOrderly) restartNotice(this.#world, this.#radius, 'Accounting-Off');
    this.incoming.powerOff();
    this.keeper.forgetAll();
    this.#due.clear();
    for (const state of this.#lines.values()) {
      this.#dialler.rest(state);
      state.failures = 0;
    }
    if (!isOrderly) this.#radius.powerOff();
  }

  /** After powerOff. */
  boot(): void {
    this.#radius.powerOff();
    this.#numbers.restart();
    restartNotice(this.#world, this.#radius, 'Accounting-On');
    this.powerOn();
  }

  /** After the next start everybody dials within this time, however they are otherwise. */
  allBackWithin(ms: number): number {
    this.#backWithinMs = ms;
    return this.#lines.size;
  }

  /** Everybody who isn't online dials within this time. */
  dialAllWithin(ms: number): number {
    const states = [...this.#lines.values()].filter(({ phase }) => phase === 'idle' || phase === 'waiting');
    for (const state of states) this.#dialler.wait(state, this.#world.random.next() * ms);
    return states.length;
  }

  dial(state: LineState): void {
    if (state.phase === 'idle' || state.phase === 'waiting') this.#dialler.wait(state, 0);
  }

  /** The session ends, and the equipment does not come back before dialling is asked for. */
  hangUp(state: LineState, cause: TerminateCause): void {
    const { session } = state;
    this.#dialler.rest(state);
    if (session) this.keeper.end(session, cause);
  }

  /**
   * hang-up: says so · lose-power: silence, which the router notices by and by, or when the equipment dials again ·
   * vanish: the router itself forgets the session, and nobody is told
   */
  leave(state: LineState, how: 'hang-up' | 'lose-power' | 'vanish'): void {
    const { session } = state;
    if (!session || how === 'hang-up') {
      this.hangUp(state, 'User-Request');
      return;
    }
    this.#dialler.rest(state);
    if (how === 'vanish') {
      this.keeper.forget(session);
      return;
    }
    this.keeper.silence(session);
    this.#due.at(this.#world.clock.now() + KEEPALIVE_MS, () => this.keeper.end(session, 'Lost-Carrier'));
  }

  /** Every session ends at once because the way to the customers is cut; they come back within the time. */
  loseCarrier(backWithinMs: number): number {
    const states = [...this.#lines.values()].filter(({ session }) => session);
    for (const state of states) {
      this.hangUp(state, 'Lost-Carrier');
      this.#dialler.wait(state, this.#world.random.next() * backWithinMs);
    }
    return states.length;
  }

  /** The session in a row of a table ends by command; false when a server has nothing to do with it. */
  endItem(item: Item, cause: TerminateCause): boolean {
    for (const session of this.keeper.all()) if (session.items.active === item) return this.keeper.end(session, cause);
    return false;
  }

  #settingsChanged(): void {
    for (const state of this.#lines.values())
      if (state.phase === 'waiting' && FAULT_OF_ROUTER.includes(state.outcome))
        this.#dialler.wait(state, this.redial.soonMs());
  }
}
