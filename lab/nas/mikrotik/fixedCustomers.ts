import { isIPv6 } from 'node:net';
import type { Item } from './configTable.ts';
import { isAmong } from './firewall/addressSet.ts';
import { fateOf } from './firewall/packetWalk.ts';
import type { RouterWorld } from './routerWorld.ts';
import { subscriberSpeeds } from './subscriberPlan.ts';
import type { Rate } from './traffic.ts';

/** Equipment with an address of its own: it dials nothing and sends no RADIUS. */
export interface FixedCustomer {
  readonly address: string;
  readonly mac: string;
  /** Where it is plugged in. */
  readonly interface: string;
  /** It moves by itself what customers move at this hour; otherwise only what it is told to. */
  readonly isBusy: boolean;
}

const NOTHING: Rate = { rx: 0, tx: 0 };
/** Somewhere in the world. */
const ELSEWHERE = { family: 4, destination: '142.250.74.78', protocol: 'tcp', port: 443, state: 'new' } as const;

/** Customers that a router knows by ARP, queues and firewall alone. */
export class FixedCustomers {
  readonly #world: RouterWorld;
  readonly #customers = new Map<string, FixedCustomer>();

  constructor(world: RouterWorld) {
    this.#world = world;
  }

  all(): readonly FixedCustomer[] {
    return [...this.#customers.values()];
  }

  put(customer: FixedCustomer): void {
    this.remove(customer.address);
    this.#customers.set(customer.address, customer);
    this.#learn(customer);
  }

  /** It is switched off. */
  remove(address: string): void {
    this.#customers.delete(address);
    const arp = this.#world.table('/ip/arp');
    for (const item of arp.all()) if (item.dynamic && item.values['address'] === address) arp.remove(item);
  }

  /** The router starts anew: neighbours are learnt again, and queues count from zero. */
  boot(): void {
    for (const item of this.#queues()) this.#count(item);
    for (const customer of this.#customers.values()) this.#learn(customer);
  }

  /** A queue counts from zero from now on. */
  resetCounters(item: Item): void {
    this.#count(item);
  }

  /** Bytes at once, from its view of the router: whether the router lets them through. */
  move(address: string, { received, sent }: { readonly received: number; readonly sent: number }): boolean {
    const customer = this.#customers.get(address);
    if (!customer || !this.#reaches(customer)) return false;
    const { clock, traffic, bootedAt } = this.#world;
    const queue = this.#queues().find((item) => isTarget(item, address));
    if (!queue) return true;
    traffic.bytes(queue, Number(queue.values['since'] ?? bootedAt), clock.now(), () => this.rateOf(queue, clock.now()));
    traffic.add(queue, { rx: received, tx: sent });
    return true;
  }

  /** What passes a queue that people have made. */
  rateOf(queue: Item, at: number): Rate {
    const [first] = this.all().filter(({ isBusy, address }) => isBusy && isTarget(queue, address));
    if (!first || !this.#reaches(first)) return NOTHING;
    const { down, up } = subscriberSpeeds(queue.values['max-limit'] ?? '');
    return this.#world.traffic.customer(first.address, down, up, at);
  }

  #queues(): readonly Item[] {
    return this.#world
      .table('/queue/simple')
      .all()
      .filter(({ dynamic }) => !dynamic);
  }

  #count(item: Item): void {
    this.#world.traffic.forget(item);
    item.values['since'] = String(this.#world.clock.now());
  }

  /** Of an interface that only answers, the router knows whom it was told of (manual: ARP modes). */
  #reaches(customer: FixedCustomer): boolean {
    const { address, mac } = customer;
    this.#learn(customer);
    const entries = this.#entriesOf(address).filter(({ values }) => values['disabled'] !== 'yes');
    if (!entries.some(({ values }) => values['mac-address'] === mac)) return false;
    const packet = { ...ELSEWHERE, source: address, inInterface: customer.interface };
    return isIPv6(address) || fateOf(this.#world, packet).outcome === 'reached';
  }

  #learn({ address, mac, interface: port }: FixedCustomer): void {
    const isToldOnly = this.#world.table('/interface').byName(port)?.values['arp'] === 'reply-only';
    const isKnown = this.#entriesOf(address).some(({ values }) => values['disabled'] !== 'yes');
    if (isToldOnly || isKnown) return;
    this.#world
      .table('/ip/arp')
      .add({ address, 'mac-address': mac, interface: port, status: 'reachable' }, { dynamic: true });
  }

  #entriesOf(address: string): readonly Item[] {
    return this.#world
      .table('/ip/arp')
      .all()
      .filter(({ values }) => values['address'] === address);
  }
}

function isTarget({ values }: Item, address: string): boolean {
  return values['disabled'] !== 'yes' && isAmong(address, (values['target'] ?? '').split(','));
}
