import * as partitions from '#server/accounting/accountingPartitionStore.ts';
import type { StoreCase } from './storeCases.ts';

const loads = (what: string): StoreCase => ({
  kind: 'apart',
  because: `${what} of all tenants, as the journal holds them; test/accounting/accountingLoader.pg.test.ts`,
});
const tables = (what: string): StoreCase => ({
  kind: 'apart',
  because: `${what}; test/accounting/accountingKeeper.pg.test.ts`,
});

export const accountingStoreCases: Readonly<Record<string, StoreCase>> = {
  'server/accounting/accountingPartitionStore.ts#ensureAccountingPartitions': tables('makes tables'),
  'server/accounting/accountingPartitionStore.ts#dropAccountingPartitions': tables('drops tables'),
  'server/accounting/accountingPartitionStore.ts#strayAccounting': {
    kind: 'across',
    because: 'counts rows of the whole installation',
    writes: false,
    call: (tx) => partitions.strayAccounting(tx),
  },
  'server/accounting/accountingWriteStore.ts#insertRecords': loads('reports'),
  'server/accounting/accountingWriteStore.ts#insertAddressUses': loads('addresses'),
  'server/accounting/accountingWriteStore.ts#endAddressUses': loads('addresses'),
  'server/accounting/accountingWriteStore.ts#addDayUsage': loads('usage'),
  'server/accounting/accountingWriteStore.ts#addHourUsage': loads('usage'),
  'server/accounting/accountingWriteStore.ts#addRejects': loads('refusals'),
  'server/accounting/journalPlaceStore.ts#readPlace': loads('the place'),
  'server/accounting/journalPlaceStore.ts#movePlace': loads('the place'),
  'server/accounting/journalPlaceStore.ts#setEntryAside': loads('entries'),
  'server/accounting/sessionLookupStore.ts#openSessionsBehind': loads('open sessions'),
  'server/accounting/sessionLookupStore.ts#sessionsNamed': loads('sessions'),
  'server/accounting/sessionLookupStore.ts#reportsStored': loads('reports'),
  'server/accounting/sessionWriteStore.ts#insertSessions': loads('sessions'),
  'server/accounting/sessionWriteStore.ts#updateSessions': loads('sessions'),
  'server/accounting/sessionWriteStore.ts#updateLines': loads('sessions'),
  'server/accounting/zoneStore.ts#readZones': loads('zones'),
};
