import * as partitions from '#server/accounting/accountingPartitionStore.ts';
import * as addresses from '#server/accounting/addressHistoryStore.ts';
import * as quotas from '#server/accounting/quotaStore.ts';
import * as history from '#server/accounting/sessionHistoryStore.ts';
import * as setAside from '#server/accounting/setAside/setAsideStore.ts';
import * as strangers from '#server/accounting/strangerRejectStore.ts';
import * as usage from '#server/accounting/usageReadStore.ts';
import { inClient, inTx, type StoreCase } from './storeCase.ts';

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
  'server/accounting/countedUsageStore.ts#addTallied': loads('usage'),
  'server/accounting/accountingWriteStore.ts#addDayUsage': loads('usage'),
  'server/accounting/accountingWriteStore.ts#addHourUsage': loads('usage'),
  'server/accounting/accountingWriteStore.ts#addRejects': loads('refusals'),
  'server/accounting/journalPlaceStore.ts#readPlace': loads('the place'),
  'server/accounting/journalPlaceStore.ts#movePlace': loads('the place'),
  'server/accounting/journalPlaceStore.ts#setEntryAside': loads('entries'),
  'server/accounting/writeBatchStore.ts#writeRows': loads('all of it'),
  'server/accounting/reversedCountersStore.ts#readReversed': loads('what is read otherwise'),
  'server/accounting/setAside/setAsideStore.ts#settleLoaded': loads('entries'),
  'server/accounting/setAside/setAsideStore.ts#insertLoss': loads('losses'),
  'server/accounting/setAside/setAsideStore.ts#accountingStandings': loads('what waits'),
  'server/accounting/setAside/setAsideStore.ts#listSetAside': inTx((tx) => setAside.listSetAside(tx, 5)),
  'server/accounting/setAside/setAsideStore.ts#countSetAside': inTx((tx) => setAside.countSetAside(tx)),
  'server/accounting/setAside/setAsideStore.ts#findSetAside': inTx((tx, pick) => setAside.findSetAside(tx, pick.id())),
  'server/accounting/setAside/setAsideStore.ts#discardSetAside': inTx((tx, pick) =>
    setAside.discardSetAside(tx, pick.id(), pick.at()),
  ),
  'server/accounting/setAside/setAsideStore.ts#noteTried': inTx((tx, pick) =>
    setAside.noteTried(tx, pick.id(), pick.at()),
  ),
  'server/accounting/setAside/setAsideStore.ts#noteRefused': inTx((tx, pick) =>
    setAside.noteRefused(tx, pick.id(), 'no'),
  ),
  'server/accounting/setAside/setAsideStore.ts#listLosses': inTx((tx) => setAside.listLosses(tx)),
  'server/accounting/setAside/setAsideStore.ts#noteLoss': inTx((tx, pick) =>
    setAside.noteLoss(tx, pick.id(), { by: pick.user(), note: 'a disk', now: pick.at() }),
  ),
  'server/accounting/sessionLookupStore.ts#openSessionsBehind': loads('open sessions'),
  'server/accounting/sessionLookupStore.ts#sessionsNamed': loads('sessions'),
  'server/accounting/sessionLookupStore.ts#reportsStored': loads('reports'),
  'server/accounting/sessionWriteStore.ts#insertSessions': loads('sessions'),
  'server/accounting/sessionWriteStore.ts#updateSessions': loads('sessions'),
  'server/accounting/sessionWriteStore.ts#updateLines': loads('sessions'),
  'server/accounting/addressHistoryStore.ts#addressHoldings': inClient((client, tenant, pick) =>
    addresses.addressHoldings(client, tenant, ['10.0.0.7', '2001:db8::/56'], pick.at()),
  ),
  'server/accounting/sessionHistoryStore.ts#sessionsOfSubscription': inClient((client, tenant, pick) =>
    history.sessionsOfSubscription(client, tenant, { id: pick.actor(), before: pick.at(), limit: 5 }),
  ),
  'server/accounting/sessionHistoryStore.ts#sessionById': inClient((client, tenant, pick) =>
    history.sessionById(client, tenant, pick.id()),
  ),
  'server/accounting/sessionHistoryStore.ts#reportsOfSession': {
    kind: 'apart',
    because: 'takes a session that was read; test/accounting/sessionHistory.pg.test.ts',
  },
  'server/accounting/sessionHistoryStore.ts#lineOfSession': inClient((client, tenant, pick) =>
    history.lineOfSession(client, tenant, pick.actor()),
  ),
  'server/accounting/sessionHistoryStore.ts#rejectsOfSubscription': inClient((client, tenant, pick) =>
    history.rejectsOfSubscription(client, tenant, pick.actor(), pick.at()),
  ),
  'server/accounting/strangerRejectStore.ts#strangerRejects': inClient((client, tenant, pick) =>
    strangers.strangerRejects(client, tenant, { text: pick.mark(), mac: undefined, since: 0 }),
  ),
  'server/accounting/quotaStore.ts#readQuotas': inClient((client, tenant, pick) =>
    quotas.readQuotas(client, tenant, [pick.actor()], pick.at()),
  ),
  'server/accounting/usageReadStore.ts#usageOfSubscription': inClient((client, tenant, pick) =>
    usage.usageOfSubscription(client, tenant, { id: pick.actor(), from: '2026-11-01', until: '2026-11-21' }),
  ),
  'server/accounting/usageReadStore.ts#topUsers': inClient((client, tenant, pick) =>
    usage.topUsers(client, tenant, {
      ...{ from: '2026-11-01', by: pick.one(['total', 'down', 'up']), most: 5 },
      branches: pick.one(['all', [pick.branch()]]),
      router: pick.one([undefined, pick.actor()]),
    }),
  ),
  'server/accounting/usageReadStore.ts#namesOfUsers': inClient((client, tenant, pick) =>
    usage.namesOfUsers(client, tenant, [pick.actor()]),
  ),
  'server/accounting/usageReadStore.ts#branchHours': inClient((client, tenant, pick) =>
    usage.branchHours(client, tenant, { from: pick.at(), branches: [pick.branch()] }),
  ),
  'server/accounting/usageReadStore.ts#usageHours': inClient((client, tenant, pick) =>
    usage.usageHours(client, tenant, { from: pick.at(), router: undefined, branches: [pick.branch()] }),
  ),
  'server/accounting/systemBatchStore.ts#systemBatch': loads('a transaction'),
  'server/accounting/writeBatchStore.ts#writeBatch': loads('a batch'),
  'server/accounting/zoneStore.ts#readZones': loads('zones'),
};
