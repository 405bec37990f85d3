import { NasCommandRefused } from '../../nasCommandError.ts';
import type { NasReplyRow, NasWire } from '../../nasDriver.ts';
import type { FixedLine } from '../../nasFixedLines.ts';
import { commentOf, hostPrefix, LISTS, LISTS6, NEIGHBOURS, QUEUES } from './fixedItems.ts';
import type { FixedMenus } from './fixedMatch.ts';

/** Up to so many are asked for by themselves; one look at the whole menu is cheaper beyond. */
const MOST_BY_THEMSELVES = 8;
const WITHIN_MS = 30_000;

const QUEUE_FIELDS = [
  ...['.id', 'name', 'target', 'max-limit', 'limit-at', 'burst-limit', 'burst-threshold', 'burst-time', 'priority'],
  ...['disabled', 'comment', 'dynamic', 'bytes'],
];
const LIST_FIELDS = ['.id', 'list', 'address', 'disabled', 'comment', 'dynamic'];
const NEIGHBOUR_FIELDS = [
  ...['.id', 'address', 'mac-address', 'interface', 'disabled', 'comment', 'dynamic', 'complete', 'status', 'invalid'],
];

export interface FixedRows {
  /** What people or the product made. */
  readonly made: FixedMenus;
  /** Neighbours that the router has found by itself. */
  readonly heard: readonly NasReplyRow[];
}

/** One look at each menu, with the queries that leave out what is none of these lines'. */
export async function readFixed(wire: NasWire, lines: readonly FixedLine[], signal: AbortSignal): Promise<FixedRows> {
  const one = lines.length <= MOST_BY_THEMSELVES;
  const rows = async (
    menu: string,
    fields: readonly string[],
    key: string,
  ): Promise<readonly NasReplyRow[] | undefined> =>
    await read(wire, menu, fields, one ? queriesFor(lines, menu, key) : [], signal);
  const made = new Map<string, readonly NasReplyRow[]>();
  const neighbours = (await rows(NEIGHBOURS, NEIGHBOUR_FIELDS, 'address')) ?? [];
  made.set(NEIGHBOURS, neighbours.filter(isMade));
  made.set(QUEUES, ((await rows(QUEUES, QUEUE_FIELDS, 'target')) ?? []).filter(isMade));
  made.set(LISTS, ((await rows(LISTS, LIST_FIELDS, 'address')) ?? []).filter(isMade));
  const lists6 = await rows(LISTS6, LIST_FIELDS, 'address');
  if (lists6) made.set(LISTS6, lists6.filter(isMade));
  return { made, heard: neighbours.filter((row) => !isMade(row)) };
}

const isMade = ({ dynamic }: NasReplyRow): boolean => dynamic !== 'true' && dynamic !== 'yes';

/** `?a ?b ?#|`: either of them (MikroTik: API, Queries). */
function queriesFor(lines: readonly FixedLine[], menu: string, key: string): readonly string[] {
  const words = lines.flatMap(({ id, address, prefixes }) => [
    `comment=${commentOf(id)}`,
    ...[...(menu === LISTS || menu === LISTS6 ? prefixes : []), address].map((member) => `${key}=${member}`),
    ...(menu === QUEUES ? [`target=${hostPrefix(address)}`] : []),
  ]);
  return [...words, ...Array.from({ length: words.length - 1 }, () => '#|')];
}

/** Undefined: this router has no such menu. */
async function read(
  wire: NasWire,
  menu: string,
  fields: readonly string[],
  queries: readonly string[],
  signal: AbortSignal,
): Promise<readonly NasReplyRow[] | undefined> {
  try {
    const attributes = { '.proplist': fields.join(',') };
    return (await wire.run({ path: `${menu}/print`, attributes, queries }, { signal, withinMs: WITHIN_MS })).rows;
  } catch (error) {
    if (error instanceof NasCommandRefused && error.missing) return undefined;
    throw error;
  }
}
