import { randomUUID } from 'node:crypto';
import type { CommittedBatch } from '#actors/system/committedBatch.ts';
import type { Database } from '#server/platform/db/database.ts';
import { inTenant } from '#server/platform/db/inTenant.ts';
import { appendEvents, type NewEvent } from '#server/platform/eventLog/appendEvents.ts';
import type { TenantId } from '#shared/values/ids.ts';
import { ActorId } from '#shared/values/ids.ts';

/** Plausible events of one actor; `at` counts up from 2026-11-01 in seconds. */
export function newEvents(count: number, overrides: Partial<NewEvent> = {}): NewEvent[] {
  const actorId = ActorId.parse(randomUUID());
  return Array.from({ length: count }, (_, index) => ({
    kind: 'alarm',
    actorId,
    version: index + 1,
    type: 'alarm.raised',
    v: 1,
    data: {
      source: `OLT-1/0/${index}`,
      cause: 'lossOfSignal',
      text: 'ünïcode "quotes" \\ and \n lines',
      occurrences: index + 1,
    },
    actorUser: undefined,
    cause: { kind: 'command', key: `key-${index}-${actorId}` } as const,
    at: Date.UTC(2026, 10, 1) + index * 1000,
    ...overrides,
  }));
}

/** Commits events in one transaction and answers the batch as a committer would hand it over. */
export async function commitEvents(
  database: Database,
  tenant: TenantId,
  events: readonly NewEvent[],
): Promise<CommittedBatch> {
  const records = await inTenant(database.appPool, tenant, (client) => appendEvents(client, tenant, events));
  return { tenant, events: records, states: new Map() };
}
