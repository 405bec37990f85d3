import type { Clock } from '#actors/system/clock.ts';
import type { TenantId } from '#shared/values/ids.ts';
import type { Database } from '../platform/db/database.ts';
import { inTenant } from '../platform/db/inTenant.ts';
import type { EventLog } from '../platform/eventLog/eventLog.ts';
import type { Routes } from '../platform/http/httpApp.ts';
import type { ViewSource } from '../platform/live/viewSource.ts';
import type { AlarmNames } from './alarmBoardPort.ts';
import { AlarmBoards } from './alarmBoards.ts';
import { alarmListView } from './alarmListView.ts';
import { alarmRecords } from './alarmRecords.ts';
import { alarmRoutes } from './alarmRoutes.ts';
import { standingAlarmsOf, type StoredAlarm } from './alarmStore.ts';
import { alarmView } from './alarmView.ts';
import { alarmWallView } from './alarmWallView.ts';

export interface AlarmFeatureOptions {
  readonly database: Database;
  readonly eventLog: EventLog;
  readonly clock: Clock;
  /** What users and branches of a tenant are called. Throws DatabaseError. */
  readonly names: (tenant: TenantId) => Promise<AlarmNames>;
}

export interface AlarmFeature {
  readonly views: readonly ViewSource[];
  readonly routes: Routes;
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
    views: [alarmListView(boards), alarmView(boards, records), alarmWallView(boards)] as readonly ViewSource[],
    routes: alarmRoutes({ database, names }),
    standingOf: (tenant, source) =>
      inTenant(database.appPool, tenant, (client) => standingAlarmsOf(client, tenant, source)),
    lagMs: (tenant) => boards.lagMs(tenant),
    stop: () => boards.stop(),
  };
}
