import type { LabClock } from '../../labClock.ts';
import type { SeededRandom } from '../../seededRandom.ts';
import { ConfigTable, type Values } from './configTable.ts';
import { Console, type CommandTarget, type ConsoleLine } from './console.ts';
import { parseDuration } from './duration.ts';
import { exportScript } from './exportScript.ts';
import { factoryConfig } from './factoryConfig.ts';
import { FixedCustomers } from './fixedCustomers.ts';
import { dateAndTime, localTime } from './localTime.ts';
import type { MenuSpec, Operator, Reply } from './menu.ts';
import { policies } from './menu.ts';
import { menusOf } from './menuCatalogue.ts';
import { menuCommand } from './menuCommands.ts';
import { own } from './own.ts';
import type { Personality } from './personality.ts';
import { RouterRadius } from './radius/routerRadius.ts';
import { SubscriberLines } from './radius/subscriberLines.ts';
import { RouterLog } from './routerLog.ts';
import type { RouterSite, RouterWorld } from './routerWorld.ts';
import { siteConfig, type SiteOptions } from './siteConfig.ts';
import { SubscriberLife } from './subscriberLife.ts';
import { Traffic } from './traffic.ts';
import { notPermitted, Trap, trapCategory, unknownParameter } from './trap.ts';

export interface RouterOptions {
  readonly personality: Personality;
  readonly site: RouterSite;
  readonly config: SiteOptions;
  readonly clock: LabClock;
  readonly random: SeededRandom;
}

/** What the router's sockets must hear of. */
export interface RouterHooks {
  onReboot(): void;
  onServices(): void;
}

const DAY_MS = 86_400_000;
const FULL: ReadonlySet<string> = new Set(policies);
/** First ids as routers hand them out: sessions live in a range of their own. */
const FIRST_IDS: Readonly<Record<string, number>> = {
  '/ppp/active': 0x8000_0001,
  '/ip/hotspot/active': 0x8020_0001,
  '/log': 1,
};

/** A router's configuration, state and commands, without the sockets. */
export class MikrotikRouter implements RouterWorld, CommandTarget {
  readonly personality: Personality;
  readonly site: RouterSite;
  readonly clock: LabClock;
  readonly random: SeededRandom;
  readonly log: RouterLog;
  readonly traffic: Traffic;
  readonly life: SubscriberLife;
  readonly radius: RouterRadius;
  /** Customers that the router knows by RADIUS alone. */
  readonly lines: SubscriberLines;
  readonly fixed: FixedCustomers;
  bootedAt: number;
  skewMs = 0;
  hooks: RouterHooks | undefined;
  readonly #menus: ReadonlyMap<string, MenuSpec>;
  readonly #branches: ReadonlySet<string>;
  readonly #tables = new Map<string, ConfigTable>();

  constructor({ personality, site, config, clock, random }: RouterOptions) {
    this.personality = personality;
    this.site = site;
    this.clock = clock;
    this.random = random;
    this.bootedAt = clock.now() - Math.floor((1 + random.next() * 90) * DAY_MS);
    this.traffic = new Traffic(random.below(0x7fff_ffff), (at) => localTime(at, site.gmtOffsetMs, 'iso').hour);
    this.log = new RouterLog(
      () => clock.now(),
      () => this.#loggingRules(),
    );
    this.#tables.set('/log', this.log.table);
    this.#menus = menusOf(personality);
    this.#branches = new Set([...this.#menus.keys()].flatMap(ancestors));
    this.fixed = new FixedCustomers(this);
    factoryConfig(this);
    siteConfig(this, config);
    this.life = new SubscriberLife(this);
    this.radius = new RouterRadius(this);
    this.lines = new SubscriberLines(this, this.radius);
  }

  table(path: string): ConfigTable {
    let table = this.#tables.get(path);
    if (!table) {
      table = new ConfigTable(FIRST_IDS[path]);
      this.#tables.set(path, table);
    }
    return table;
  }

  isMenu(path: string): boolean {
    return this.#branches.has(path);
  }

  isList(path: string): boolean {
    return this.#menus.get(path)?.kind === 'list';
  }

  dateText(at: number): string {
    return dateAndTime(at + this.skewMs, this.site.gmtOffsetMs, this.personality.dates);
  }

  /** Gives one command, `/ppp/secret/add`. Returns what stops it while it goes on. Everything else goes to `reply`. */
  give(command: string, args: Values, operator: Operator, reply: Reply): (() => void) | undefined {
    try {
      const cut = command.lastIndexOf('/');
      return this.#give(command.slice(0, cut), command.slice(cut + 1), args, operator, reply);
    } catch (error) {
      if (!(error instanceof Trap)) throw error;
      reply.trap(error);
      return undefined;
    }
  }

  /** For the console: a command that does not end by itself is stopped after what it says at once. */
  run(
    path: string,
    verb: string,
    args: Values,
    operator: Operator,
  ): { readonly rows: readonly Values[]; readonly ret: string | undefined } {
    const rows: Values[] = [];
    let ret: string | undefined;
    const reply: Reply = {
      row: (row) => rows.push(row),
      done: (given) => (ret = given),
      trap: (trap) => {
        throw trap;
      },
    };
    this.#give(path, verb, args, operator, reply)?.();
    return { rows, ret };
  }

