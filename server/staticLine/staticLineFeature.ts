import { SUBSCRIPTION } from '#actors/subscription/subscriptionActor.ts';
import { type ActorId, IdempotencyKey, type TenantId } from '#shared/values/ids.ts';
import type { AccountingFeature } from '../accounting/accountingFeature.ts';
import type { DeviceIntentFeature } from '../deviceIntent/deviceIntentFeature.ts';
import type { FixedLine, NasFeature } from '../nas/nasFeature.ts';
import { inTenant } from '../platform/db/inTenant.ts';
import { followDurably } from '../platform/eventLog/durableFollower.ts';
import type { Follower } from '../platform/eventLog/follower.ts';
import type { Feature, FeatureContext } from '../platform/feature.ts';
import { errorFields } from '../platform/log/errorFields.ts';
import type { OnlineLines, SubscriptionFeature } from '../subscription/subscriptionFeature.ts';
import { applyLineAct } from './applyLineAct.ts';
import { beginCounting } from './lineCounting.ts';
import { LineIntents } from './lineIntents.ts';
import { LinePlacing } from './linePlacing.ts';
import { LinePolls } from './linePolls.ts';
import { type SeenLine, StaticBoard } from './staticBoard.ts';
import { staticLineRoutes } from './staticLineRoutes.ts';
import { linesOnRouters, type PlacedLine } from './staticLineStore.ts';
import { staticMeters } from './staticMeterStore.ts';
import { withStaticLines } from './staticOnline.ts';
import { wantedLines } from './wantedLines.ts';

export interface StaticLineParts {
  readonly routers: Pick<NasFeature, 'find' | 'fixedLinesOn' | 'gardenOn' | 'namesOn' | 'onConnected'>;
  readonly intents: Pick<DeviceIntentFeature, 'register' | 'request'>;
  readonly subscriptions: Pick<SubscriptionFeature, 'policies'>;
  readonly accounting: Pick<AccountingFeature, 'counted' | 'online'>;
  /** How often each router is read; a minute unless told. */
  readonly everyMs?: number;
}

/** Lines with an address of their own, which send no RADIUS: served, counted and seen through the routers they are on. */
export interface StaticLineFeature extends Feature {
  /** Which lines are in, by RADIUS or by what their routers show. */
  readonly online: OnlineLines;
  /** Whether a line is on a router that counts it. */
  isCounted(tenant: TenantId, id: ActorId): boolean;
  /** Reads a router now; resolves when what it said is stored. */
  look(tenant: TenantId, nas: ActorId): Promise<void>;
}

const PATIENCE_MS = 10_000;

export function createStaticLineFeature(context: FeatureContext, parts: StaticLineParts): StaticLineFeature {
  const { ask, clock, database, eventLog, fence, repeating, tenants } = context;
  const { routers, accounting, subscriptions } = parts;
  const { counted } = accounting;
  const board = new StaticBoard(clock);
  const intents = new LineIntents({ database, routers, intents: parts.intents });
  const trouble = (nas: ActorId | undefined, error: unknown): void =>
    repeating.report(
      `staticLines.${nas ?? 'all'}`,
      'warn',
      { err: errorFields(error), ...(nas === undefined ? {} : { nas }) },
      'lines with an address of their own could not be kept up on their router; it is tried again',
    );
  const wanted = (tenant: TenantId, placed: readonly PlacedLine[]): Promise<ReadonlyMap<ActorId, FixedLine>> =>
    wantedLines({ database, policies: subscriptions.policies }, tenant, placed);
  const polls = new LinePolls({
    ...{ clock, database, fence, tenants, counted, routers, board, wanted, onTrouble: trouble },
    ...(parts.everyMs === undefined ? {} : { everyMs: parts.everyMs }),
    async unapplied(tenant, lines) {
      for (const line of lines) await intents.ask(tenant, line, ['unapplied', line.applied ?? '', line.appliedAt ?? 0]);
    },
    async came(tenant, ids, usedAt) {
      await Promise.all(ids.map((id) => tellFirstUse(tenant, id, usedAt)));
    },
  });
  parts.intents.register(
    applyLineAct({
      ...{ clock, database, routers, wanted },
      beginCounting: (...of) => beginCounting(counted, ...of),
      applied: (tenant, nas) => polls.lookSoon(tenant, nas),
    }),
  );
  const followers = new Map<TenantId, Follower>();
  let unlisten: (() => void) | undefined;

  /** What begins at its first use begins now; the others have begun. */
  async function tellFirstUse(tenant: TenantId, id: ActorId, usedAt: number): Promise<void> {
    await ask({
      address: { tenant, kind: SUBSCRIPTION, id },
      key: IdempotencyKey.parse(`firstUse:${id}:${usedAt}`),
      command: { type: 'subscription.firstUse', usedAt },
      caller: { kind: 'system', name: 'staticLines' },
      deadlineAt: clock.now() + PATIENCE_MS,
    });
  }

  /** As it was read last, before this server started. */
  async function remember(tenant: TenantId): Promise<void> {
    const placed = await database.tenantTx(tenant, (tx) => linesOnRouters(tx, undefined));
    if (placed.length === 0) return;
    const lines = await wanted(tenant, placed);
    const ids = placed.map(({ subscriptionId }) => subscriptionId);
    const meters = await inTenant(database.appPool, tenant, (client) => staticMeters(client, tenant, ids));
    for (const [nasId, read] of Map.groupBy(meters, (meter) => meter.nasId)) {
      const seen = read.flatMap((meter): (readonly [string, SeenLine])[] => {
        const line = lines.get(meter.subscriptionId);
        return line ? [[meter.subscriptionId, { nasId, name: line.name, address: line.address, meter }]] : [];
      });
      board.put(tenant, nasId, new Map(seen));
    }
  }

  async function follow(tenant: TenantId): Promise<void> {
    if (followers.has(tenant)) return;
    await remember(tenant);
    const follower = await followDurably(
      { database, eventLog },
      {
        tenant,
        name: 'staticLines',
        apply: (_tx, records) => intents.follow(tenant, records),
        onFailure: (error) => trouble(undefined, error),
      },
    );
    followers.set(tenant, follower);
  }

  const placing = new LinePlacing({ clock, database, routers, intents, wanted });
  return {
    name: 'static lines',
    routes: staticLineRoutes({ database, routers, board, placing }),
    online: withStaticLines(accounting.online, board, routers),
    isCounted: (tenant, id) => board.meterOf(tenant, id) !== undefined,
    look: (tenant, nas) => polls.look(tenant, nas),
    async start() {
      for (const tenant of tenants()) await follow(tenant);
      // What it counted before it was lost from sight is read before it counts on.
      unlisten = routers.onConnected((tenant, nas) => void polls.look(tenant, nas));
      polls.start();
    },
    tenantAdded: follow,
    async stop() {
      unlisten?.();
      await polls.stop();
      await Promise.all([...followers.values()].map((follower) => follower.stop()));
    },
  };
}
