import { SUBSCRIPTION } from '#actors/subscription/subscriptionActor.ts';
import type { Clock } from '#actors/system/clock.ts';
import { WALLED_GARDEN_LIST } from '#shared/radius/walledGarden.ts';
import type {
  AdoptedStaticLines,
  AdoptStaticLines,
  FoundStaticLine,
  PlaceStaticLine,
} from '#shared/staticLine/view.ts';
import type { ActorId } from '#shared/values/ids.ts';
import type { FixedLine, NasFeature, NasNames, StoredNas } from '../nas/nasFeature.ts';
import { recordAct } from '../platform/audit/auditStore.ts';
import type { Subject } from '../platform/auth/subject.ts';
import type { Database } from '../platform/db/database.ts';
import { HttpProblem } from '../platform/http/problem.ts';
import { findSubscription } from '../subscription/subscriptionFeature.ts';
import type { LineIntents } from './lineIntents.ts';
import { staticLineRefusal } from './staticLineRefusal.ts';
import {
  keepDifferences,
  type PlacedLine,
  placedLines,
  placeLine,
  unplacedLines,
  unplaceLine,
} from './staticLineStore.ts';

export interface LinePlacingPorts {
  readonly clock: Clock;
  readonly database: Database;
  readonly routers: Pick<NasFeature, 'find' | 'namesOn' | 'fixedLinesOn'>;
  readonly intents: LineIntents;
  readonly wanted: (
    tenant: Subject['tenant'],
    placed: readonly PlacedLine[],
  ) => Promise<ReadonlyMap<ActorId, FixedLine>>;
}

interface Asked {
  readonly subject: Subject;
  readonly id: ActorId;
  readonly key: string;
}

/** Longest that a person waits for a router's names. */
const NAMES_WITHIN_MS = 4_000;
const PLACES_WITHIN_MS = 30_000;

/** What people decide about a line and its router. Each throws HttpProblem. */
export class LinePlacing {
  readonly #ports: LinePlacingPorts;

  constructor(ports: LinePlacingPorts) {
    this.#ports = ports;
  }

  /** `names`: of the router, where they were read for several lines. */
  async place(
    { subject, id, key }: Asked,
    { nasId, port }: Omit<PlaceStaticLine, 'key'>,
    names = this.#namesOn(subject.tenant, nasId),
  ): Promise<void> {
    const { clock, database, intents } = this.#ports;
    const { tenant, userId } = subject;
    const nas = this.requireRouter(subject, nasId);
    const line = await this.#lineOf(subject, id);
    if (line.accessType !== 'static') throw staticLineRefusal('staticLine/not-static');
    if (line.state === 'left') throw staticLineRefusal('staticLine/left');
    if (line.staticIpv4 === undefined) throw staticLineRefusal('staticLine/no-address');
    await this.#refuseLacking(subject, { subscriptionId: id, number: line.number, nasId, port }, await names);
    const before = await database.tenantTx(tenant, async (tx) => {
      const [known] = await placedLines(tx, [id]);
      if (known?.nasId === nasId && known.port === port) return known;
      const at = clock.now();
      await placeLine(tx, { subscriptionId: id, nasId, port, by: userId, at });
      await recordAct(tx, {
        ...{ kind: SUBSCRIPTION, id, type: 'subscription.placed', by: userId, at },
        facts: { nasId, router: nas.name, ...(port === undefined ? {} : { port }) },
      });
      return known;
    });
    const caller = callerOf(subject);
    await intents.ask(tenant, { subscriptionId: id, number: line.number, nasId }, ['placed', key], caller);
    if (before && before.nasId !== nasId) await intents.ask(tenant, before, ['left', key], caller);
  }

  /** Throws HttpProblem. */
  requireRouter({ tenant, branches }: Subject, id: ActorId): StoredNas {
    const nas = this.#ports.routers.find(tenant, id);
    if (nas && (branches === 'all' || nas.branchId === null || branches.includes(nas.branchId))) return nas;
    throw staticLineRefusal('staticLine/router-not-found');
  }

  /** Lines that are on no router yet, whose address this one knows. Rejects while it is not connected. */
  async found({ tenant, branches }: Subject, nasId: ActorId): Promise<readonly FoundStaticLine[]> {
    const { database, routers } = this.#ports;
    const unplaced = await database.tenantTx(tenant, (tx) => unplacedLines(tx, branches));
    if (unplaced.length === 0) return [];
    const places = await routers
      .fixedLinesOn(tenant, nasId)
      .places(new Set(unplaced.map(({ address }) => address)), AbortSignal.timeout(PLACES_WITHIN_MS));
    const ports = new Map(places.map(({ address, port }) => [address, port]));
    return unplaced
      .filter(({ address }) => ports.has(address))
      .map((line) => {
        const port = ports.get(line.address);
        return { ...line, ...(port === undefined ? {} : { port }) };
      });
  }

