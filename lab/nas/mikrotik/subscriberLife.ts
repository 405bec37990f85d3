import type { Item } from './configTable.ts';
import { endHotspot, hotspotCandidates, startHotspot } from './hotspotSessions.ts';
import { endPpp, pppCandidates, startPpp } from './pppSessions.ts';
import type { RouterWorld } from './routerWorld.ts';

/** Mean time somebody stays connected, and the longest stretch of the past that is made up for. */
const MEAN_STAY_MS = 50 * 60_000;
const MOST_PAST_MS = 20 * 60_000;
const REDIAL_MS = { least: 4_000, most: 25_000 };
const BACK_AFTER_BOOT_MS = { least: 6_000, most: 70_000 };

interface Dial {
  readonly at: number;
  readonly table: string;
  readonly name: string;
}

/** Subscribers of one router come and go. Nothing happens while nobody looks: the time since then is made up for at once. */
export class SubscriberLife {
  readonly #world: RouterWorld;
  #at: number | undefined;
  #nextAt = 0;
  #dials: readonly Dial[] = [];
  #timer: unknown;
  #isWatched = false;

  constructor(world: RouterWorld) {
    this.#world = world;
  }

  /** While somebody is connected, life goes on by itself. */
  watch(isWatched: boolean): void {
    this.#isWatched = isWatched;
    this.#arm();
  }

  /** Everything that happened until now. */
  advance(): void {
    const now = this.#world.clock.now();
    this.#at ??= this.#populate(Math.max(this.#world.bootedAt, now - MOST_PAST_MS));
    // More than that is not made up for: whoever comes after a week finds the last minutes only.
    this.#nextAt = Math.max(this.#nextAt, now - MOST_PAST_MS);
    for (;;) {
      const dial = this.#dials[0];
      const at = Math.min(this.#nextAt, dial?.at ?? Number.POSITIVE_INFINITY);
      if (at > now) break;
      if (dial && dial.at === at) {
        this.#dials = this.#dials.slice(1);
        this.#start(dial, at);
      } else {
        this.#change(at);
        this.#nextAt = at + this.#pauseMs();
      }
    }
    this.#at = now;
  }

  /** Ends a session by command; its equipment dials again soon. */
  end(table: string, id: string): boolean {
    const item = this.#world.table(table).byId(id);
    if (!item) return false;
    const now = this.#world.clock.now();
    this.#stop(table, item, now, 'admin-reset');
    this.#dial(table, nameOf(item), now + this.#between(REDIAL_MS));
    this.#arm();
    return true;
  }

  /** The router starts anew: everybody who was connected comes back within a minute or so. */
  restart(): void {
    const { clock } = this.#world;
    const back = ['/ppp/active', '/ip/hotspot/active'].flatMap((table) =>
      this.#online(table).map((item) => ({ table, item })),
    );
    if (this.#at === undefined) return;
    for (const { table, item } of back) {
      if (table === '/ppp/active') endPpp(this.#world, item, undefined);
      else endHotspot(this.#world, item, undefined);
      this.#dial(table, nameOf(item), clock.now() + this.#between(BACK_AFTER_BOOT_MS));
    }
    this.#arm();
  }

  stop(): void {
    this.#world.clock.clearTimeout(this.#timer);
  }

  #arm(): void {
    this.#world.clock.clearTimeout(this.#timer);
    if (!this.#isWatched || this.#at === undefined) return;
    const at = Math.min(this.#nextAt, this.#dials[0]?.at ?? Number.POSITIVE_INFINITY);
    this.#timer = this.#world.clock.setTimeout(
      () => {
        this.advance();
        this.#arm();
      },
      Math.max(50, at - this.#world.clock.now()),
    );
  }

  /** Who is there when it is looked at for the first time; they came at different times since the router started. */
  #populate(at: number): number {
    const { random, bootedAt } = this.#world;
    for (const table of ['/ppp/active', '/ip/hotspot/active']) {
      for (const name of this.#candidates(table)) {
        if (random.next() > this.#wanted(at)) continue;
        const since = Math.max(bootedAt, at + Math.log(1 - random.next()) * 4 * MEAN_STAY_MS);
        this.#start({ at: since, table, name }, since, true);
      }
    }
    this.#nextAt = at + this.#pauseMs();
    return at;
  }

  #change(at: number): void {
    const { random } = this.#world;
    const table = random.next() < 0.75 ? '/ppp/active' : '/ip/hotspot/active';
    const online = this.#online(table);
    const offline = this.#candidates(table);
    const share = online.length / Math.max(1, online.length + offline.length);
    const comes = random.next() < 0.5 + (this.#wanted(at) - share) * 2;
    if (comes && offline.length > 0) this.#start({ at, table, name: random.pick(offline) }, at);
    else if (online.length > 0)
      this.#stop(table, random.pick(online), at, random.pick(['peer is not responding', 'hungup', 'disconnected']));
  }

  /** Share of customers that are connected at this time of the day. */
  #wanted(at: number): number {
    return 0.55 + 0.35 * this.#world.traffic.curve(at);
  }

  #pauseMs(): number {
    const people = this.#online('/ppp/active').length + this.#online('/ip/hotspot/active').length;
    return Math.max(1000, (-Math.log(1 - this.#world.random.next()) * MEAN_STAY_MS) / (2 * Math.max(10, people)));
  }

  /** Sessions that the router itself has let in. */
  #online(table: string): readonly Item[] {
    return this.#world
      .table(table)
      .all()
      .filter(({ values }) => values['radius'] !== 'yes');
  }

  #candidates(table: string): readonly string[] {
    const waiting = new Set(this.#dials.filter((dial) => dial.table === table).map(({ name }) => name));
    const all = table === '/ppp/active' ? pppCandidates(this.#world) : hotspotCandidates(this.#world);
    return all.filter((name) => !waiting.has(name));
  }

  #start({ table, name }: Dial, at: number, quiet = false): void {
    if (table === '/ppp/active') startPpp(this.#world, name, at, quiet);
    else startHotspot(this.#world, name, at, quiet);
  }

  #stop(table: string, item: Item, at: number, why: string): void {
    if (table === '/ppp/active') endPpp(this.#world, item, { at, why });
    else endHotspot(this.#world, item, { at, why });
  }

  #dial(table: string, name: string, at: number): void {
    this.#dials = [...this.#dials, { at, table, name }].toSorted((one, other) => one.at - other.at);
  }

  #between({ least, most }: { readonly least: number; readonly most: number }): number {
    return least + this.#world.random.next() * (most - least);
  }
}

const nameOf = ({ values }: Item): string => values['name'] ?? values['user'] ?? '';
