import type { Database } from '../platform/db/database.ts';
import type { AlarmSourceRecords } from './alarmSourceFeature.ts';
import { allAlarmSources, findAlarmSource, standingOfSource } from './alarmSourceStore.ts';

/** The feature's view of the database: sources over all tenants, alarms within the source's own. */
export function alarmSourceRecords(database: Pick<Database, 'systemTx' | 'tenantTx'>): AlarmSourceRecords {
  return {
    all: () => database.systemTx((tx) => allAlarmSources(tx)),
    find: (address, hostname) => database.systemTx((tx) => findAlarmSource(tx, address, hostname)),
    standing: ({ tenant, hostname }) => database.tenantTx(tenant, (tx) => standingOfSource(tx, hostname)),
  };
}
