import type { OnboardingCheck, OnboardingState } from '#shared/nas/onboarding.ts';
import { sameValue } from './fieldValue.ts';
import { shownLines } from './onboardingScript.ts';
import { OWN_COMMENT, type WantedItem } from './wantedItem.ts';

export type Row = Readonly<Record<string, string>>;
/** The rows of each menu that the router has; undefined when the login may not read it. */
export type ReadMenus = ReadonlyMap<string, readonly Row[] | undefined>;

type Difference = OnboardingCheck['differences'][number];

/** One answer per item of the product's needs: right, or what exactly differs and which commands would put it right. */
export function compareConfiguration(items: readonly WantedItem[], menus: ReadMenus): OnboardingCheck[] {
  return items.map((item) => {
    const { state, differences } = menus.has(item.menu) ? compareItem(item, menus.get(item.menu)) : withoutMenu(item);
    const commands = state === 'missing' || state === 'different' ? [...shownLines(item)] : [];
    return { item: item.item, state, menu: item.menu, differences: [...differences], commands };
  });
}

interface Compared {
  readonly state: OnboardingState;
  readonly differences: readonly Difference[];
}

function withoutMenu(item: WantedItem): Compared {
  if (item.target.of === 'every' || item.optional) return { state: 'notNeeded', differences: [] };
  return { state: 'missing', differences: wantedOnly(item) };
}

function compareItem(item: WantedItem, rows: readonly Row[] | undefined): Compared {
  if (rows === undefined) return { state: 'unreadable', differences: [] };
  if (item.target.of === 'every' && rows.length === 0) return { state: 'notNeeded', differences: [] };
  const found = rowsOf(item, rows);
  if (found.length === 0) return { state: 'missing', differences: wantedOnly(item) };
  const differences = found.flatMap((row) => [...differencesOf(item, row), ...placeOf(item, row, rows)]);
  return { state: differences.length === 0 ? 'right' : 'different', differences };
}

/** The records of its menu that an item is about. */
export function rowsOf({ target }: WantedItem, rows: readonly Row[]): readonly Row[] {
  return target.of === 'one' ? rows.filter((row) => matches(row, target.match)) : rows;
}

function matches(row: Row, match: Row): boolean {
  return Object.entries(match).every(([name, value]) => row[name] !== undefined && sameValue(value, row[name]));
}

function wantedOnly({ fields, secrets }: WantedItem): Difference[] {
  return Object.entries(fields)
    .filter(([field]) => !secrets.includes(field))
    .map(([field, wanted]) => ({ field, wanted }));
}

/** Rules are read from the top: what stands before it in its chain and is not ours would decide first. */
export function placeOf({ ahead }: WantedItem, row: Row, rows: readonly Row[]): Difference[] {
  if (!ahead) return [];
  const before = rows.slice(0, rows.indexOf(row));
  const other = before.find(
    ({ chain, comment, disabled }) => chain === row['chain'] && !isOurs(comment) && !sameValue('yes', disabled ?? 'no'),
  );
  if (!other) return [];
  return [{ field: 'place', wanted: 'first', found: `behind ${other['comment'] ?? other['action'] ?? 'another'}` }];
}

function isOurs(comment: string | undefined): boolean {
  return comment === OWN_COMMENT || (comment?.startsWith(`${OWN_COMMENT} `) ?? false);
}

/** Field by field; a secret that the router hides counts as right. */
export function differencesOf({ fields, secrets }: WantedItem, row: Row): Difference[] {
  return Object.entries(fields).flatMap(([field, wanted]) => {
    const found = row[field];
    if (secrets.includes(field)) {
      // Hidden, or shown as stars: then it can't be told, and a test of the connection has to.
      const readable = found !== undefined && !/^\**$/.test(found);
      return readable && found !== wanted ? [{ field, wanted: 'as on record', found: 'another' }] : [];
    }
    if (found !== undefined && sameValue(wanted, found)) return [];
    return [{ field, wanted, ...(found === undefined ? {} : { found }) }];
  });
}
