import { NAS } from '#actors/nas/nasActor.ts';
import { NasTrouble } from '#actors/nas/nasTrouble.ts';
import type { Clock } from '#actors/system/clock.ts';
import type { ActorId, TenantId } from '#shared/values/ids.ts';
import type { CountedUsage } from '../accounting/accountingFeature.ts';
import type { FixedLine, FixedReadings, NasFeature } from '../nas/nasFeature.ts';
import type { Database } from '../platform/db/database.ts';
import type { FeatureContext } from '../platform/feature.ts';
import { type CountedLine, countLines } from './lineCounting.ts';
import { noteDriftOf } from './lineDrift.ts';
import type { SeenLine, StaticBoard } from './staticBoard.ts';
import { linesOnRouters, type PlacedLine } from './staticLineStore.ts';

export interface LinePollsOptions {
  readonly clock: Clock;
  readonly database: Database;
  readonly fence: FeatureContext['fence'];
  readonly tenants: FeatureContext['tenants'];
  readonly counted: CountedUsage;
  readonly routers: Pick<NasFeature, 'fixedLinesOn'>;
  readonly board: StaticBoard;
  readonly wanted: (tenant: TenantId, placed: readonly PlacedLine[]) => Promise<ReadonlyMap<ActorId, FixedLine>>;
  /** Something else is wanted than was read back, or the line has left: its router has to hear of it. */
  readonly unapplied: (tenant: TenantId, lines: readonly PlacedLine[]) => Promise<void>;
  /** Lines that were just seen in. */
  readonly came: (tenant: TenantId, ids: readonly ActorId[], at: number) => Promise<void>;
  readonly onTrouble: (nas: ActorId | undefined, error: unknown) => void;
  /** How often each router is asked; a minute unless told. */
  readonly everyMs?: number;
}

const EVERY_MS = 60_000;
const SOON_MS = 1_000;
const ANSWER_WITHIN_MS = 45_000;

/**
 * Reads what routers have and have counted of lines with an address of their own: some commands a minute for each router,
 * however many lines it has, behind everything people ask of it.
 */
export class LinePolls {
  readonly #options: LinePollsOptions;
  readonly #ending = new AbortController();
  readonly #running = new Map<string, Promise<void>>();
  readonly #soon = new Map<string, unknown>();
  #timer: unknown;
  #round: Promise<void> = Promise.resolve();

  constructor(options: LinePollsOptions) {
    this.#options = options;
  }

  start(): void {
    this.#later(0);
  }

  async stop(): Promise<void> {
    this.#ending.abort(new Error('stopping'));
    for (const timer of [this.#timer, ...this.#soon.values()]) this.#options.clock.clearTimeout(timer);
    await this.#round;
    await Promise.allSettled(this.#running.values());
  }

  /** Once for whatever happens within a second: many lines that change together are one look. */
  lookSoon(tenant: TenantId, nasId: ActorId): void {
    const key = `${tenant}/${nasId}`;
    if (this.#soon.has(key) || this.#ending.signal.aborted) return;
    const timer = this.#options.clock.setTimeout(() => {
      this.#soon.delete(key);
      void this.look(tenant, nasId);
    }, SOON_MS);
    this.#soon.set(key, timer);
  }

  /** At once, or with the look that is under way; never rejects. */
  async look(tenant: TenantId, nasId: ActorId): Promise<void> {
    const key = `${tenant}/${nasId}`;
    const running = this.#running.get(key) ?? this.#read(tenant, nasId).finally(() => this.#running.delete(key));
    this.#running.set(key, running);
    await running;
  }

  #later(waitMs: number): void {
    if (this.#ending.signal.aborted) return;
    const { clock, everyMs = EVERY_MS } = this.#options;
    this.#timer = clock.setTimeout(() => {
      this.#round = this.#lookAtAll().finally(() => this.#later(everyMs));
    }, waitMs);
  }

  async #lookAtAll(): Promise<void> {
    const { database, tenants, onTrouble } = this.#options;
    for (const tenant of tenants()) {
      try {
        const placed = await database.tenantTx(tenant, (tx) => linesOnRouters(tx, undefined));
        await Promise.all([...new Set(placed.map(({ nasId }) => nasId))].map((nas) => this.look(tenant, nas)));
      } catch (error) {
        if (!this.#ending.signal.aborted) onTrouble(undefined, error);
      }
    }
  }

  async #read(tenant: TenantId, nasId: ActorId): Promise<void> {
    const { fence, onTrouble } = this.#options;
    // Several servers may watch it; the one that owns it counts.
    if (!fence({ tenant, kind: NAS, id: nasId })) return;
    try {
      await this.#take(tenant, nasId);
    } catch (error) {
      // While a router is not reached, its own page and its alarm say so.
      if (!this.#ending.signal.aborted && !(error instanceof NasTrouble)) onTrouble(nasId, error);
    }
  }

  async #take(tenant: TenantId, nasId: ActorId): Promise<void> {
    const { clock, database, routers, wanted, counted, unapplied, came } = this.#options;
    const placed = await database.tenantTx(tenant, (tx) => linesOnRouters(tx, nasId));
    const lines = await wanted(tenant, placed);
    const known = placed.flatMap((one): CountedLine[] => {
      const line = lines.get(one.subscriptionId);
      return line ? [{ placed: one, line }] : [];
    });
    const signal = AbortSignal.any([this.#ending.signal, AbortSignal.timeout(ANSWER_WITHIN_MS)]);
    const there = routers.fixedLinesOn(tenant, nasId, 'polls');
    const readings = await there.read([...lines.values()], signal);
    const at = clock.now();
    const counting = await countLines(counted, tenant, known, readings, at);
    this.#show(tenant, nasId, known, new Map(counting.meters.map((meter) => [meter.subscriptionId, meter])));
    if (counting.came.length > 0) await came(tenant, counting.came, at);
    await unapplied(tenant, [
      ...placed.filter(({ subscriptionId, applied }) => !lines.has(subscriptionId) && applied !== undefined),
      ...(await this.#drifts(tenant, known, readings, at)),
    ]);
  }

  /** Those that wait to be told. */
  async #drifts(
    tenant: TenantId,
    known: readonly CountedLine[],
    { lines }: FixedReadings,
    at: number,
  ): Promise<readonly PlacedLine[]> {
    const waiting: PlacedLine[] = [];
    for (const one of known) {
      const reading = lines.get(one.line.id);
      if (!reading) continue;
      const found = await noteDriftOf(this.#options.database, tenant, one, reading, at);
      if (found === 'waits') waiting.push(one.placed);
    }
    return waiting;
  }

  #show(
    tenant: TenantId,
    nasId: ActorId,
    known: readonly CountedLine[],
    meters: ReadonlyMap<string, SeenLine['meter']>,
  ): void {
    const seen = known.flatMap(({ placed, line }): (readonly [string, SeenLine])[] => {
      const meter = meters.get(placed.subscriptionId) ?? this.#options.board.meterOf(tenant, placed.subscriptionId);
      return meter ? [[placed.subscriptionId, { nasId, name: line.name, address: line.address, meter }]] : [];
    });
    this.#options.board.put(tenant, nasId, new Map(seen));
  }
}
