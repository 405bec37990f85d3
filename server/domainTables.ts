import { alarmTable } from './alarm/alarmStore.ts';
import { approvalTable } from './approval/approvalStore.ts';
import { deviceIntentTable } from './deviceIntent/deviceIntentStore.ts';
import { maintenanceTable } from './maintenance/maintenanceStore.ts';
import { noticeTable } from './messaging/noticeStore.ts';
import { escalationTable } from './onCall/escalationStore.ts';
import type { DomainTable } from './platform/actors/domainTable.ts';
import { subscriptionTable } from './subscription/subscriptionStore.ts';

/** Where each kind of domain actor keeps its truth; one line per line of actors/system/kinds.ts. */
export const domainTables: readonly DomainTable[] = [
  alarmTable, //
  approvalTable,
  deviceIntentTable,
  escalationTable,
  maintenanceTable,
  noticeTable,
  subscriptionTable,
];
