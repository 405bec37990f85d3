import type { EventRecord } from '#actors/system/eventRecord.ts';
import type { TenantId } from '#shared/values/ids.ts';
import type { Database } from '../db/database.ts';
import type { TenantTx } from '../db/transaction.ts';
import type { EventLog } from './eventLog.ts';
import { readHeads } from './eventStore.ts';
import type { Follower, FollowOptions } from './follower.ts';
import { lockPosition, storePosition } from './followerStore.ts';

export interface DurableFollowOptions {
  readonly tenant: TenantId;
  /** Names the position in table `follower`; never reuse a name for another effect. */
  readonly name: string;
  /** The effect, in the transaction that also moves the position: both happen, exactly once over all processes, or neither. */
  apply(tx: TenantTx, records: readonly EventRecord[]): Promise<void>;
  readonly onFailure?: FollowOptions['onFailure'];
  readonly onMissing?: FollowOptions['onMissing'];
}

/** The follower's position lies beyond the end of the log: the database was restored to an earlier time. */
export class PositionBeyondLog extends Error {
  override readonly name = 'PositionBeyondLog';
}

/** Starts where the follower of this name stopped, whichever process it ran in. Several processes at once are harmless. */
export async function followDurably(
  { database, eventLog }: { readonly database: Database; readonly eventLog: EventLog },
  options: DurableFollowOptions,
): Promise<Follower> {
  const { tenant, name, onFailure, onMissing } = options;
  const from = await database.tenantTx(tenant, (tx) => lockPosition(tx, name));
  const head = (await readHeads(database.systemPool, [tenant])).get(tenant) ?? 0;
  if (from > head) throw new PositionBeyondLog(`follower ${name} has seen position ${from}, the log ends at ${head}`);
  return eventLog.follow({
    tenant,
    name,
    from,
    ...(onFailure ? { onFailure } : {}),
    ...(onMissing ? { onMissing } : {}),
    async onEvents(records) {
      await database.tenantTx(tenant, async (tx) => {
        const position = await lockPosition(tx, name);
        const fresh = records.filter((record) => record.position > position);
        // Another process was faster.
        if (fresh.length === 0) return;
        await options.apply(tx, fresh);
        await storePosition(tx, name, fresh.at(-1)!.position);
      });
    },
  });
}
