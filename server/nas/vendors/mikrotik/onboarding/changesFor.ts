import type { NasCommand } from '../../nasDriver.ts';
import { differencesOf, placeOf, type Row, rowsOf } from './compareConfiguration.ts';
import type { WantedItem } from './wantedItem.ts';

/** The API commands that make an item as wanted; none where it is so, or where it can't be read. */
export function changesFor(item: WantedItem, rows: readonly Row[] | undefined): readonly NasCommand[] {
  if (rows === undefined) return [];
  const found = rowsOf(item, rows);
  if (found.length === 0) return additionOf(item, rows);
  return found.flatMap((row) => {
    const moves = movesOf(item, row, rows);
    const differing = new Set(differencesOf(item, row).map(({ field }) => field));
    if (differing.size === 0) return moves;
    // A secret can't be compared where it is hidden; it goes along.
    const fields = Object.entries(item.fields).filter(([name]) => differing.has(name) || item.secrets.includes(name));
    const id = item.target.of === 'settings' || row['.id'] === undefined ? {} : { '.id': row['.id'] };
    return [{ path: `${item.menu}/set`, attributes: { ...id, ...Object.fromEntries(fields) } }, ...moves];
  });
}

function movesOf(item: WantedItem, row: Row, rows: readonly Row[]): readonly NasCommand[] {
  const [id, top] = [row['.id'], rows[0]?.['.id']];
  if (id === undefined || top === undefined || placeOf(item, row, rows).length === 0) return [];
  return [{ path: `${item.menu}/move`, attributes: { numbers: id, destination: top } }];
}

function additionOf(item: WantedItem, rows: readonly Row[]): readonly NasCommand[] {
  // Services are there or not; profiles of every kind have nothing to add.
  if (item.target.of !== 'one' || item.menu === '/ip/service') return [];
  const before = item.first ? rows[0]?.['.id'] : undefined;
  const place: Row = before === undefined ? {} : { 'place-before': before };
  return [{ path: `${item.menu}/add`, attributes: { ...item.target.match, ...item.fields, ...place } }];
}
