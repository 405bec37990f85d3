import type { Clock } from '#actors/system/clock.ts';
import { ActorId, type TenantId } from '#shared/values/ids.ts';
import type { NasFeature } from '../../nas/nasFeature.ts';
import type { NamedSession } from '../control/controlMessage.ts';
import type { RadiusLine } from '../supervision/radiusLine.ts';

/** An open session, as far as it is known. */
export interface OpenSession extends NamedSession {
  readonly nasId: string;
  readonly username: string;
  readonly access?: 'pppoe' | 'hotspot' | 'ipoe' | undefined;
  readonly mac?: string | undefined;
  readonly ipv4?: string | undefined;
  readonly unknownSince?: number | undefined;
}

export interface SilentSessionsOptions {
  readonly clock: Clock;
  readonly line: Pick<RadiusLine, 'hello' | 'send' | 'ready'>;
  readonly nas: Pick<NasFeature, 'sessionsThere'>;
  readonly tenants: () => readonly TenantId[];
  readonly open: (tenant: TenantId) => Iterable<OpenSession>;
  readonly onTrouble: (nasId: string, error: unknown) => void;
}

/** What falls silent together is read together. */
const GATHER_MS = 1_000;
/** Everything that is unknown still is asked for again. */
const AGAIN_MS = 60_000;
const READ_WITHIN_MS = 60_000;
const ROUTERS_AT_ONCE = 8;
const NAMES_A_MESSAGE = 1_000;

/**
 * Asks routers about the sessions of which nothing is heard any more (operators 6). Only what its own router says ends
 * one: while that is not reached they stay as they are, and are the first it is asked about when it is back.
 */
export class SilentSessions {
  readonly #options: SilentSessionsOptions;
  /** Routers to ask about, the most urgent first. */
  #due = new Set<string>();
  #everythingAt: number;
  #timer: unknown;
  #timerAt = 0;
  #round: Promise<void> | undefined;
  readonly #ending = new AbortController();

  constructor(options: SilentSessionsOptions) {
    this.#options = options;
    this.#everythingAt = options.clock.now() + GATHER_MS;
    this.#wait();
  }

  fellSilent(nasId: string): void {
    this.#due.add(nasId);
    this.#wait();
  }

  isBack(nasId: string): void {
    this.#due = new Set([nasId, ...this.#due]);
    this.#wait();
  }

  async stop(): Promise<void> {
    this.#ending.abort(new Error('stopping'));
    this.#options.clock.clearTimeout(this.#timer);
    await this.#round;
  }

  #wait(): void {
    const { clock } = this.#options;
    if (this.#ending.signal.aborted || this.#round) return;
    const now = clock.now();
    const due = this.#due.size > 0 ? now + GATHER_MS : Number.POSITIVE_INFINITY;
    if (this.#timer !== undefined && this.#timerAt <= Math.min(due, this.#everythingAt)) return;
    clock.clearTimeout(this.#timer);
    this.#timerAt = Math.max(now, Math.min(due, this.#everythingAt));
    this.#timer = clock.setTimeout(() => this.#begin(), this.#timerAt - now);
  }

  #begin(): void {
    this.#timer = undefined;
    this.#round = this.#look().finally(() => {
      this.#round = undefined;
      this.#wait();
    });
  }

  async #look(): Promise<void> {
    const { clock, tenants, line } = this.#options;
    const now = clock.now();
    const everything = now >= this.#everythingAt;
    if (everything) this.#everythingAt = now + AGAIN_MS;
    const due = this.#due;
    this.#due = new Set();
    // Nobody would hear it: what is silent is found again with everything.
    if (!line.hello) return;
    for (const tenant of tenants()) {
      const silent = this.#silent(tenant);
      const rest = everything ? [...silent.keys()] : [];
      const order = [...new Set([...due, ...rest])].filter((nasId) => silent.has(nasId));
      for (let from = 0; from < order.length; from += ROUTERS_AT_ONCE) {
        const some = order.slice(from, from + ROUTERS_AT_ONCE);
        await Promise.all(some.map((nasId) => this.#ask(tenant, nasId, silent.get(nasId)!)));
      }
    }
  }

  #silent(tenant: TenantId): ReadonlyMap<string, readonly OpenSession[]> {
    const silent = new Map<string, OpenSession[]>();
    for (const session of this.#options.open(tenant)) {
      if (session.unknownSince === undefined) continue;
      const known = silent.get(session.nasId);
      if (known) known.push(session);
      else silent.set(session.nasId, [session]);
    }
    return silent;
  }

  async #ask(tenant: TenantId, nasId: string, silent: readonly OpenSession[]): Promise<void> {
    const { clock, nas, onTrouble } = this.#options;
    const at = clock.now();
    const signal = AbortSignal.any([this.#ending.signal, AbortSignal.timeout(READ_WITHIN_MS)]);
    try {
      const there = await nas.sessionsThere(tenant, ActorId.parse(nasId), silent, signal);
      if (there) await this.#tell(nasId, at, there.running.map(named), there.gone.map(named));
    } catch (error) {
      if (!this.#ending.signal.aborted) onTrouble(nasId, error);
    }
  }

  async #tell(
    nasId: string,
    at: number,
    running: readonly NamedSession[],
    gone: readonly NamedSession[],
  ): Promise<void> {
    const { line } = this.#options;
    for (let from = 0; from < Math.max(running.length, gone.length); from += NAMES_A_MESSAGE) {
      const to = from + NAMES_A_MESSAGE;
      const some = { running: running.slice(from, to), gone: gone.slice(from, to) };
      if (!line.send({ say: 'readBack', nasId, at, ...some })) await line.ready();
    }
  }
}

function named({ acctSessionId, startedAt }: OpenSession): NamedSession {
  return { acctSessionId, startedAt };
}
