import type { NasAlarmReport } from '#actors/nas/nasAlarm.ts';
import type { NasFact } from '#actors/nas/nasFacts.ts';
import type { NasPorts } from '#actors/nas/nasPorts.ts';
import { NasTrouble } from '#actors/nas/nasTrouble.ts';
import type { Clock } from '#actors/system/clock.ts';
import type { NasService } from '#shared/nas/values.ts';
import { pause } from '../platform/actors/pause.ts';
import { budgetedWire, type BudgetedWire } from './budgetedWire.ts';
import { Followed } from './followed.ts';
import { LossMeter } from './lossMeter.ts';
import { NasActives } from './nasActives.ts';
import { NasBudget, type NasBudgetUse, type NasPriority } from './nasBudget.ts';
import type { NasEntry } from './nasEntry.ts';
import { NasLive } from './nasLive.ts';
import { nasPace, pollNas, type NasPace } from './nasPolls.ts';
import type { NasDriver, NasTarget, NasWire } from './vendors/nasDriver.ts';

export interface NasChannelOptions {
  readonly entry: NasEntry;
  readonly driver: NasDriver;
  readonly clock: Clock;
  /** With its password; asked at every connect. Throws when it can't be read. */
  readonly target: () => NasTarget;
  readonly mayConnect: (address: string) => boolean;
  /** A certificate was seen where none was on record. Rejects when it can't be kept: then it is not trusted either. */
  readonly pin: (fingerprint: string) => Promise<void>;
  readonly report: (report: NasAlarmReport, signal: AbortSignal) => Promise<void>;
  /** The entry looks different. */
  readonly changed: () => void;
  /** Everything of a round was measured. */
  readonly measured: (at: number) => void;
  readonly connected: () => void;
  readonly trouble: (what: string, error: unknown) => void;
  readonly pace?: NasPace;
}

const FOLLOW_AGAIN_MS = 5_000;
const MOST_WATCHED_INTERFACES = 64;

/**
 * One router between its socket and everything that shows it: the connection, what is asked by itself, and what is
 * followed while somebody looks. It outlives runs of its device actor.
 */
export class NasChannel {
  readonly ports: NasPorts;
  readonly live = new NasLive();
  readonly actives = new NasActives();
  readonly #options: NasChannelOptions;
  readonly #budget: NasBudget;
  readonly #losses: LossMeter;
  readonly #page: Followed;
  readonly #rates: Followed;
  readonly #lists: Followed;
  #wire: NasWire | undefined;

