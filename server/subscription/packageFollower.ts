import { SUBSCRIPTION } from '#actors/subscription/subscriptionActor.ts';
import type { Clock } from '#actors/system/clock.ts';
import type { CommandEnvelope } from '#actors/system/envelope.ts';
import type { EventRecord } from '#actors/system/eventRecord.ts';
import type { SubscriptionCommand } from '#shared/subscription/commands.ts';
import { type ActorId, type BranchId, IdempotencyKey, type TenantId } from '#shared/values/ids.ts';
import type { Reply } from '#shared/wire/reply.ts';
import { askUntilAnswered } from '../platform/actors/askUntilAnswered.ts';
import type { Database } from '../platform/db/database.ts';
import { findPackage, findZone, idsOfPackage } from './subscriptionFindStore.ts';
import { termsOf } from './subscriptionTerms.ts';

const PACKAGE = 'package';
const PAGE = 200;

export interface PackageFollowerPorts {
  readonly database: Database;
  readonly clock: Clock;
  readonly ask: (envelope: CommandEnvelope) => Promise<Reply>;
  readonly signal: AbortSignal;
}

/**
 * A package that was changed is changed for everybody who has it: each of its subscriptions is told, which raises its policy
 * version, so that routers hear of it. The same event tells each once, however often it is handled.
 */
export async function applyPackageChanges(
  ports: PackageFollowerPorts,
  tenant: TenantId,
  records: readonly EventRecord[],
): Promise<void> {
  const latest = new Map(
    records
      .filter(({ kind, type }) => kind === PACKAGE && type === 'package.changed')
      .map((record) => [record.actorId, record]),
  );
  for (const record of latest.values()) await applyToAll(ports, tenant, record);
}

async function applyToAll(ports: PackageFollowerPorts, tenant: TenantId, record: EventRecord): Promise<void> {
  const { database } = ports;
  const bought = await database.tenantTx(tenant, (tx) => findPackage(tx, record.actorId));
  if (bought === undefined) return;
  const zones = new Map<BranchId | null, string>();
  let after: ActorId | undefined;
  do {
    const page = await database.tenantTx(tenant, async (tx) => {
      const found = await idsOfPackage(tx, record.actorId, after, PAGE);
      for (const { branchId } of found) {
        if (!zones.has(branchId)) zones.set(branchId, (await findZone(tx, branchId ?? undefined)) ?? 'UTC');
      }
      return found;
    });
    await Promise.all(
      page.map(({ id, branchId }) =>
        tell(ports, tenant, id, record, {
          type: 'subscription.applyTerms',
          packageId: record.actorId,
          terms: termsOf(bought, zones.get(branchId)!),
        }),
      ),
    );
    after = page.length === PAGE ? page.at(-1)!.id : undefined;
  } while (after !== undefined);
}

async function tell(
  { ask, clock, signal }: PackageFollowerPorts,
  tenant: TenantId,
  id: ActorId,
  { position }: EventRecord,
  command: SubscriptionCommand,
): Promise<void> {
  const envelope = {
    address: { tenant, kind: SUBSCRIPTION, id },
    key: IdempotencyKey.parse(`package:${position}:${id}`),
    command,
    caller: { kind: 'system', name: 'package' },
    cause: { kind: 'event', position },
  } as const;
  // Refused means that there is nothing to tell any more, or, with the same key, that it was told.
  await askUntilAnswered(ask, envelope, clock, signal);
}
