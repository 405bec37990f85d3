import { SUBSCRIPTION } from '#actors/subscription/subscriptionActor.ts';
import type { Clock } from '#actors/system/clock.ts';
import { WALLED_GARDEN_LIST } from '#shared/radius/walledGarden.ts';
import type { PlaceStaticLine } from '#shared/staticLine/view.ts';
import type { ActorId } from '#shared/values/ids.ts';
import type { FixedLine, NasFeature } from '../nas/nasFeature.ts';
import { recordAct } from '../platform/audit/auditStore.ts';
import type { Subject } from '../platform/auth/subject.ts';
import type { Database } from '../platform/db/database.ts';
import { findSubscription } from '../subscription/subscriptionFeature.ts';
import type { LineIntents } from './lineIntents.ts';
import { staticLineRefusal } from './staticLineRefusal.ts';
import { keepDifferences, type PlacedLine, placedLines, placeLine, unplaceLine } from './staticLineStore.ts';

export interface LinePlacingPorts {
  readonly clock: Clock;
  readonly database: Database;
  readonly routers: Pick<NasFeature, 'find' | 'namesOn'>;
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

/** What people decide about a line and its router. Each throws HttpProblem. */
export class LinePlacing {
  readonly #ports: LinePlacingPorts;

  constructor(ports: LinePlacingPorts) {
    this.#ports = ports;
  }

  async place({ subject, id, key }: Asked, { nasId, port }: Omit<PlaceStaticLine, 'key'>): Promise<void> {
    const { clock, database, routers, intents } = this.#ports;
    const { tenant, userId } = subject;
    const nas = routers.find(tenant, nasId);
    const isSeen =
      subject.branches === 'all' || nas?.branchId === null || subject.branches.includes(nas?.branchId as never);
    if (!nas || !isSeen) throw staticLineRefusal('staticLine/router-not-found');
    const line = await this.#lineOf(subject, id);
    if (line.accessType !== 'static') throw staticLineRefusal('staticLine/not-static');
    if (line.state === 'left') throw staticLineRefusal('staticLine/left');
    if (line.staticIpv4 === undefined) throw staticLineRefusal('staticLine/no-address');
    await this.#refuseLacking(subject, { subscriptionId: id, number: line.number, nasId, port });
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

  async #lineOf({ tenant, branches }: Subject, id: ActorId) {
    const found = await this.#ports.database.tenantTx(tenant, (tx) => findSubscription(tx, id, branches));
    if (!found) throw staticLineRefusal('staticLine/not-found');
    return found.state;
  }

  /** A list that no rule of the router looks at does nothing; a router that can't be asked now is told all the same. */
  async #refuseLacking(
    { tenant }: Subject,
    placed: Pick<PlacedLine, 'subscriptionId' | 'number' | 'nasId' | 'port'>,
  ): Promise<void> {
    const { routers, wanted } = this.#ports;
    const fresh = { ...placed, placedAt: 0, applied: undefined, appliedAt: undefined, driftSince: undefined };
    const line = (await wanted(tenant, [{ ...fresh, kept: [], drift: [] }])).get(placed.subscriptionId);
    const lists = [...(line?.lists ?? []), WALLED_GARDEN_LIST];
    const names = await routers
      .namesOn(tenant, placed.nasId, AbortSignal.timeout(NAMES_WITHIN_MS))
      .catch(() => undefined);
    const missing = names === undefined ? [] : [...new Set(lists)].filter((list) => !names.addressLists.includes(list));
    if (missing.length === 0) return;
    const errors = missing.map((list) => ({ path: 'nasId', message: `No firewall rule of it looks at ${list}.` }));
    throw staticLineRefusal('staticLine/router-lacks', { errors });
  }
}

function callerOf({ userId, branches }: Subject) {
  return { kind: 'user', userId, branches } as const;
}
