import type { BulkRefusalCode } from '#shared/bulk/errors.ts';
import { type DateOrder, type ImportField, severalColumns } from '#shared/bulk/importSettings.ts';
import type { BulkProblem } from '#shared/bulk/values.ts';
import { CustomerLabel } from '#shared/customer/values.ts';
import type { AccessType } from '#shared/package/values.ts';
import { Ipv4Address, Ipv6Prefix, Mac, SubscriptionPassword, Username } from '#shared/subscription/values.ts';
import { Email } from '#shared/tenant/setup.ts';
import { parsePhoneNumber } from '../../platform/phone/phoneNumber.ts';
import type { FileRow } from '../file/fileRow.ts';
import { dayText } from './dayText.ts';
import { problem, type ReadLine } from './importedLine.ts';
import { looksHashed } from './passwordHash.ts';

export interface RowReading {
  readonly headings: readonly string[];
  /** By position; null: left out. */
  readonly columns: readonly (ImportField | null)[];
  readonly dateOrder: DateOrder;
  /** ISO 3166, for phones written as dialled within it. */
  readonly country: string;
}

/** What one row of a table says. Nothing is looked up: only what the row itself is wrong about is found here. */
export function readRow({ line, cells }: FileRow, reading: RowReading): ReadLine {
  const row = new RowCells(cells, reading);
  const phones = row.each(
    'phone',
    'bulk/phone-not-understood',
    (text) => parsePhoneNumber(text, reading.country)?.e164,
  );
  const place = { latitude: row.number('latitude', 90), longitude: row.number('longitude', 180) };
  const customer = {
    code: row.text('customerCode', 60) ?? null,
    name: row.text('customerName', 200) ?? '',
    kind: row.as('kind', kindOf) ?? ('person' as const),
    phones: [...new Set(phones)].slice(0, 8),
    email: row.as('email', (text) => Email.safeParse(text).data) ?? null,
    address: row.all('address', ', ').slice(0, 500),
    ...(place.latitude === null || place.longitude === null ? { latitude: null, longitude: null } : place),
    branch: row.text('branch', 200),
    labels: row.labels(),
    notes: row.all('notes', '\n').slice(0, 4000),
  };
  const hash = row.text('passwordHash', 500);
  const password = row.text('password', 500);
  const hashed = hash !== undefined || (password !== undefined && looksHashed(password));
  const subscription = {
    package: row.text('package', 200),
    accessType: row.as('accessType', accessOf),
    username: row.as('username', (text) => Username.safeParse(text).data),
    password:
      hashed || password === undefined
        ? undefined
        : row.as('password', (text) => SubscriptionPassword.safeParse(text).data),
    hashed,
    macs: row.each('mac', 'bulk/value-not-understood', (text) => Mac.safeParse(text).data).slice(0, 16),
    staticIpv4: row.as('staticIpv4', (text) => Ipv4Address.safeParse(text.replace(/\/32$/, '')).data),
    delegatedPrefix: row.as('delegatedPrefix', (text) => Ipv6Prefix.safeParse(text).data),
    suspended: row.as('state', suspendedOf) ?? false,
    validUntil: row.day('validUntil', reading.dateOrder),
    protectedBy: row.text('protectedBy', 500),
  };
  const hasLine =
    [subscription.package, subscription.username, subscription.staticIpv4].some(Boolean) ||
    subscription.macs.length > 0;
  return { line, said: { customer, ...(hasLine ? { subscription } : {}) }, problems: row.problems };
}

/** Cells by field, and what was wrong with them. */
class RowCells {
  readonly problems: BulkProblem[] = [];
  readonly #cells: ReadonlyMap<ImportField, readonly { readonly column: string; readonly text: string }[]>;

