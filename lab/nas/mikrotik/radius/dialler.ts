import type { DueTimes } from '../../../dueTimes.ts';
import { textOf } from '../../radius/radiusCodec.ts';
import type { RouterWorld } from '../routerWorld.ts';
import { accessAttributes } from './accessAttributes.ts';
import type { TerminateCause } from './accountingAttributes.ts';
import type { Door } from './doors.ts';
import { callOff, type DialOutcome, type LineState } from './lineState.ts';
import type { Login, NasSession } from './nasSession.ts';
import type { Redial } from './redial.ts';
import type { AccessAnswer, RouterRadius } from './routerRadius.ts';
import type { SessionKeeper } from './sessionKeeper.ts';
import type { AccessKind } from './subscriberLine.ts';

export interface DiallerParts {
  readonly world: RouterWorld;
  readonly radius: RouterRadius;
  readonly keeper: SessionKeeper;
  readonly redial: Redial;
  readonly due: DueTimes;
  readonly doors: Readonly<Record<AccessKind, Door>>;
}

/** One piece of equipment after the other: waits, dials, is let in or not, and comes back as its kind does. */
export class Dialler {
  readonly #parts: DiallerParts;
  /** Without power nobody dials, and answers are heard by nobody. */
  isOn = false;

  constructor(parts: DiallerParts) {
    this.#parts = parts;
  }

  /** Instead of whatever was planned. */
  wait(state: LineState, ms: number): void {
    callOff(state);
    if (!this.isOn) return;
    const { due, world } = this.#parts;
    state.phase = 'waiting';
    state.appointment = due.at(world.clock.now() + ms, () => this.#dial(state));
  }

  /** The equipment has no session and no plans; what became of the session is another matter. */
  rest(state: LineState): void {
    callOff(state);
    state.phase = 'idle';
    state.session = undefined;
  }

  #dial(state: LineState): void {
    state.appointment = undefined;
    state.dials += 1;
    const { radius, doors } = this.#parts;
    const login = doors[state.line.access].approach(state.line);
    if (typeof login === 'string') this.#failed(state, login);
    else if (radius.has(login.service, login.calledId)) this.#ask(state, login);
    else this.#failed(state, 'nobody');
  }

  #ask(state: LineState, login: Login): void {
    const { radius, doors, world } = this.#parts;
    state.phase = 'dialling';
    const proof = doors[state.line.access].proof(login);
    radius.authenticate({
      service: login.service,
      calledId: login.calledId,
      attributes: [...accessAttributes(world, login), ...proof.attributes],
      done: (answer) => {
        if (!this.isOn || state.phase !== 'dialling') return;
        const isAccept = answer?.packet.code === 'Access-Accept';
        if (isAccept && !proof.isBelieved(answer.packet)) this.#failed(state, 'unbelievable');
        else this.#answered(state, login, answer);
      },
    });
  }

  #answered(state: LineState, login: Login, answer: AccessAnswer | undefined): void {
    const { doors, world } = this.#parts;
    state.message = answer && textOf(answer.packet, 'Reply-Message');
    if (answer?.packet.code !== 'Access-Accept') {
      logRefusal(world, login, answer, state.message);
      this.#failed(state, answer ? 'rejected' : 'timeout');
      return;
    }
    this.#endOlder(login);
    const session = doors[login.line.access].admit(login, answer);
    if (session) this.#begin(state, session);
    else this.#failed(state, 'unusable');
  }

  #begin(state: LineState, session: NasSession): void {
    const { doors, keeper, redial, due } = this.#parts;
    Object.assign(state, { phase: 'online', outcome: 'accepted', failures: 0, session });
    const seconds = doors[state.line.access].interimSeconds(session);
    keeper.begin(session, seconds, (cause) => this.#ended(state, session, cause));
    const staysMs = redial.staysMs(state.line);
    if (staysMs !== undefined)
      state.appointment = due.at(session.startedAt + staysMs, () => keeper.end(session, 'User-Request'));
  }

  /** one-session-per-host: the equipment that dials anew has lost the session that it had. */
  #endOlder({ line, service }: Login): void {
    const { world, keeper } = this.#parts;
    if (service !== 'ppp') return;
    const servers = world.table('/interface/pppoe-server/server').all();
    if (!servers.some(({ values }) => values['one-session-per-host'] === 'yes')) return;
    const older = keeper.ofEquipment(line.mac);
    if (older) keeper.end(older, 'Lost-Carrier');
  }

  #ended(state: LineState, session: NasSession, cause: TerminateCause | undefined): void {
    // Equipment without power, or with a newer session, does not care.
    if (state.session !== session) return;
    this.rest(state);
    const ms = this.#parts.redial.afterEndMs(state.line, cause);
    if (ms !== undefined) this.wait(state, ms);
  }

  #failed(state: LineState, outcome: DialOutcome): void {
    state.outcome = outcome;
    state.failures += 1;
    state.phase = 'idle';
    if (state.line.behaviour !== 'manual') this.wait(state, this.#parts.redial.afterFailureMs(state.failures));
  }
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
