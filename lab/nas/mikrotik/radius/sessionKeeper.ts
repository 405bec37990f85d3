import type { Appointment, DueTimes } from '../../../dueTimes.ts';
import type { RouterWorld } from '../routerWorld.ts';
import { accountingAttributes, type AccountingStatus, type TerminateCause } from './accountingAttributes.ts';
import { noUsage, type NasSession, type SessionTally, type Usage } from './nasSession.ts';
import { routerDate } from './routerDate.ts';
import type { RouterRadius } from './routerRadius.ts';
import { usageOf } from './sessionMeter.ts';
import { closeTables } from './sessionTables.ts';
import { UsageLedger, type SessionTruth } from './usageLedger.ts';

interface Kept {
  readonly session: NasSession;
  readonly interimMs: number;
  readonly accounts: boolean;
  readonly onEnd: (cause: TerminateCause | undefined) => void;
  interim: Appointment | undefined;
  timeout: Appointment | undefined;
  check: Appointment | undefined;
  idleSince: number;
  idleUsage: Usage;
}

const CHECK_MS = 2000;

/** Sessions of one router that a server let in: their accounting, their limits, their end. */
export class SessionKeeper {
  readonly #world: RouterWorld;
  readonly #radius: RouterRadius;
  readonly #due: DueTimes;
  readonly #kept = new Map<string, Kept>();
  readonly #ofEquipment = new Map<string, NasSession>();
  readonly #ledger: UsageLedger;

  constructor(world: RouterWorld, radius: RouterRadius, due: DueTimes) {
    this.#world = world;
    this.#radius = radius;
    this.#due = due;
    this.#ledger = new UsageLedger(world);
  }

  get size(): number {
    return this.#kept.size;
  }

