import * as sampleReads from '#server/sample/sampleReadStore.ts';
import * as sampleRetention from '#server/sample/sampleRetentionStore.ts';
import { rollUpSamples } from '#server/sample/sampleRollupStore.ts';
import * as sampleWrites from '#server/sample/sampleWriteStore.ts';
import * as savedViews from '#server/savedView/savedViewStore.ts';
import { apart, inClient, inTx, reads, type StoreCase } from './storeCase.ts';

export const sampleStoreCases: Readonly<Record<string, StoreCase>> = {
  'server/savedView/savedViewStore.ts#savedViews': inTx((tx, pick) => savedViews.savedViews(tx, pick.user(), 'alarms')),
  'server/savedView/savedViewStore.ts#countSavedViews': inTx((tx, pick) => savedViews.countSavedViews(tx, pick.user())),
  'server/savedView/savedViewStore.ts#putSavedView': inTx((tx, pick) =>
    savedViews.putSavedView(tx, pick.user(), {
      id: pick.id(),
      screen: 'alarms',
      name: `${pick.ownMark()}view`,
      shared: pick.number(2) === 0,
      state: { query: '' },
      at: pick.at(),
    }),
  ),
  'server/savedView/savedViewStore.ts#removeSavedView': inTx((tx, pick) =>
    savedViews.removeSavedView(tx, pick.user(), pick.id()),
  ),
  'server/sample/sampleReadStore.ts#readSampleBuckets': inClient((client, tenant, pick) =>
    sampleReads.readSampleBuckets(
      client,
      tenant,
      { kind: 'nas', id: pick.actor() },
      {
        table: pick.one(['sample', 'sample_five', 'sample_hour']),
        metrics: ['cpu', `${pick.mark()}metric`],
        from: 0,
        to: pick.at(),
        stepMs: 60_000,
      },
    ),
  ),
  'server/sample/sampleReadStore.ts#readLastSamples': inClient((client, tenant, pick) =>
    sampleReads.readLastSamples(client, tenant, { kind: 'nas', id: pick.actor() }, ['cpu'], 0),
  ),
  'server/sample/sampleReadStore.ts#readMetricNames': inClient((client, tenant, pick) =>
    sampleReads.readMetricNames(client, tenant, { kind: 'nas', id: pick.actor() }, 0),
  ),
  'server/sample/sampleReadStore.ts#readRolledUntil': inClient((client, tenant) =>
    sampleReads.readRolledUntil(client, tenant),
  ),
  'server/sample/sampleRetentionStore.ts#readRetention': inTx((tx) => sampleRetention.readRetention(tx)),
  'server/sample/sampleRetentionStore.ts#setRetention': inTx((tx, pick) =>
    sampleRetention.setRetention(tx, { rawDays: 1 + pick.number(9), fiveDays: 30, hourDays: 90 }),
  ),
  'server/sample/sampleRetentionStore.ts#allRetentions': reads('a partition goes when no tenant keeps it', (tx) =>
    sampleRetention.allRetentions(tx),
  ),
  'server/sample/sampleRetentionStore.ts#ensureSamplePartitions': apart(
    'makes tables; test/sample/sampleKeeper.pg.test.ts',
  ),
  'server/sample/sampleRetentionStore.ts#dropSamplePartitions': apart(
    'drops tables; test/sample/sampleKeeper.pg.test.ts',
  ),
  'server/sample/sampleRetentionStore.ts#straySamples': reads('counts rows of the whole installation', (tx) =>
    sampleRetention.straySamples(tx),
  ),
  'server/sample/sampleRetentionStore.ts#deleteOldSamples': inClient((client, tenant, pick) =>
    sampleRetention.deleteOldSamples(client, tenant, pick.one(['sample', 'sample_five', 'sample_hour']), pick.at(), 3),
  ),
  'server/sample/sampleRollupStore.ts#rollUpSamples': inClient((client, tenant, pick) =>
    rollUpSamples(client, tenant, pick.at()),
  ),
  'server/sample/sampleWriteStore.ts#sampleObjectNumbers': inClient((client, tenant, pick) =>
    sampleWrites.sampleObjectNumbers(client, tenant, [{ kind: 'nas', id: pick.actor() }]),
  ),
  'server/sample/sampleWriteStore.ts#sampleMetricNumbers': inClient((client, tenant, pick) =>
    sampleWrites.sampleMetricNumbers(client, tenant, ['cpu', `${pick.ownMark()}metric`]),
  ),
  'server/sample/sampleWriteStore.ts#insertSamples': inClient((client, tenant, pick) =>
    sampleWrites.insertSamples(client, tenant, [
      { object: 1 + pick.number(5), at: pick.at(), metrics: [1, 2], vals: [pick.number(9), 1] },
    ]),
  ),
};
