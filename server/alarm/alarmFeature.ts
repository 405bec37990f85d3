import type { Clock } from '#actors/system/clock.ts';
import type { ActorId, TenantId } from '#shared/values/ids.ts';
import type { Database } from '../platform/db/database.ts';
import { inTenant } from '../platform/db/inTenant.ts';
import type { EventLog } from '../platform/eventLog/eventLog.ts';
import type { ObjectKeeper, ObjectNames } from '../platform/feature.ts';
import type { Routes } from '../platform/http/httpApp.ts';
import type { ViewSource } from '../platform/live/viewSource.ts';
import { storedNames } from '../platform/objects/storedNames.ts';
import type { SearchProvider } from '../platform/search/searchProvider.ts';
import type { AlarmNames } from './alarmBoardPort.ts';
import { AlarmBoards } from './alarmBoards.ts';
import { alarmExportRoutes } from './alarmExport.ts';
import { alarmListView } from './alarmListView.ts';
import { alarmRecords } from './alarmRecords.ts';
import { alarmRoutes } from './alarmRoutes.ts';
import { alarmSearch } from './alarmSearch.ts';
import { loadAlarms, standingAlarms, standingAlarmsOf, suppressedAlarms, type StoredAlarm } from './alarmStore.ts';
import { alarmView } from './alarmView.ts';
import { alarmWallView } from './alarmWallView.ts';

export type { StoredAlarm } from './alarmStore.ts';

/** Alarms of a tenant that stand at `now`. Throws what the database throws. */
export async function readStandingAlarms(
  database: Database,
  tenant: TenantId,
  now: number,
): Promise<readonly StoredAlarm[]> {
  const found = await inTenant(database.appPool, tenant, (client) => standingAlarms(client, tenant, now));
  return found.filter(({ state }) => state.clearedAt === undefined);
}

/** Alarms by id as they are stored now; missing ones are absent. Throws what the database throws. */
export async function readAlarms(
  database: Database,
  tenant: TenantId,
  ids: readonly ActorId[],
): Promise<readonly StoredAlarm[]> {
  const found = await inTenant(database.appPool, tenant, (client) => loadAlarms(client, tenant, ids));
  return [...found.values()];
}

/** Alarms that maintenance windows have shelved. Throws what the database throws. */
export function readSuppressedAlarms(database: Database, tenant: TenantId): Promise<readonly StoredAlarm[]> {
  return inTenant(database.appPool, tenant, (client) => suppressedAlarms(client, tenant));
}

/** What alarms are called in the audit log. */
export function alarmNames(database: Database): ObjectNames {
  return storedNames(database, 'alarm', 'source', 'cause');
}

export interface AlarmFeatureOptions {
  readonly database: Database;
  readonly eventLog: EventLog;
  readonly clock: Clock;
  /** What users and branches of a tenant are called. Throws DatabaseError. */
  readonly names: (tenant: TenantId) => Promise<AlarmNames>;
}

export interface AlarmFeature extends Pick<ObjectKeeper, 'objectNames'> {
  readonly views: readonly ViewSource[];
  readonly routes: Routes;
  readonly search: SearchProvider;
  /** Alarms that stand at a source. Throws what the database throws. */
  standingOf(tenant: TenantId, source: string): Promise<readonly StoredAlarm[]>;
  /** Age of what is committed but not on a tenant's board. */
  lagMs(tenant: TenantId): number;
  stop(): Promise<void>;
}

/** Alarms as people see them: live list, one alarm with its timeline, counts, history. */
export function createAlarmFeature({ database, eventLog, clock, names }: AlarmFeatureOptions): AlarmFeature {
  const records = alarmRecords(database, eventLog, names);
  const boards = new AlarmBoards(records, clock);
  return {
    objectNames: { alarm: alarmNames(database) },
    views: [alarmListView(boards), alarmView(boards, records), alarmWallView(boards)] as readonly ViewSource[],
    routes: (app) => {
      alarmRoutes({ database, names })(app);
      alarmExportRoutes(boards)(app);
    },
    search: alarmSearch(boards),
    standingOf: (tenant, source) =>
      inTenant(database.appPool, tenant, (client) => standingAlarmsOf(client, tenant, source)),
    lagMs: (tenant) => boards.lagMs(tenant),
    stop: () => boards.stop(),
  };
}
