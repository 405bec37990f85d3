import type { Difference } from '#shared/deviceIntent/values.ts';
import type { NasReplyRow } from '../../nasDriver.ts';
import type { FixedLine } from '../../nasFixedLines.ts';
import { commentOf, type FixedItem, fixedItems } from './fixedItems.ts';
import { sameFixed } from './sameFixed.ts';

/** The rows of each menu that the router has. */
export type FixedMenus = ReadonlyMap<string, readonly NasReplyRow[]>;

/** An entry that is wanted, one that is there, or both of the same. */
export interface FixedMatch {
  readonly menu: string;
  readonly item?: FixedItem | undefined;
  readonly row?: NasReplyRow | undefined;
  readonly differences: readonly Difference[];
}

/** Each wanted entry with the one on the router that stands for it, and what of ours is there that nobody wants. */
export function matchFixed(line: FixedLine, menus: FixedMenus): readonly FixedMatch[] {
  const comment = commentOf(line.id);
  const used = new Set<NasReplyRow>();
  const matches = fixedItems(line).flatMap((item): FixedMatch[] => {
    const rows = menus.get(item.menu);
    if (rows === undefined && item.optional) return [];
    const row = rowFor(
      item,
      (rows ?? []).filter((one) => !used.has(one)),
      comment,
    );
    if (row) used.add(row);
    return [{ menu: item.menu, item, row, differences: row ? differencesOf(item, row) : [missing(item)] }];
  });
  for (const [menu, rows] of menus)
    for (const row of rows)
      if (row['comment'] === comment && !used.has(row)) matches.push({ menu, row, differences: [needless(menu, row)] });
  return matches;
}

/** Our own first; else the one that people made for the same. A queue of ours may have had another target. */
function rowFor(item: FixedItem, rows: readonly NasReplyRow[], comment: string): NasReplyRow | undefined {
  const isSame = (row: NasReplyRow, field: string): boolean => sameFixed(field, item.fields[field]!, row[field] ?? '');
  const isList = item.fields['list'] !== undefined;
  const own = rows.filter((row) => row['comment'] === comment && (!isList || isSame(row, 'list')));
  return (
    own.find((row) => isSame(row, item.key)) ??
    (isList ? undefined : own[0]) ??
    rows.find((row) => isAdopted(item, row) && (!isList || isSame(row, 'list')) && !isOfAnother(row))
  );
}

function isAdopted({ key, adopts, fields }: FixedItem, row: NasReplyRow): boolean {
  return sameFixed(key, adopts ?? fields[key]!, row[key] ?? '');
}

/** Of another line: never taken. */
const isOfAnother = ({ comment = '' }: NasReplyRow): boolean => comment.startsWith('lastmile ');

function differencesOf({ menu, fields }: FixedItem, row: NasReplyRow): readonly Difference[] {
  return Object.entries(fields).flatMap(([field, wanted]) => {
    const found = row[field];
    if (found !== undefined && sameFixed(field, wanted, found)) return [];
    return [{ path: `${menu} ${field}`, wanted, ...(found === undefined ? {} : { found }) }];
  });
}

const missing = ({ menu, key, fields }: FixedItem): Difference => ({
  path: menu,
  wanted: [fields['list'], fields[key]].filter(Boolean).join(' '),
});

const needless = (menu: string, row: NasReplyRow): Difference => ({
  path: menu,
  found: [row['list'], row['name'], row['target'] ?? row['address']].filter(Boolean).join(' '),
});
