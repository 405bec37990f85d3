import type { Item, Values } from './configTable.ts';
import type { Fields } from './field.ts';
import type { Personality } from './personality.ts';
import type { RouterWorld } from './routerWorld.ts';
import type { Trap } from './trap.ts';

/** Rights of a user group, as `/user group` names them. */
export const policies = [
  'local',
  'telnet',
  'ssh',
  'ftp',
  'reboot',
  'read',
  'write',
  'policy',
  'test',
  'winbox',
  'password',
  'web',
  'sniff',
  'sensitive',
  'api',
  'romon',
  'dude',
  'tikapp',
  'rest-api',
] as const;
export type Policy = (typeof policies)[number];

/** Who gives the command. */
export interface Operator {
  readonly name: string;
  readonly rights: ReadonlySet<string>;
  /** `api`, `console`: how the log calls the way in. */
  readonly via: string;
}

export interface Reply {
  row(values: Values): void;
  /** Ends the command; nothing may follow. */
  done(ret?: string): void;
  /** Ends the command: `!trap` and `!done`. */
  trap(trap: Trap): void;
}

export interface Call {
  readonly world: RouterWorld;
  readonly operator: Operator;
  readonly args: Values;
  readonly reply: Reply;
}

/** Nothing: done. `ret`: done with a result. A function: it goes on until it says done itself or the function is called. */
export type Outcome = undefined | { readonly ret: string } | (() => void);

export interface CommandSpec {
  readonly policies: readonly Policy[];
  /** Parameters by name; what isn't named is an unknown parameter. */
  readonly fields: Fields;
  run(call: Call): Outcome;
}

export interface MenuSpec {
  /** `/ppp/secret` */
  readonly path: string;
  /** `rows` are observed only. */
  readonly kind: 'list' | 'settings' | 'rows';
  readonly fields: Fields;
  /** Several menus may show one table: interfaces by type. Unless said, the path. */
  readonly table?: string;
  /** Items of the shared table that belong here; what `add` puts in. */
  readonly only?: Values;
  /** What can be done besides reading. Unless said: everything for a list, `set` for settings, nothing for rows. */
  readonly allows?: readonly ('add' | 'set' | 'remove')[];
  /** Value that no two items share; usable in place of an id. */
  readonly unique?: string;
  /** The router's own addition to what is configured. */
  readonly show?: (world: RouterWorld, item: Item) => Values;
  /** Values that `show` leaves as they are: what a query about them alone leaves out is never worked out. */
  readonly stored?: readonly string[];
  readonly rows?: (world: RouterWorld) => readonly Values[];
  readonly commands?: Readonly<Record<string, CommandSpec>>;
  /** How an export finds items that are there from the factory; undefined: such items are not exported. */
  readonly locator?: string;
  readonly exported?: boolean;
  /** Needed to change it, beside `write`. */
  readonly guard?: Policy;
  readonly since?: string;
  readonly until?: string;
  /** Boxes only: a virtual machine has none. */
  readonly boardOnly?: boolean;
  /** After a change by command. Throws Trap before anything is changed. */
  readonly check?: (world: RouterWorld, values: Values, item: Item | undefined) => void;
  readonly changed?: (world: RouterWorld, item: Item, verb: 'add' | 'set' | 'remove') => void;
  /** Joins what was there and what is asked, where `set` adds. */
  readonly join?: (before: Values, changes: Values, personality: Personality) => Values;
  /** How the log calls an item: `ppp secret`. Unless said, nothing is logged. */
  readonly called?: string;
}
