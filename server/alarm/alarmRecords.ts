import type { TenantId } from '#shared/values/ids.ts';
import type { Database } from '../platform/db/database.ts';
import { inTenant } from '../platform/db/inTenant.ts';
import { readEventsOfActor, readHeadOf } from '../platform/eventLog/actorEventStore.ts';
import type { EventLog } from '../platform/eventLog/eventLog.ts';
import type { AlarmBoardPort, AlarmNames } from './alarmBoardPort.ts';
import { loadAlarms, standingAlarms } from './alarmStore.ts';

/** The boards' view of the database and the event log. */
export function alarmRecords(
  database: Database,
  eventLog: EventLog,
  names: (tenant: TenantId) => Promise<AlarmNames>,
): AlarmBoardPort {
  const { appPool } = database;
  return {
    load: (tenant, clearedAfter) =>
      inTenant(appPool, tenant, async (client) => {
        // The position first: what is committed between the two reads is read and comes again, which versions absorb.
        const position = await readHeadOf(client, tenant);
        return { alarms: await standingAlarms(client, tenant, clearedAfter), position };
      }),
    read: (tenant, ids) =>
      inTenant(appPool, tenant, async (client) => [...(await loadAlarms(client, tenant, ids)).values()]),
    history: (tenant, id, most) =>
      inTenant(appPool, tenant, (client) => readEventsOfActor(client, { tenant, kind: 'alarm', id }, most)),
    names,
    follow: (options) => eventLog.follow({ ...options, name: 'alarm board' }),
  };
}
