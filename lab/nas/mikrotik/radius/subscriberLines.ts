import { DueTimes, type Appointment } from '../../../dueTimes.ts';
import { textOf } from '../../radius/radiusCodec.ts';
import type { Item } from '../configTable.ts';
import type { RouterWorld } from '../routerWorld.ts';
import { accessAttributes } from './accessAttributes.ts';
import type { TerminateCause } from './accountingAttributes.ts';
import { AddressBook } from './addressBook.ts';
import { openDoors, type Door } from './doors.ts';
import { Incoming } from './incoming.ts';
import type { Login, NasSession } from './nasSession.ts';
import { Redial } from './redial.ts';
import { restartNotice } from './restartNotice.ts';
import type { AccessAnswer, RouterRadius } from './routerRadius.ts';
import { SessionKeeper } from './sessionKeeper.ts';
import { SessionNumbers } from './sessionNumbers.ts';
import { lineKey, type AccessKind, type SubscriberLine } from './subscriberLine.ts';

/** What a dial led to. nobody: no server of the router is asked, or the router has no such service. */
export type DialOutcome =
  | 'none'
  | 'accepted'
  | 'rejected'
  | 'timeout'
  | 'unbelievable'
  | 'unusable'
  | 'nobody'
  | 'local';

export interface LineState {
  readonly line: SubscriberLine;
  phase: 'idle' | 'waiting' | 'dialling' | 'online';
  outcome: DialOutcome;
  /** Reply-Message of the last answer. */
  message: string | undefined;
  failures: number;
  dials: number;
  session: NasSession | undefined;
  appointment: Appointment | undefined;
}

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

/** The customers' equipment at one router: it dials, stays, hangs up, dials again. */
export class SubscriberLines {
  readonly keeper: SessionKeeper;
  readonly redial: Redial;
  readonly incoming: Incoming;
  readonly #world: RouterWorld;
  readonly #radius: RouterRadius;
  readonly #due: DueTimes;
  readonly #numbers: SessionNumbers;
  readonly #doors: Readonly<Record<AccessKind, Door>>;
  readonly #lines = new Map<string, LineState>();
  #isOn = false;
  #backWithinMs: number | undefined;