  runScript(script: string, rights: ReadonlySet<string>, owner: string): string {
    const console = new Console(this, { name: owner, rights, via: 'console' });
    console.run(script);
    return console.printed;
  }

  /** What somebody sitting at the router pastes into its terminal. */
  paste(script: string): { readonly printed: string; readonly errors: readonly ConsoleLine[] } {
    this.advance();
    const console = new Console(this, { name: 'admin', rights: FULL, via: 'console' });
    const errors = console.paste(script);
    return { printed: console.printed, errors };
  }

  exportScript(options: { readonly menu: string; readonly verbose: boolean; readonly sensitive: boolean }): string {
    return exportScript(this, this.#menus.values(), options);
  }

  endSession(table: string, id: string): boolean {
    const item = this.table(table).byId(id);
    return (item && this.lines.endItem(item, 'Admin-Reset')) || this.life.end(table, id);
  }

  reboot(): void {
    this.hooks?.onReboot();
  }

  servicesChanged(): void {
    this.hooks?.onServices();
  }

  /** Power is back: what was only in memory is gone. */
  bootAgain(why: string): void {
    // Who was there comes back one by one, also when nobody had looked.
    this.life.advance();
    this.bootedAt = this.clock.now();
    this.life.restart();
    for (const table of this.#tables.values()) table.removeDynamic();
    for (const user of this.table('/user/active').all()) this.table('/user/active').remove(user);
    this.fixed.boot();
    this.log.clear();
    this.log.write('system,error,critical', why);
    this.lines.boot();
  }

  /** Brings everything that happens by itself up to now. */
  advance(): void {
    this.life.advance();
    const now = this.clock.now();
    const lists = this.table('/ip/firewall/address-list');
    for (const item of lists.all()) {
      const lastsMs = parseDuration(item.values['timeout'] ?? '');
      if (lastsMs !== undefined && Number(item.values['at'] ?? this.bootedAt) + lastsMs <= now) lists.remove(item);
    }
    for (const item of this.table('/system/scheduler').all()) this.#runDue(item.values, now);
  }

  #give(path: string, verb: string, args: Values, operator: Operator, reply: Reply): (() => void) | undefined {
    const menu = this.#menus.get(path) ?? (verb === 'export' ? branch(path) : undefined);
    if (!this.isMenu(path)) throw new Trap(this.#unknown(path), trapCategory.missing);
    const command = menu && menuCommand(menu, verb);
    if (!command)
      throw new Trap(
        this.personality.major >= 7 ? `no such command or directory (${verb})` : 'no such command',
        trapCategory.missing,
      );
    if (!command.policies.every((policy) => operator.rights.has(policy))) throw notPermitted();
    if (Object.keys(args).some((name) => own(command.fields, name) === undefined)) throw unknownParameter();
    const outcome = command.run({ world: this, operator, args, reply });
    if (typeof outcome === 'function') return outcome;
    reply.done(outcome?.ret);
    return undefined;
  }

  #unknown(path: string): string {
    const missing = ancestors(path).find((one) => !this.#branches.has(one)) ?? path;
    return this.personality.major >= 7
      ? `no such command or directory (${missing.split('/').at(-1)})`
      : 'no such command prefix';
  }

  #loggingRules(): readonly string[] {
    return this.table('/system/logging')
      .all()
      .filter(({ values }) => values['disabled'] !== 'yes')
      .map(({ values }) => values['topics'] ?? '');
  }

  /** A job whose time has come since it was last looked at runs once, however often it would have. */
  #runDue(values: Values, now: number): void {
    const everyMs = parseDuration(values['interval'] ?? '0s') ?? 0;
    const startedAt = Number(values['at'] ?? this.bootedAt);
    if (values['disabled'] === 'yes' || everyMs === 0 || now < Number(values['last'] ?? startedAt) + everyMs) return;
    values['last'] = String(startedAt + Math.floor((now - startedAt) / everyMs) * everyMs);
    values['run-count'] = String(Number(values['run-count'] ?? 0) + 1);
    const event = values['on-event'] ?? '';
    const source = this.table('/system/script').byName(event)?.values['source'] ?? event;
    try {
      this.runScript(
        source,
        new Set((values['policy'] ?? [...policies].join(',')).split(',')),
        values['owner'] ?? 'admin',
      );
    } catch (error) {
      if (!(error instanceof Trap)) throw error;
      this.log.write(
        'script,error',
        `executing script from scheduler <${values['name']}> failed, please check it manually: ${error.message}`,
      );
    }
  }
}

/** `/ppp export`: a folder of menus can be exported too. */
const branch = (path: string): MenuSpec => ({ path, kind: 'rows', fields: {} });

/** `/ip/pool/used` → '', `/ip`, `/ip/pool`, `/ip/pool/used`. */
function ancestors(path: string): readonly string[] {
  const steps = path.split('/');
  return steps.map((_, index) => steps.slice(0, index + 1).join('/'));
}
