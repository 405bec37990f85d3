import type { RadiusService } from './radiusServers.ts';

export interface SessionNumber {
  /** Acct-Session-Id: eight hexadecimal digits. */
  readonly id: string;
  /** NAS-Port, up to 2^32 - 1. */
  readonly port: number;
}

const PREFIX: Readonly<Record<RadiusService, number>> = { ppp: 0x81, hotspot: 0x80, dhcp: 0x82 };
const PPP_PORTS = 0x00f0_0000;
const COUNTERS = 0x10_0000;

/**
 * Two digits for the service, one that rises with each start of the router, five that count (MikroTik manual: RADIUS,
 * Acct-Session-Id): after sixteen starts the same numbers come again.
 */
export class SessionNumbers {
  #boots: number;
  readonly #counts: Record<RadiusService, number> = { ppp: 0, hotspot: 0, dhcp: 0 };

  constructor(boots: number) {
    this.#boots = boots % 16;
  }

  next(service: RadiusService): SessionNumber {
    const count = this.#counts[service] % COUNTERS;
    this.#counts[service] += 1;
    const number = PREFIX[service] * 2 ** 24 + this.#boots * COUNTERS + count;
    const id = number.toString(16).padStart(8, '0');
    return { id, port: service === 'ppp' ? PPP_PORTS + count : number };
  }

  restart(): void {
    this.#boots = (this.#boots + 1) % 16;
    Object.assign(this.#counts, { ppp: 0, hotspot: 0, dhcp: 0 });
  }
}
