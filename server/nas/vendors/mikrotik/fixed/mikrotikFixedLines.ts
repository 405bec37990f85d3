import type { Difference } from '#shared/deviceIntent/values.ts';
import { NasCommandRefused } from '../../nasCommandError.ts';
import type { NasCommand, NasReplyRow, NasWire } from '../../nasDriver.ts';
import type { FixedCounter, FixedLine, FixedReading, NasFixedLines } from '../../nasFixedLines.ts';
import { durationMs } from '../onboarding/fieldValue.ts';
import { commentOf, LISTS, LISTS6, NEIGHBOURS, QUEUES } from './fixedItems.ts';
import { type FixedMatch, matchFixed } from './fixedMatch.ts';
import { fixedPlaces } from './fixedPlaces.ts';
import { type FixedRows, readFixed } from './readFixed.ts';

/** What the router has not checked for long, or in vain (MikroTik: ARP, status). */
const SILENT = new Set(['stale', 'failed', 'incomplete']);
/** Enforcement first, what counts last. */
const EVERY_MENU = [LISTS, LISTS6, NEIGHBOURS, QUEUES];

/** Simple queues, address lists and ARP (RouterOS manual); entries are known by their comment. */
export const mikrotikFixedLines: NasFixedLines = {
  async read(wire, lines, now, signal) {
    const rows = await readFixed(wire, lines, signal);
    const { rows: resources } = await wire.run(
      { path: '/system/resource/print', attributes: { '.proplist': 'uptime' } },
      { signal },
    );
    const bootedAt = now - (durationMs(resources[0]?.['uptime'] ?? '') ?? 0);
    return { bootedAt, lines: new Map(lines.map((line) => [line.id, readingOf(line, rows)])) };
  },
  async putRight(wire, line, isKept, signal) {
    const { made } = await readFixed(wire, [line], signal);
    const refused: string[] = [];
    const inOrder = matchFixed(line, made).toSorted(
      (one, other) => EVERY_MENU.indexOf(one.menu) - EVERY_MENU.indexOf(other.menu),
    );
    for (const match of inOrder) {
      const command = changeFor(match, isKept);
      if (command) await attempt(wire, command, refused, signal);
    }
    return refused;
  },
  places: fixedPlaces,
  async remove(wire, id, signal) {
    let removed = 0;
    for (const menu of EVERY_MENU) {
      const own = await ownRows(wire, menu, id, signal);
      for (const { '.id': entry } of own)
        if (entry !== undefined) await wire.run({ path: `${menu}/remove`, attributes: { '.id': entry } }, { signal });
      removed += own.length;
    }
    return removed;
  },
};

function readingOf(line: FixedLine, { made, heard }: FixedRows): FixedReading {
  const matches = matchFixed(line, made);
  const queue = matches.find(({ menu, item }) => menu === QUEUES && item)?.row;
  return {
    differences: matches.flatMap(({ differences }) => differences),
    counter: queue && counterOf(queue),
    isHeard: isHeard(line, { made, heard }),
  };
}

/** The first figure is what the router received from the target. */
function counterOf(row: NasReplyRow): FixedCounter | undefined {
  const [, up, down] = /^(\d+)\/(\d+)$/.exec(row['bytes'] ?? '') ?? [];
  const entry = row['.id'];
  if (up === undefined || down === undefined || entry === undefined) return undefined;
  return { entry, upBytes: Number(up), downBytes: Number(down) };
}

function isHeard({ address }: FixedLine, { made, heard }: FixedRows): boolean | undefined {
  const found = heard.find((row) => row['address'] === address);
  if (found) return found['complete'] !== 'false' && !SILENT.has(found['status'] ?? '');
  const isTold = (made.get(NEIGHBOURS) ?? []).some((row) => row['address'] === address && row['disabled'] !== 'true');
  return isTold ? undefined : false;
}

/** Undefined: it is as wanted, or is to stay as it is. */
function changeFor(
  { menu, item, row, differences }: FixedMatch,
  isKept: (one: Difference) => boolean,
): NasCommand | undefined {
  const wrong = differences.filter((one) => !isKept(one));
  if (wrong.length === 0) return undefined;
  if (!row) return { path: `${menu}/add`, attributes: item!.fields };
  if (!item) return { path: `${menu}/remove`, attributes: { '.id': row['.id'] ?? '' } };
  const fields = wrong.map(({ path }) => path.slice(menu.length + 1));
  const values = Object.fromEntries(fields.map((field) => [field, item.fields[field]!]));
  return { path: `${menu}/set`, attributes: { '.id': row['.id'] ?? '', ...values } };
}

async function attempt(wire: NasWire, command: NasCommand, refused: string[], signal: AbortSignal): Promise<void> {
  try {
    await wire.run(command, { signal });
  } catch (error) {
    if (!(error instanceof NasCommandRefused)) throw error;
    refused.push(`${command.path}: ${error.message}`);
  }
}

async function ownRows(wire: NasWire, menu: string, id: string, signal: AbortSignal): Promise<readonly NasReplyRow[]> {
  try {
    const attributes = { '.proplist': '.id' };
    return (await wire.run({ path: `${menu}/print`, attributes, queries: [`comment=${commentOf(id)}`] }, { signal }))
      .rows;
  } catch (error) {
    if (error instanceof NasCommandRefused && error.missing) return [];
    throw error;
  }
}