  /** Puts lines on the router that knows their addresses; what people made there for them becomes the product's. */
  async adopt(subject: Subject, nasId: ActorId, { key, ids }: AdoptStaticLines): Promise<AdoptedStaticLines> {
    this.requireRouter(subject, nasId);
    const wanted = new Set(ids);
    const lines = (await this.found(subject, nasId)).filter(({ id }) => wanted.has(id));
    const known = new Set(lines.map(({ id }) => id));
    const refused = ids
      .filter((id) => !known.has(id))
      .map((id) => ({ id, message: 'The router does not know its address, or it is on a router already.' }));
    const names = this.#namesOn(subject.tenant, nasId);
    for (const { id, port } of lines) {
      try {
        await this.place(
          { subject, id, key: `${key}:${id}` },
          { nasId, ...(port === undefined ? {} : { port }) },
          names,
        );
      } catch (error) {
        if (!(error instanceof HttpProblem)) throw error;
        refused.push({ id, message: [error.message, ...(error.errors ?? []).map(({ message }) => message)].join(' ') });
      }
    }
    return { adopted: ids.length - refused.length, refused };
  }

  async unplace({ subject, id, key }: Asked): Promise<void> {
    const { clock, database, intents } = this.#ports;
    await this.#lineOf(subject, id);
    const known = await database.tenantTx(subject.tenant, async (tx) => {
      const [placed] = await placedLines(tx, [id]);
      if (!placed) throw staticLineRefusal('staticLine/not-placed');
      await unplaceLine(tx, id);
      await recordAct(tx, {
        ...{ kind: SUBSCRIPTION, id, type: 'subscription.unplaced', by: subject.userId, at: clock.now() },
        facts: { nasId: placed.nasId },
      });
      return placed;
    });
    await intents.ask(subject.tenant, known, ['left', key], callerOf(subject));
  }

  /** What was changed on the router by hand is put right, or stays as it is. */
  async answerDrift({ subject, id, key }: Asked, answer: 'reapply' | 'keep'): Promise<void> {
    const { clock, database, intents } = this.#ports;
    await this.#lineOf(subject, id);
    const placed = await database.tenantTx(subject.tenant, async (tx) => {
      const [known] = await placedLines(tx, [id]);
      if (!known) throw staticLineRefusal('staticLine/not-placed');
      if (known.drift.length === 0) throw staticLineRefusal('staticLine/no-drift');
      if (answer === 'keep') await keepDifferences(tx, id, [...known.kept, ...known.drift]);
      await recordAct(tx, {
        ...{ kind: SUBSCRIPTION, id, by: subject.userId, at: clock.now() },
        type: answer === 'keep' ? 'subscription.driftKept' : 'subscription.driftReapplied',
        facts: { nasId: known.nasId, paths: known.drift.map(({ path }) => path) },
      });
      return known;
    });
    if (answer === 'reapply') await intents.ask(subject.tenant, placed, ['reapply', key], callerOf(subject));
  }

  /** Undefined while it can't be asked. */
  #namesOn(tenant: Subject['tenant'], nasId: ActorId): Promise<NasNames | undefined> {
    const { routers } = this.#ports;
    return routers.namesOn(tenant, nasId, AbortSignal.timeout(NAMES_WITHIN_MS)).catch(() => undefined);
  }

  async #lineOf({ tenant, branches }: Subject, id: ActorId) {
    const found = await this.#ports.database.tenantTx(tenant, (tx) => findSubscription(tx, id, branches));
    if (!found) throw staticLineRefusal('staticLine/not-found');
    return found.state;
  }

  /** A list that no rule of the router looks at does nothing; a router that can't be asked now is told all the same. */
  async #refuseLacking(
    { tenant }: Subject,
    placed: Pick<PlacedLine, 'subscriptionId' | 'number' | 'nasId' | 'port'>,
    names: NasNames | undefined,
  ): Promise<void> {
    const { wanted } = this.#ports;
    const fresh = { ...placed, placedAt: 0, applied: undefined, appliedAt: undefined, driftSince: undefined };
    const line = (await wanted(tenant, [{ ...fresh, kept: [], drift: [] }])).get(placed.subscriptionId);
    const lists = [...(line?.lists ?? []), WALLED_GARDEN_LIST];
    const missing = names === undefined ? [] : [...new Set(lists)].filter((list) => !names.addressLists.includes(list));
    if (missing.length === 0) return;
    const errors = missing.map((list) => ({ path: 'nasId', message: `No firewall rule of it looks at ${list}.` }));
    throw staticLineRefusal('staticLine/router-lacks', { errors });
  }
}

function callerOf({ userId, branches }: Subject) {
  return { kind: 'user', userId, branches } as const;
}