  constructor(cells: readonly string[], { headings, columns }: RowReading) {
    const found = new Map<ImportField, { column: string; text: string }[]>();
    columns.forEach((field, index) => {
      // Exports put an apostrophe before what a spreadsheet would take for a formula.
      const text = (cells[index] ?? '').trim().replace(/^'(?=[=+\-@])/, '');
      if (field === null || text === '' || (found.has(field) && !severalColumns.includes(field))) return;
      found.set(field, [...(found.get(field) ?? []), { column: headings[index] ?? String(index + 1), text }]);
    });
    this.#cells = found;
  }

  text(field: ImportField, most: number): string | undefined {
    return this.as(field, (text) => (text.length <= most ? text : undefined));
  }

  /** Undefined: nothing stands there, or it was not understood, which is noted. */
  as<T>(field: ImportField, read: (text: string) => T | undefined): T | undefined {
    const [cell] = this.#cells.get(field) ?? [];
    if (!cell) return undefined;
    const value = read(cell.text);
    if (value === undefined) this.#fault('bulk/value-not-understood', field, cell);
    return value;
  }

  all(field: ImportField, between: string): string {
    return (this.#cells.get(field) ?? []).map(({ text }) => text).join(between);
  }

  /** Each of several in the cells of a field, however they are separated. */
  each(field: ImportField, code: BulkRefusalCode, read: (text: string) => string | undefined): string[] {
    return (this.#cells.get(field) ?? []).flatMap((cell) =>
      cell.text
        .split(/[,;|\n]| \/ |\s{2,}/)
        .map((part) => part.trim())
        .filter((part) => part !== '')
        .flatMap((part) => {
          const value = read(part);
          if (value === undefined)
            this.#fault(
              code,
              field,
              { ...cell, text: part },
              field === 'phone' || field === 'labels' ? 'warning' : 'error',
            );
          return value === undefined ? [] : [value];
        }),
    );
  }

  labels(): string[] {
    const labels = this.each('labels', 'bulk/value-not-understood', (text) => CustomerLabel.safeParse(text).data);
    return [...new Set(labels)].slice(0, 20);
  }

  number(field: ImportField, most: number): number | null {
    const read = (text: string): number | undefined => {
      const value = Number(text.replace(',', '.'));
      return Number.isFinite(value) && Math.abs(value) <= most ? value : undefined;
    };
    return this.as(field, read) ?? null;
  }

  day(field: ImportField, order: DateOrder): string | undefined {
    const [cell] = this.#cells.get(field) ?? [];
    const found = cell && dayText(cell.text, order);
    if (cell && found === undefined) this.#fault('bulk/date-not-understood', field, cell);
    return found === 'none' ? undefined : found;
  }

  #fault(
    code: BulkRefusalCode,
    field: ImportField,
    { column, text }: { readonly column: string; readonly text: string },
    severity: BulkProblem['severity'] = 'error',
  ): void {
    const secret = field === 'password' || field === 'passwordHash';
    this.problems.push(problem(severity, code, { column, value: secret ? undefined : text }));
  }
}

function kindOf(text: string): 'person' | 'company' | undefined {
  if (/^(?:company|business|corporate|organi[sz]ation|sme|enterprise|b2b|kampuni)$/i.test(text)) return 'company';
  return /^(?:person|personal|individual|residential|home|private|b2c|others?|mtu)$/i.test(text) ? 'person' : undefined;
}

function accessOf(text: string): AccessType | undefined {
  const word = text.toLowerCase().replaceAll(/[^a-z]/g, '');
  const words: Readonly<Record<string, AccessType>> = {
    pppoe: 'pppoe',
    ppp: 'pppoe',
    hotspot: 'hotspot',
    ipoe: 'ipoe',
    dhcp: 'ipoe',
    static: 'static',
    staticip: 'static',
  };
  return Object.hasOwn(words, word) ? words[word] : undefined;
}

/** Whether a state closes the line; an end that has passed closes it by itself. */
function suspendedOf(text: string): boolean | undefined {
  if (/^(?:suspended|disabled|inactive|blocked|banned|paused|limited|off|no|false|0|imefungwa)$/i.test(text))
    return true;
  return /^(?:active|enabled|on|yes|true|1|online|offline|expired|pending|new|hai)$/i.test(text) ? false : undefined;
}
