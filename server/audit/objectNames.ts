import type { EventRecord } from '#actors/system/eventRecord.ts';
import type { TenantId } from '#shared/values/ids.ts';
import type { ObjectNames } from '../platform/feature.ts';

/** By `kind id`: what the objects of events are called now, as far as somebody knows. */
export async function namesOfObjects(
  tenant: TenantId,
  records: readonly EventRecord[],
  sources: Readonly<Record<string, ObjectNames>>,
): Promise<ReadonlyMap<string, string>> {
  const named = new Map<string, string>();
  for (const [kind, ofKind] of Map.groupBy(records, (record) => record.kind)) {
    const ids = [...new Set(ofKind.map(({ actorId }) => actorId))];
    for (const [id, name] of (await sources[kind]?.(tenant, ids)) ?? []) named.set(`${kind} ${id}`, name);
  }
  return named;
}