  *all(): Iterable<NasSession> {
    for (const { session } of this.#kept.values()) yield session;
  }

  byId(acctSessionId: string): NasSession | undefined {
    return this.#kept.get(acctSessionId)?.session;
  }

  /** The PPP session of a MAC, if it has one. */
  ofEquipment(mac: string): NasSession | undefined {
    return this.#ofEquipment.get(mac);
  }

  usage(session: NasSession): Usage {
    return usageOf(this.#world, session, this.#world.clock.now());
  }

  truth(): readonly SessionTruth[] {
    return this.#ledger.truth(this.all());
  }

  /** `interimSeconds`: undefined where the router doesn't account, 0 for none in between. */
  begin(
    session: NasSession,
    interimSeconds: number | undefined,
    onEnd: (cause: TerminateCause | undefined) => void,
  ): void {
    const kept: Kept = {
      session,
      interimMs: (interimSeconds ?? 0) * 1000,
      accounts: interimSeconds !== undefined,
      onEnd,
      interim: undefined,
      timeout: undefined,
      check: undefined,
      idleSince: session.startedAt,
      idleUsage: noUsage,
    };
    this.#kept.set(session.login.number.id, kept);
    if (session.login.service === 'ppp') this.#ofEquipment.set(session.login.line.mac, session);
    this.#account(kept, 'Start', session.startedAt, noUsage);
    this.#planInterim(kept, session.startedAt);
    this.limitsChanged(session);
  }

  /** After a change of the session's times and limits. */
  limitsChanged(session: NasSession): void {
    const kept = this.#kept.get(session.login.number.id);
    if (!kept) return;
    callOff(kept.timeout);
    kept.timeout = undefined;
    if (session.sessionTimeout > 0) {
      const at = session.startedAt + session.sessionTimeout * 1000;
      kept.timeout = this.#due.at(at, () => this.end(session, 'Session-Timeout'));
    }
    const isChecked = session.idleTimeout > 0 || Object.values(session.limits).some((limit) => limit !== undefined);
    if (isChecked && !kept.check) this.#check(kept);
  }

  /** The session is over, and the server is told. False: it was already. */
  end(session: NasSession, cause: TerminateCause): boolean {
    const kept = this.#take(session);
    if (!kept) return false;
    const now = this.#world.clock.now();
    const usage = usageOf(this.#world, session, now);
    session.endedAt = now;
    this.#account(kept, 'Stop', now, usage, cause);
    closeTables(this.#world, session, cause, usage);
    this.#ledger.keep(session, usage, cause);
    kept.onEnd(cause);
    return true;
  }

  /** The power is gone: no session is there any more, and nobody was told. */
  forgetAll(): void {
    for (const { session } of this.#kept.values()) this.forget(session);
  }

  forget(session: NasSession): void {
    const kept = this.#take(session);
    if (!kept) return;
    const usage = this.usage(session);
    session.endedAt = this.#world.clock.now();
    closeTables(this.#world, session, undefined, usage);
    this.#ledger.keep(session, usage, null);
    kept.onEnd(undefined);
  }

  /** It moves nothing from now on. */
  silence(session: NasSession): void {
    this.usage(session);
    session.items.counted.values['silent'] = 'yes';
    if (session.items.queue) session.items.queue.values['silent'] = 'yes';
  }

  #take(session: NasSession): Kept | undefined {
    const kept = this.#kept.get(session.login.number.id);
    if (kept?.session !== session) return undefined;
    this.#kept.delete(session.login.number.id);
    const { mac } = session.login.line;
    if (this.#ofEquipment.get(mac) === session) this.#ofEquipment.delete(mac);
    for (const appointment of [kept.interim, kept.timeout, kept.check]) callOff(appointment);
    return kept;
  }

  #planInterim(kept: Kept, from: number): void {
    if (kept.interimMs <= 0 || !kept.accounts) return;
    const at = from + kept.interimMs;
    kept.interim = this.#due.at(at, () => {
      const now = this.#world.clock.now();
      this.#account(kept, 'Interim-Update', now, usageOf(this.#world, kept.session, now));
      this.#planInterim(kept, Math.max(at, now - kept.interimMs));
    });
  }

  #account(kept: Kept, status: AccountingStatus, at: number, usage: Usage, cause?: TerminateCause): void {
    const { session } = kept;
    if (!kept.accounts) return;
    const seconds = Math.floor((at - session.startedAt) / 1000);
    const { tally } = session;
    tally.sent = usage;
    this.#radius.account({
      key: session.login.number.id,
      isInterim: status === 'Interim-Update',
      since: at,
      service: session.login.service,
      calledId: session.login.calledId,
      attributes: accountingAttributes(this.#world, session, {
        status,
        at: routerDate(this.#world, at),
        seconds,
        usage,
        cause,
      }),
      onAcked: () => acknowledged(tally, status, usage),
    });
  }

  /** Bytes and silence are looked at now and then. */
  #check(kept: Kept): void {
    const { session } = kept;
    kept.check = this.#due.at(this.#world.clock.now() + CHECK_MS, () => {
      kept.check = undefined;
      const now = this.#world.clock.now();
      const usage = usageOf(this.#world, session, now);
      if (usage.received + usage.sent > kept.idleUsage.received + kept.idleUsage.sent) {
        kept.idleUsage = usage;
        kept.idleSince = now;
      }
      const isIdle = session.idleTimeout > 0 && now - kept.idleSince >= session.idleTimeout * 1000;
      if (isIdle) this.end(session, 'Idle-Timeout');
      else if (isOver(session, usage)) this.end(session, 'NAS-Request');
      else this.#check(kept);
    });
  }
}

function isOver({ limits }: NasSession, { received, sent }: Usage): boolean {
  const reached = (bytes: number, limit: number | undefined): boolean =>
    limit !== undefined && limit > 0 && bytes >= limit;
  return reached(received, limits.received) || reached(sent, limits.sent) || reached(received + sent, limits.total);
}

function acknowledged(tally: SessionTally, status: AccountingStatus, usage: Usage): void {
  if (status === 'Start') tally.isStartAcknowledged = true;
  if (status === 'Stop') tally.isStopAcknowledged = true;
  tally.acknowledged = {
    received: Math.max(tally.acknowledged.received, usage.received),
    sent: Math.max(tally.acknowledged.sent, usage.sent),
  };
}

function callOff(appointment: Appointment | undefined): void {
  if (appointment) appointment.run = undefined;
}
