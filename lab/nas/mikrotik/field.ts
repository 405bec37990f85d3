import { isIP, isIPv4 } from 'node:net';
import { inUnits, parseDuration } from './duration.ts';
import { Trap, trapCategory } from './trap.ts';

/** One parameter of a menu: what it takes, and how it looks when nobody has said anything. */
export interface Field {
  readonly kind: 'text' | 'flag' | 'bool' | 'number' | 'duration' | 'reference';
  /** Value of an item that does not say; undefined: then it is not shown. */
  readonly fallback: string | undefined;
  /** Shown to users with the right `sensitive` only. */
  readonly secret: boolean;
  readonly required: boolean;
  /** Observed, not configured: no command sets it, no export mentions it. */
  readonly readOnly: boolean;
  /** Taken and kept, never told: the passwords of users. */
  readonly hidden: boolean;
  /** First version that has it, or first that lacks it. */
  readonly since: string | undefined;
  readonly until: string | undefined;
  /** Canonical value, or undefined for one that does not fit. */
  readonly read: (raw: string) => string | undefined;
  /** Table whose `name` this is. */
  readonly table: string | undefined;
  /** Taken besides what the kind takes: `none`, `auto`. */
  readonly words: readonly string[];
}
export type Fields = Readonly<Record<string, Field>>;
type Options = Partial<Omit<Field, 'kind' | 'read'>>;

function field(kind: Field['kind'], read: Field['read'], options: Options): Field {
  return {
    kind,
    read,
    fallback: undefined,
    secret: false,
    required: false,
    readOnly: false,
    hidden: false,
    since: undefined,
    until: undefined,
    table: undefined,
    words: [],
    ...options,
  };
}

export const text = (fallback?: string, options: Options = {}): Field =>
  field('text', (raw) => raw, { fallback, ...options });

export const secret = (fallback: string | undefined = ''): Field => text(fallback, { secret: true });

export const observed = (options: Options = {}): Field => text(undefined, { readOnly: true, ...options });

/** A setting: `yes` or `no`. */
export const bool = (fallback?: 'yes' | 'no', options: Options = {}): Field =>
  field('bool', readBool, { fallback, ...options });

/** What the console shows as a letter: disabled, dynamic, running. */
export const flag = (fallback: 'yes' | 'no' = 'no', options: Options = {}): Field =>
  field('flag', readBool, { fallback, ...options });

export function number(
  fallback?: string,
  { least = 0, most = 4_294_967_295, ...options }: Options & { least?: number; most?: number } = {},
): Field {
  const read = (raw: string): string | undefined => {
    const value = /^0x[\da-f]+$/i.test(raw) || /^-?\d+$/.test(raw) ? Number(raw) : Number.NaN;
    return value >= least && value <= most ? String(value) : undefined;
  };
  return field('number', read, { fallback, ...options });
}

/** Also `none`, `auto` and their like, where `words` says so. */
export function duration(fallback?: string, options: Options = {}): Field {
  const read = (raw: string): string | undefined => {
    const ms = parseDuration(raw);
    return ms === undefined ? undefined : inUnits(ms);
  };
  return field('duration', read, { fallback, ...options });
}

export const choice = (choices: readonly string[], fallback?: string, options: Options = {}): Field =>
  field('text', (raw) => (choices.includes(raw) ? raw : undefined), { fallback, ...options });

/** Several of them with commas; kept in the order of `choices`. */
export function choices(all: readonly string[], fallback?: string, options: Options = {}): Field {
  const read = (raw: string): string | undefined => {
    const said = raw === '' ? [] : raw.split(',');
    return said.every((one) => all.includes(one)) ? all.filter((one) => said.includes(one)).join(',') : undefined;
  };
  return field('text', read, { fallback, ...options });
}

/** The name of an item elsewhere, or one of `words`. That it is there, the menu looks up. */
export const reference = (table: string, fallback?: string, options: Options = {}): Field =>
  field('reference', (raw) => raw, { fallback, table, ...options });

/** IPv4 or IPv6, with `@vrf` where that is allowed. */
export const ip = (fallback?: string, options: Options = {}): Field =>
  pattern((raw) => isIP(raw.replace(/@[\w-]+$/, '')) !== 0, fallback, options);

export const ips = (fallback?: string, options: Options = {}): Field =>
  pattern((raw) => raw === '' || raw.split(',').every((one) => isIP(one) !== 0 || isHost(one)), fallback, options);

/** `10.0.0.1/24`, or several with commas. */
export const prefix = (fallback?: string, options: Options = {}): Field => pattern(isPrefix, fallback, options);
export const prefixes = (fallback?: string, options: Options = {}): Field =>
  pattern((raw) => raw === '' || raw.split(',').every(isPrefix), fallback, options);

/** Address, prefix, range or host name, as firewall lists take them. */
export const host = (fallback?: string, options: Options = {}): Field =>
  pattern((raw) => isPrefix(raw) || isRange(raw) || isHost(raw), fallback, options);

export const ranges = (fallback?: string, options: Options = {}): Field =>
  pattern((raw) => raw.split(',').every((one) => isPrefix(one) || isRange(one)), fallback, options);

export const mac = (fallback?: string, options: Options = {}): Field =>
  field(
    'text',
    (raw) => (/^(?:[\da-f]{2}[:-]){5}[\da-f]{2}$/i.test(raw) ? raw.toUpperCase().replaceAll('-', ':') : undefined),
    { fallback, ...options },
  );

function pattern(fits: (raw: string) => boolean, fallback: string | undefined, options: Options): Field {
  return field('text', (raw) => (fits(raw) ? raw : undefined), { fallback, ...options });
}

/** Canonical value. Throws Trap: the words of the router, category 1. */
export function readValue(name: string, { kind, read, words }: Field, raw: string): string {
  const value = words.includes(raw) ? raw : read(raw);
  if (value !== undefined) return value;
  const message =
    kind === 'bool' || kind === 'flag' || kind === 'text'
      ? `input does not match any value of ${name}`
      : `invalid value for argument ${name}`;
  throw new Trap(message, trapCategory.argument);
}

function readBool(raw: string): string | undefined {
  if (raw === 'yes' || raw === 'true') return 'yes';
  return raw === 'no' || raw === 'false' ? 'no' : undefined;
}

function isPrefix(raw: string): boolean {
  const [address = '', length, ...rest] = raw.split('/');
  if (rest.length > 0 || isIP(address) === 0) return false;
  return length === undefined || (/^\d{1,3}$/.test(length) && Number(length) <= (isIPv4(address) ? 32 : 128));
}

function isRange(raw: string): boolean {
  const [from = '', to = '', ...rest] = raw.split('-');
  return rest.length === 0 && isIPv4(from) && isIPv4(to);
}

const isHost = (raw: string): boolean => /^(?=.*[a-z])[\w.-]{1,253}$/i.test(raw);
