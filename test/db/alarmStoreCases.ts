import {
  alarmTable,
  clearedAlarms,
  loadAlarms,
  saveAlarms,
  standingAlarms,
  standingAlarmsOf,
  suppressedAlarms,
} from '#server/alarm/alarmStore.ts';
import * as alarmSources from '#server/alarmSource/alarmSourceStore.ts';
import * as maintenances from '#server/maintenance/maintenanceStore.ts';
import { apart, inClient, inTx, reads, type StoreCase } from './storeCase.ts';

export const alarmStoreCases: Readonly<Record<string, StoreCase>> = {
  'server/alarm/alarmStore.ts#loadAlarms': inClient((client, tenant, pick) =>
    loadAlarms(client, tenant, pick.actors()),
  ),
  'server/alarm/alarmStore.ts#standingAlarms': inClient((client, tenant, pick) =>
    standingAlarms(client, tenant, pick.at()),
  ),
  'server/alarm/alarmStore.ts#standingAlarmsOf': inClient((client, tenant) =>
    standingAlarmsOf(client, tenant, 'Lastmile'),
  ),
  'server/alarm/alarmStore.ts#clearedAlarms': inClient((client, tenant, pick) =>
    clearedAlarms(client, tenant, {
      before: pick.one([undefined, { clearedAt: pick.at(), id: pick.actor() }]),
      limit: 1 + pick.number(5),
      text: pick.one(['', 'mark', pick.mark()]),
      branches: pick.branches(),
    }),
  ),
  'server/alarm/alarmStore.ts#suppressedAlarms': inClient((client, tenant) => suppressedAlarms(client, tenant)),
  'server/alarm/alarmStore.ts#saveAlarms': inClient((client, tenant, pick) =>
    saveAlarms(client, tenant, pick.writes()),
  ),
  'server/alarm/alarmStore.ts#alarmTable.load': inClient((client, tenant, pick) =>
    alarmTable.load(client, tenant, pick.actors()),
  ),
  'server/alarm/alarmStore.ts#alarmTable.versions': inClient((client, tenant, pick) =>
    alarmTable.versions(client, tenant, pick.actors()),
  ),
  'server/alarm/alarmStore.ts#alarmTable.save': inClient((client, tenant, pick) =>
    alarmTable.save(client, tenant, pick.writes()),
  ),
  'server/alarmSource/alarmSourceStore.ts#findAlarmSource': reads(
    'the tenant of a connection is what is looked for',
    (tx, _pool, pick) => alarmSources.findAlarmSource(tx, pick.address(), pick.host()),
  ),
  'server/alarmSource/alarmSourceStore.ts#allAlarmSources': reads('the listener serves all tenants', (tx) =>
    alarmSources.allAlarmSources(tx),
  ),
  'server/alarmSource/alarmSourceStore.ts#listAlarmSources': inTx((tx) => alarmSources.listAlarmSources(tx)),
  'server/alarmSource/alarmSourceStore.ts#addAlarmSource': inTx((tx, pick) =>
    alarmSources.addAlarmSource(
      tx,
      {
        id: pick.one([pick.actor()]),
        name: 'new',
        address: pick.address(),
        hostname: pick.host(),
        branchId: pick.branch(),
      },
      pick.at(),
    ),
  ),
  'server/alarmSource/alarmSourceStore.ts#standingOfSource': inTx((tx, pick) =>
    alarmSources.standingOfSource(tx, `${pick.mark()}source-${pick.number(8)}`),
  ),
  'server/maintenance/maintenanceStore.ts#recentMaintenances': inClient((client, tenant) =>
    maintenances.recentMaintenances(client, tenant, 10),
  ),
  'server/maintenance/maintenanceStore.ts#runningMaintenances': inClient((client, tenant) =>
    maintenances.runningMaintenances(client, tenant),
  ),
  'server/maintenance/maintenanceStore.ts#loadMaintenances': inClient((client, tenant, pick) =>
    maintenances.loadMaintenances(client, tenant, pick.actors()),
  ),
  'server/maintenance/maintenanceStore.ts#maintenanceTable.parse': apart('reads a row'),
  'server/maintenance/maintenanceStore.ts#maintenanceTable.load': inClient((client, tenant, pick) =>
    maintenances.maintenanceTable.load(client, tenant, pick.actors()),
  ),
  'server/maintenance/maintenanceStore.ts#maintenanceTable.versions': inClient((client, tenant, pick) =>
    maintenances.maintenanceTable.versions(client, tenant, pick.actors()),
  ),
  'server/maintenance/maintenanceStore.ts#maintenanceTable.save': apart(
    'is written by its actor; test/maintenance/maintenance.pg.test.ts',
  ),
};