  constructor(world: RouterWorld, radius: RouterRadius) {
    this.#world = world;
    this.#radius = radius;
    this.#due = new DueTimes(world.clock);
    this.keeper = new SessionKeeper(world, radius, this.#due);
    this.incoming = new Incoming(world, this.keeper, radius.path, this.#due);
    const random = world.random.fork();
    this.redial = new Redial(random, () => world.traffic.curve(world.clock.now()));
    this.#numbers = new SessionNumbers(random.below(16));
    this.#doors = openDoors({ world, numbers: this.#numbers, addresses: new AddressBook(world) });
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
      const state: LineState = {
        line,
        phase: 'idle',
        outcome: 'none',
        message: undefined,
        failures: 0,
        dials: 0,
        session: undefined,
        appointment: undefined,
      };
      this.#lines.set(lineKey(line), state);
      if (this.#isOn && line.behaviour !== 'manual') this.#wait(state, this.redial.firstMs());
    }
  }

  /** Sessions end by the hand of the customer, and the equipment is gone. */
  removeAll(): void {
    for (const state of this.#lines.values()) this.#hangUp(state, 'User-Request');
    this.#lines.clear();
  }

  powerOn(): void {
    this.#isOn = true;
    this.incoming.powerOn();
    for (const state of this.#lines.values()) {
      if (this.#backWithinMs !== undefined) this.#wait(state, this.#world.random.next() * this.#backWithinMs);
      else if (state.line.behaviour !== 'manual') this.#wait(state, this.redial.firstMs());
    }
    this.#backWithinMs = undefined;
  }

  /** No session outlives it. An orderly restart says a last word where this version does. */
  powerOff(isOrderly: boolean): void {
    if (!this.#isOn) return;
    this.#isOn = false;
    if (isOrderly) restartNotice(this.#world, this.#radius, 'Accounting-Off');
    this.incoming.powerOff();
    this.keeper.forgetAll();
    this.#due.clear();
    for (const state of this.#lines.values()) {
      state.phase = 'idle';
      state.appointment = undefined;
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
    let count = 0;
    for (const state of this.#lines.values()) {
      if (state.phase !== 'idle' && state.phase !== 'waiting') continue;
      this.#wait(state, this.#world.random.next() * ms);
      count += 1;
    }
    return count;
  }

  dial(state: LineState): void {
    if (state.phase === 'idle' || state.phase === 'waiting') this.#wait(state, 0);
  }

  /** The customer ends it, and does not come back before dialling is asked for. */
  hangUp(state: LineState, cause: TerminateCause): void {
    this.#hangUp(state, cause);
    callOff(state);
    state.phase = 'idle';
  }

  /**
   * hang-up: says so · lose-power: silence, which the router notices by and by · vanish: the router itself forgets the
   * session, and nobody is told
   */
  leave(state: LineState, how: 'hang-up' | 'lose-power' | 'vanish'): void {
    const { session } = state;
    if (!session || how === 'hang-up') this.hangUp(state, 'User-Request');
    else if (how === 'vanish') {
      this.keeper.forget(session);
      callOff(state);
      state.phase = 'idle';
    } else {
      callOff(state);
      this.keeper.silence(session);
      this.#due.at(this.#world.clock.now() + KEEPALIVE_MS, () => {
        if (state.session === session) this.hangUp(state, 'Lost-Carrier');
      });
    }
  }

  /** Every session ends at once because the way to the customers is cut; they come back within the time. */
  loseCarrier(backWithinMs: number): number {
    const states = [...this.#lines.values()].filter(({ session }) => session);
    for (const state of states) {
      this.#hangUp(state, 'Lost-Carrier');
      this.#wait(state, this.#world.random.next() * backWithinMs);
    }
    return states.length;
  }

  /** The session in a row of a table ends by command; false when a server has nothing to do with it. */
  endItem(item: Item, cause: TerminateCause): boolean {
    for (const session of this.keeper.all()) if (session.items.active === item) return this.keeper.end(session, cause);
    return false;
  }

  #hangUp(state: LineState, cause: TerminateCause): void {
    callOff(state);
    if (state.session) this.keeper.end(state.session, cause);
  }

  #settingsChanged(): void {
    if (!this.#isOn) return;
    for (const state of this.#lines.values()) {
      const isForTheRouter = ['none', 'nobody', 'timeout', 'unbelievable', 'unusable'].includes(state.outcome);
      if (state.phase === 'waiting' && isForTheRouter) this.#wait(state, this.redial.soonMs());
    }
  }

  #wait(state: LineState, ms: number): void {
    callOff(state);
    if (!this.#isOn) return;
    state.phase = 'waiting';
    state.appointment = this.#due.at(this.#world.clock.now() + ms, () => this.#dial(state));
  }

  #dial(state: LineState): void {
    state.appointment = undefined;
    const { line } = state;
    const door = this.#doors[line.access];
    state.dials += 1;
    const login = door.approach(line);
    if (typeof login === 'string') {
      this.#failed(state, login);
      return;
    }
    if (!this.#radius.has(login.service, login.calledId)) {
      this.#failed(state, 'nobody');
      return;
    }
    state.phase = 'dialling';
    const proof = door.proof(login);
    this.#radius.authenticate({
      service: login.service,
      calledId: login.calledId,
      attributes: [...accessAttributes(this.#world, login), ...proof.attributes],
      done: (answer) => {
        if (!this.#isOn || state.phase !== 'dialling') return;
        if (answer?.packet.code === 'Access-Accept' && !proof.isBelieved(answer.packet))
          this.#failed(state, 'unbelievable');
        else this.#answered(state, login, answer);
      },
    });
  }

  #answered(state: LineState, login: Login, answer: AccessAnswer | undefined): void {
    state.message = answer && textOf(answer.packet, 'Reply-Message');
    if (answer?.packet.code !== 'Access-Accept') {
      logRefusal(this.#world, login, answer, state.message);
      this.#failed(state, answer ? 'rejected' : 'timeout');
      return;
    }
    const door = this.#doors[login.line.access];
    const session = door.admit(login, answer);
    if (!session) {
      this.#failed(state, 'unusable');
      return;
    }
    Object.assign(state, { phase: 'online', outcome: 'accepted', failures: 0, session });
    this.keeper.begin(session, door.interimSeconds(session), (cause) => this.#ended(state, cause));
    const staysMs = this.redial.staysMs(login.line);
    if (staysMs !== undefined)
      state.appointment = this.#due.at(session.startedAt + staysMs, () => this.keeper.end(session, 'User-Request'));
  }

  #ended(state: LineState, cause: TerminateCause | undefined): void {
    callOff(state);
    state.session = undefined;
    state.phase = 'idle';
    const ms = this.redial.afterEndMs(state.line, cause);
    if (this.#isOn && ms !== undefined) this.#wait(state, ms);
  }

  #failed(state: LineState, outcome: DialOutcome): void {
    state.outcome = outcome;
    state.failures += 1;
    state.phase = 'idle';
    if (state.line.behaviour !== 'manual') this.#wait(state, this.redial.afterFailureMs(state.failures));
  }
}

function callOff(state: LineState): void {
  if (state.appointment) state.appointment.run = undefined;
  state.appointment = undefined;
}

function logRefusal(
  world: RouterWorld,
  { service, username, hostAddress }: Login,
  answer: AccessAnswer | undefined,
  message: string | undefined,
): void {
  const why = answer ? (message ?? 'invalid username or password') : 'RADIUS server is not responding';
  if (service === 'dhcp') world.log.write('dhcp,warning', `radius rejected ${username}: ${why}`);
  else if (service === 'ppp')
    world.log.write('pppoe,ppp,error', `<pppoe-${username}>: user ${username} authentication failed - ${why}`);
  else world.log.write('hotspot,account,info,debug', `${username} (${hostAddress}): login failed: ${why}`);
}