  constructor(options: NasChannelOptions) {
    this.#options = options;
    const { clock, entry } = options;
    this.#budget = new NasBudget(entry.record.commandsPerSecond, clock);
    this.#losses = new LossMeter(clock);
    this.#page = new Followed((signal) => this.#again('the log', signal, (wire) => this.#followLog(wire, signal)));
    this.#rates = new Followed((signal) =>
      this.#again('live rates', signal, (wire) => this.#followRates(wire, signal)),
    );
    this.#lists = new Followed((signal) =>
      this.#again('sessions', signal, (wire) => this.#followActives(wire, signal)),
    );
    this.ports = {
      connect: (signal) => this.#connect(signal),
      watch: (tell, signal) => this.#watch(tell, signal),
      report: options.report,
      show: (status) => {
        entry.status = status;
        this.live.nextAttemptAt = status.retryAfterMs === undefined ? undefined : clock.now() + status.retryAfterMs;
        options.changed();
        this.live.changed();
      },
    };
  }

  get entry(): NasEntry {
    return this.#options.entry;
  }

  get isConnected(): boolean {
    return this.#wire !== undefined;
  }

  use(): NasBudgetUse & { readonly lossPercent: number; readonly viewers: number } {
    return {
      ...this.#budget.use(),
      lossPercent: Math.round(this.#losses.percent()),
      viewers: this.#page.wanted + this.#rates.wanted + this.#lists.wanted,
    };
  }

  setBudget(commandsPerSecond: number): void {
    this.#budget.setPerSecond(commandsPerSecond);
  }

  /** The live connection for what people ask, within the router's budget. Throws NasTrouble when there is none. */
  wire(priority: NasPriority = 'people'): NasWire {
    if (!this.#wire) throw new NasTrouble('lost', `${this.entry.record.name} is not connected`);
    return this.#budgeted(this.#wire, priority);
  }

  /** Each is shared by all who look, and ends with the last of them. Answers how to stop looking. */
  followPage(): () => void {
    return this.#page.want();
  }

  followRates(): () => void {
    return this.#rates.want();
  }

  followActives(): () => void {
    return this.#lists.want();
  }

  /** Its actor ended without a word, or another server has it: nothing is known from here on. */
  abandoned(): void {
    this.entry.status = undefined;
    this.#options.changed();
  }

  async #connect(signal: AbortSignal): Promise<void> {
    const { driver, clock, target, mayConnect, pin, connected } = this.#options;
    const wire = await driver.open(target(), { clock, signal, mayConnect });
    try {
      if (wire.fingerprint !== undefined && this.entry.record.fingerprint === null && target().security === 'pinned')
        await pin(wire.fingerprint);
      signal.throwIfAborted();
    } catch (error) {
      wire.close();
      throw error;
    }
    this.#wire?.close();
    this.#wire = wire;
    this.live.connectedAt = clock.now();
    this.entry.figures = { ...this.entry.figures, lastHeardAt: clock.now() };
    connected();
  }

  async #watch(tell: (fact: NasFact) => void, signal: AbortSignal): Promise<void> {
    const wire = this.#wire;
    if (!wire) throw new NasTrouble('lost', 'the connection ended before it was used');
    const ending = new AbortController();
    const wanted = AbortSignal.any([signal, ending.signal]);
    const closed = new Promise<never>((_, reject) => wire.onClosed(reject));
    const aborted = new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
    try {
      for (const followed of [this.#page, this.#rates, this.#lists]) followed.begin(wanted);
      await Promise.race([closed, aborted, this.#poll(wire, tell, wanted)]);
    } finally {
      ending.abort();
      const { lastHeardAt } = wire;
      wire.close();
      if (this.#wire === wire) this.#wire = undefined;
      this.live.connectedAt = undefined;
      this.live.rates.clear();
      this.entry.figures = { ...this.entry.figures, lastHeardAt };
      if (signal.aborted) this.abandoned();
    }
  }

  #poll(wire: NasWire, tell: (fact: NasFact) => void, signal: AbortSignal): Promise<void> {
    const { driver, clock, entry, changed, measured, trouble, pace = nasPace } = this.#options;
    return pollNas(
      {
        driver,
        wire: () => this.#budgeted(wire, 'polls'),
        clock,
        entry,
        live: this.live,
        lossPercent: () => this.#losses.percent(),
        changed,
        tell,
        measured,
        watched: () => this.#page.wanted > 0,
        trouble,
        pace,
      },
      signal,
    );
  }

  #budgeted(wire: NasWire, priority: NasPriority): BudgetedWire {
    return budgetedWire(wire, this.#budget, this.#losses, priority, this.#options.clock);
  }

  /** What is followed begins again when it fails, for as long as somebody looks. */
  async #again(what: string, signal: AbortSignal, follow: (wire: NasWire) => Promise<void>): Promise<void> {
    while (!signal.aborted) {
      try {
        await follow(this.wire());
      } catch (error) {
        if (!signal.aborted && !(error instanceof NasTrouble)) this.#options.trouble(what, error);
      }
      await pause(this.#options.clock, FOLLOW_AGAIN_MS, signal).catch(() => undefined);
    }
  }

  async #followLog(wire: NasWire, signal: AbortSignal): Promise<void> {
    const { driver, clock } = this.#options;
    this.live.clearLog();
    await driver.followLog(wire, (line) => this.live.putLogLine(line, clock.now()), signal);
  }

  async #followRates(wire: NasWire, signal: AbortSignal): Promise<void> {
    const { driver, clock } = this.#options;
    const readings = await driver.interfaces(wire, signal);
    const names = readings.filter(({ disabled }) => !disabled).map(({ name }) => name);
    if (names.length === 0) return;
    try {
      await driver.followRates(
        wire,
        names.slice(0, MOST_WATCHED_INTERFACES),
        (rate) => this.live.putRate(rate, clock.now()),
        signal,
      );
    } finally {
      this.live.rates.clear();
      this.live.changed();
    }
  }

  async #followActives(wire: NasWire, signal: AbortSignal): Promise<void> {
    const { driver, clock } = this.#options;
    const services: readonly NasService[] = ['ppp', 'hotspot'];
    const ending = new AbortController();
    const wanted = AbortSignal.any([signal, ending.signal]);
    // Listening first: what happens while the list is read is in one of them, or in both.
    const listening = services.map((service) =>
      driver.followActives(wire, service, (change) => this.actives.change(service, change, clock.now()), wanted),
    );
    try {
      const lists = await Promise.all(services.map((service) => driver.actives(wire, service, signal)));
      this.actives.replace(lists.flat(), clock.now());
      await Promise.all(listening);
    } finally {
      ending.abort();
      await Promise.allSettled(listening);
    }
  }
}
