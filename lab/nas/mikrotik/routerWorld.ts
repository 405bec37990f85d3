import type { LabClock } from '../../labClock.ts';
import type { SeededRandom } from '../../seededRandom.ts';
import type { ConfigTable } from './configTable.ts';
import type { FixedCustomers } from './fixedCustomers.ts';
import type { Personality } from './personality.ts';
import type { RadiusCounting } from './radius/radiusCounters.ts';
import type { RouterLog } from './routerLog.ts';
import type { Traffic } from './traffic.ts';

/** Where it stands and what it serves. */
export interface RouterSite {
  readonly identity: string;
  readonly address: string;
  readonly apiPort: number;
  readonly apiTlsPort: number;
  readonly serial: string;
  readonly softwareId: string;
  readonly timeZone: string;
  readonly gmtOffsetMs: number;
  /** Second octet of its customers' networks: 10.<site>.x.y. */
  readonly siteNumber: number;
}

/** What the menus of a router work on. */
export interface RouterWorld {
  readonly personality: Personality;
  readonly site: RouterSite;
  readonly clock: LabClock;
  readonly random: SeededRandom;
  readonly log: RouterLog;
  readonly traffic: Traffic;
  readonly bootedAt: number;
  /** So far the router's own clock is ahead. */
  readonly skewMs: number;
  readonly radius: RadiusCounting;
  /** Customers with an address of their own. */
  readonly fixed: FixedCustomers;
  /** Table of a menu; made when first asked for. */
  table(path: string): ConfigTable;
  /** Date and time of the place, as this version writes them. */
  dateText(at: number): string;
  /** Runs console commands; returns what they print. Throws Trap. */
  runScript(script: string, rights: ReadonlySet<string>, owner: string): string;
  exportScript(options: { readonly menu: string; readonly verbose: boolean; readonly sensitive: boolean }): string;
  /** Ends this life of the router; it comes back by itself. */
  reboot(): void;
  /** A subscriber's session ends; `redials`: the customer's equipment tries again soon. */
  endSession(table: string, id: string): boolean;
  /** Sockets follow /ip/service. */
  servicesChanged(): void;
}
