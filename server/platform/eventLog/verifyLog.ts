import type { ClientBase } from 'pg';
import type { TenantId } from '#shared/values/ids.ts';
import { firstPrev, sealHash, type SealedRow } from './sealHash.ts';
import {
  droppedMonths,
  logEdges,
  loggedTenants,
  readSeals,
  rowsToSeal,
  type LoggedTenant,
  type Seal,
} from './sealStore.ts';

export interface PositionRange {
  readonly from: number;
  readonly to: number;
}

/**
 * altered: the events are not those that were sealed · missing: events are gone and no retention removed them ·
 * doubled: a position occurs twice · chain: the seals themselves don't follow each other · head: the log's head is wrong
 */
export type Breach = 'altered' | 'missing' | 'doubled' | 'chain' | 'head';

export interface LogVerdict {
  readonly tenant: string;
  readonly slug: string | undefined;
  readonly events: number;
  readonly seals: number;
  /** The end of the chain, to be kept elsewhere; undefined before the first seal. */
  readonly head: { readonly position: number; readonly hash: string } | undefined;
  /** The first thing that is wrong; nothing after it in the chain has been checked. An altered event lies within the range. */
  readonly broken: (PositionRange & { readonly breach: Breach }) | undefined;
  /** Events after the last seal. */
  readonly unsealed: number;
  /** Positions that should have an event and have none. */
  readonly missing: readonly PositionRange[];
  /** Sealed positions that retention has removed; their seals are still in the chain. */
  readonly removed: readonly PositionRange[];
}

const sealsPerRead = 200;
const eventsPerRead = 1000;

/** Verifies every tenant's log. `client` is a connection of the system role; each tenant is seen at one moment. */
export async function* verifyLogs(client: ClientBase): AsyncGenerator<LogVerdict> {
  const dropped = await droppedMonths(client);
  for (const logged of await loggedTenants(client)) {
    await client.query('begin isolation level repeatable read read only');
    try {
      yield await new LogVerification(client, logged, dropped).run();
    } finally {
      await client.query('rollback');
    }
  }
}

/**
 * Verifies one tenant's log; undefined when there is none. `onProgress` hears how many events have been looked at.
 * `client` is a connection of the system role, in a transaction until this is over.
 */
export async function verifyLogOf(
  client: ClientBase,
  tenant: TenantId,
  onProgress: (events: number) => void,
): Promise<LogVerdict | undefined> {
  const dropped = await droppedMonths(client);
  const logged = (await loggedTenants(client)).find((other) => other.tenant === tenant);
  if (logged === undefined) return undefined;
  await client.query('begin isolation level repeatable read read only');
  try {
    return await new LogVerification(client, logged, dropped, onProgress).run();
  } finally {
    await client.query('rollback');
  }
}

class LogVerification {
  readonly #client: ClientBase;
  readonly #logged: LoggedTenant;
  readonly #dropped: ReadonlySet<string>;
  #events = 0;
  #seals = 0;
  #sealedTo = 0;
  #unsealed = 0;
  #hash: Uint8Array = firstPrev;
  #broken: LogVerdict['broken'];
  readonly #missing: PositionRange[] = [];
  readonly #removed: PositionRange[] = [];

  readonly #onProgress: ((events: number) => void) | undefined;

  constructor(
    client: ClientBase,
    logged: LoggedTenant,
    dropped: ReadonlySet<string>,
    onProgress?: (events: number) => void,
  ) {
    this.#onProgress = onProgress;
    this.#client = client;
    this.#logged = logged;
    this.#dropped = dropped;
  }

  async run(): Promise<LogVerdict> {
    await this.#verifySeals();
    const edges = await logEdges(this.#client, this.#logged.tenant);
    await this.#walkTail(Math.max(edges.last, this.#logged.head ?? 0));
    if (edges.belowFirst !== undefined) this.#breach('head', edges.belowFirst, 0);
    // More events or seals than the log's head knows of, or no head at all.
    const known = this.#logged.head ?? 0;
    if (edges.last > known) this.#breach('head', known + 1, edges.last);
    if (this.#sealedTo > known) this.#breach('head', known + 1, this.#sealedTo);
    return this.#verdict();
  }

  async #verifySeals(): Promise<void> {
    for (let after = 0; ;) {
      const seals = await readSeals(this.#client, this.#logged.tenant, after, sealsPerRead);
      for (const seal of seals) await this.#verifySeal(seal);
      if (seals.length < sealsPerRead) return;
      after = seals.at(-1)!.to;
    }
  }

  async #verifySeal(seal: Seal): Promise<void> {
    const rows = await rowsToSeal(this.#client, this.#logged.tenant, seal.from, seal.to);
    this.#seals++;
    this.#events += rows.length;
    this.#onProgress?.(this.#events);
    if (seal.from !== this.#sealedTo + 1 || !equal(seal.prev, this.#hash))
      this.#breach('chain', Math.min(seal.from, this.#sealedTo + 1), seal.to);
    this.#sealedTo = seal.to;
    this.#hash = seal.hash;
    if (rows.length === 0 && this.#dropped.has(seal.month)) return append(this.#removed, seal);
    const holes = this.#holes(rows, seal);
    if (holes.length > 0) return this.#breach('missing', holes[0]!.from, holes[0]!.to);
    if (rows.some((row) => row.month !== seal.month) || !equal(sealHash(seal.prev, rows), seal.hash))
      this.#breach('altered', seal.from, seal.to);
  }

  async #walkTail(last: number): Promise<void> {
    for (let from = this.#sealedTo + 1; from <= last; from += eventsPerRead) {
      const range = { from, to: Math.min(last, from + eventsPerRead - 1) };
      const rows = await rowsToSeal(this.#client, this.#logged.tenant, range.from, range.to);
      this.#events += rows.length;
      this.#onProgress?.(this.#events);
      this.#unsealed += rows.length;
      const holes = this.#holes(rows, range);
      if (holes.length > 0) this.#breach('missing', holes[0]!.from, holes[0]!.to);
    }
  }

  /** Positions of the range without event, noted as missing; a position with two events is a breach at once. */
  #holes(rows: readonly SealedRow[], range: PositionRange): readonly PositionRange[] {
    const holes: PositionRange[] = [];
    let expected = range.from;
    for (const row of rows) {
      const position = Number(row.position);
      if (position < expected) this.#breach('doubled', position, position);
      if (position > expected) holes.push({ from: expected, to: position - 1 });
      expected = Math.max(expected, position + 1);
    }
    if (expected <= range.to) holes.push({ from: expected, to: range.to });
    for (const hole of holes) append(this.#missing, hole);
    return holes;
  }

  #breach(breach: Breach, from: number, to: number): void {
    if (this.#broken === undefined || from < this.#broken.from) this.#broken = { breach, from, to };
  }

  #verdict(): LogVerdict {
    return {
      tenant: this.#logged.tenant,
      slug: this.#logged.slug,
      events: this.#events,
      seals: this.#seals,
      head: this.#seals === 0 ? undefined : { position: this.#sealedTo, hash: Buffer.from(this.#hash).toString('hex') },
      broken: this.#broken,
      unsealed: this.#unsealed,
      missing: this.#missing,
      removed: this.#removed,
    };
  }
}

function equal(a: Uint8Array, b: Uint8Array): boolean {
  return Buffer.compare(a, b) === 0;
}

/** Adds a range, joined with the one before when they touch. */
function append(ranges: PositionRange[], { from, to }: PositionRange): void {
  const last = ranges.at(-1);
  if (last !== undefined && last.to + 1 === from) ranges[ranges.length - 1] = { from: last.from, to };
  else ranges.push({ from, to });
}
