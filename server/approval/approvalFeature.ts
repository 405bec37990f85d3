import { APPROVAL } from '#actors/approval/approvalActor.ts';
import type { ActorAddress } from '#actors/system/address.ts';
import type { Clock } from '#actors/system/clock.ts';
import type { CommandEnvelope, Fence } from '#actors/system/envelope.ts';
import type { TenantId } from '#shared/values/ids.ts';
import type { Reply } from '#shared/wire/reply.ts';
import type { Approvals } from '../platform/approvals.ts';
import type { Database } from '../platform/db/database.ts';
import { inTenant } from '../platform/db/inTenant.ts';
import { readHeadOf } from '../platform/eventLog/actorEventStore.ts';
import type { EventLog } from '../platform/eventLog/eventLog.ts';
import type { Feature } from '../platform/feature.ts';
import type { RepeatingLog } from '../platform/log/repeatingLog.ts';
import type { NamesSource } from '../platform/names.ts';
import { branchHolding } from '../platform/objects/branchHolding.ts';
import { storedNames } from '../platform/objects/storedNames.ts';
import { ApprovalBoard } from './approvalBoard.ts';
import { approvalRoutes } from './approvalRoutes.ts';
import { createApprovalRunner } from './approvalRunner.ts';
import { createApprovals } from './approvals.ts';
import { readApproval, recentApprovals } from './approvalStore.ts';
import { approvalView } from './approvalView.ts';

export interface ApprovalFeatureOptions {
  readonly database: Database;
  readonly eventLog: EventLog;
  readonly clock: Clock;
  readonly repeating: RepeatingLog;
  readonly newId: () => string;
  readonly names: NamesSource;
  readonly ask: (envelope: CommandEnvelope) => Promise<Reply>;
  readonly fence: (address: ActorAddress) => Fence | undefined;
  readonly tenants: () => readonly TenantId[];
}

/** Limits of roles, and what is done only after a second person approved it. Acts register how they are carried out. */
export interface ApprovalFeature extends Feature {
  readonly approvals: Approvals;
}

export function createApprovalFeature(options: ApprovalFeatureOptions): ApprovalFeature {
  const { database, eventLog, clock, names, ask } = options;
  const approvals = createApprovals(options);
  const runner = createApprovalRunner({ ...options, log: options.repeating, handlerOf: approvals.handlerOf });
  const boards = new Map<TenantId, Promise<ApprovalBoard>>();

  function boardOf(tenant: TenantId): Promise<ApprovalBoard> {
    const standing = boards.get(tenant);
    if (standing) return standing;
    const opening = openBoard(tenant);
    boards.set(tenant, opening);
    opening.catch(() => boards.delete(tenant));
    return opening;
  }

  async function openBoard(tenant: TenantId): Promise<ApprovalBoard> {
    const board = new ApprovalBoard({
      ...{ tenant, clock, eventLog },
      head: () => inTenant(database.appPool, tenant, (client) => readHeadOf(client, tenant)),
      recent: (endedAfter) => database.tenantTx(tenant, (tx) => recentApprovals(tx, endedAfter)),
      load: (id) => database.tenantTx(tenant, (tx) => readApproval(tx, id, 'all')),
      onApproved: (id) => runner.approved(tenant, id),
    });
    await board.start();
    return board;
  }

  return {
    name: 'approvals',
    approvals,
    objectNames: { [APPROVAL]: storedNames(database, 'approval', 'act', 'subject_name') },
    branchContent: branchHolding(database, APPROVAL, { table: 'approval', endedAt: 'ended_at' }),
    routes: approvalRoutes({ database, clock, names, ask }),
    views: [approvalView(boardOf, names)],
    async start() {
      runner.start();
      for (const tenant of options.tenants()) await boardOf(tenant);
    },
    async stop() {
      await runner.stop();
      const open = await Promise.allSettled(boards.values());
      for (const board of open) if (board.status === 'fulfilled') await board.value.stop();
      boards.clear();
    },
    tenantAdded: async (tenant) => void (await boardOf(tenant)),
  };
}
