import * as hotspots from '#server/hotspot/hotspotStore.ts';
import * as voucherBatches from '#server/voucher/voucherBatchStore.ts';
import * as voucherEvents from '#server/voucher/voucherEventStore.ts';
import * as voucherExpiries from '#server/voucher/voucherExpiryStore.ts';
import * as voucherKeys from '#server/voucher/voucherKeyStore.ts';
import * as voucherPolicies from '#server/voucher/voucherPolicyStore.ts';
import * as voucherReports from '#server/voucher/voucherReportStore.ts';
import * as vouchers from '#server/voucher/voucherStore.ts';
import { inClient, inTx, type StoreCase } from './storeCase.ts';

export const voucherStoreCases: Readonly<Record<string, StoreCase>> = {
  'server/hotspot/hotspotStore.ts#readHotspot': inTx((tx) => hotspots.readHotspot(tx)),
  'server/hotspot/hotspotStore.ts#companyName': inTx((tx) => hotspots.companyName(tx)),
  'server/hotspot/hotspotStore.ts#writeHotspot': inTx((tx, pick) =>
    hotspots.writeHotspot(
      tx,
      {
        name: `${pick.ownMark()}hotspot`,
        welcome: `${pick.ownMark()}welcome`,
        support: '',
        howToPay: `${pick.ownMark()}howToPay`,
        loginHost: '',
        colour: '#0f766e',
        logo: pick.bytes().toString('base64'),
        languages: ['en'],
        loginBy: 'both',
        voucherPassword: 'code',
      },
      pick.id(),
      pick.at(),
    ),
  ),
  'server/voucher/voucherKeyStore.ts#insertVoucherKey': inTx((tx, pick) =>
    voucherKeys.insertVoucherKey(tx, pick.bytes()),
  ),
  'server/voucher/voucherKeyStore.ts#readVoucherKey': inTx(async (tx, pick) => {
    await voucherKeys.insertVoucherKey(tx, pick.bytes());
    return await voucherKeys.readVoucherKey(tx);
  }),
  'server/voucher/voucherBatchStore.ts#voucherBatchPage': inTx((tx, pick) =>
    voucherBatches.voucherBatchPage(tx, {
      text: pick.one(['', pick.mark()]),
      limit: 5,
      after: pick.one([undefined, { createdAt: pick.at(), id: pick.actor() }]),
      scope: pick.branches(),
    }),
  ),
  'server/voucher/voucherBatchStore.ts#findVoucherBatch': inTx((tx, pick) =>
    voucherBatches.findVoucherBatch(tx, pick.actor(), pick.branches()),
  ),
  'server/voucher/voucherBatchStore.ts#lockVoucherBatch': inTx((tx, pick) =>
    voucherBatches.lockVoucherBatch(tx, pick.actor()),
  ),
  'server/voucher/voucherBatchStore.ts#insertVoucherBatch': inTx((tx, pick) =>
    voucherBatches.insertVoucherBatch(tx, {
      id: pick.actor(),
      name: `${pick.ownMark()}batch`,
      branchId: pick.branch(),
      packageId: pick.actor(),
      count: 1 + pick.number(50),
      prefix: '',
      alphabet: 'mixed',
      codeLength: 10,
      priceMinor: pick.number(1_000),
      currency: 'KES',
      unusedUntil: pick.one([undefined, pick.at()]),
      validityMs: 86_400_000,
      quotaBytes: undefined,
      devices: 1,
      devicePolicy: 'refuse',
      macLogin: true,
      createdBy: pick.user(),
      createdAt: pick.at(),
    }),
  ),
  'server/voucher/voucherBatchStore.ts#recountVoucherBatch': inTx((tx, pick) =>
    voucherBatches.recountVoucherBatch(tx, pick.actor()),
  ),
  'server/voucher/voucherBatchStore.ts#packageForVouchers': inTx((tx, pick) =>
    voucherBatches.packageForVouchers(tx, pick.actor()),
  ),
  'server/voucher/voucherBatchStore.ts#hotspotPackages': inTx((tx) => voucherBatches.hotspotPackages(tx)),
  'server/voucher/voucherBatchStore.ts#branchForVouchers': inTx((tx, pick) =>
    voucherBatches.branchForVouchers(tx, pick.branch()),
  ),
  'server/voucher/voucherStore.ts#knownHashes': inTx((tx) => vouchers.knownHashes(tx, [Buffer.alloc(32, 7)])),
  'server/voucher/voucherStore.ts#insertVouchers': inTx((tx, pick) =>
    vouchers.insertVouchers(tx, pick.actor(), 1 + pick.number(1_000_000), [
      { id: pick.id(), code: pick.bytes(), hash: pick.bytes() },
    ]),
  ),
  'server/voucher/voucherStore.ts#voucherPage': inTx((tx, pick) =>
    vouchers.voucherPage(tx, {
      batchId: pick.actor(),
      state: pick.one([undefined, 'unused', 'void']),
      after: pick.number(10),
      limit: 5,
      now: pick.at(),
    }),
  ),
  'server/voucher/voucherStore.ts#countVouchers': inTx((tx, pick) =>
    vouchers.countVouchers(tx, pick.actor(), pick.at()),
  ),
  'server/voucher/voucherStore.ts#countUnused': inTx((tx, pick) =>
    vouchers.countUnused(tx, { batchId: pick.actor(), from: 1, to: 10, now: pick.at() }),
  ),
  'server/voucher/voucherStore.ts#vouchersOf': inTx((tx, pick) =>
    vouchers.vouchersOf(tx, pick.actors(), pick.branches(), pick.at()),
  ),
  'server/voucher/voucherStore.ts#voucherByHash': inTx((tx, pick) =>
    vouchers.voucherByHash(tx, pick.bytes(), pick.branches(), pick.at()),
  ),
  'server/voucher/voucherStore.ts#voidVouchers': inTx((tx, pick) =>
    vouchers.voidVouchers(tx, {
      batchId: pick.actor(),
      ids: pick.one([undefined, pick.actors()]),
      voidId: pick.actor(),
      now: pick.at(),
    }),
  ),
  'server/voucher/voucherStore.ts#batchOfVoid': inTx((tx, pick) =>
    vouchers.batchOfVoid(tx, pick.actor(), pick.at(), pick.branches()),
  ),
  'server/voucher/voucherStore.ts#restoreVouchers': inTx((tx, pick) => vouchers.restoreVouchers(tx, pick.actor())),
  'server/voucher/voucherStore.ts#sellVouchers': inTx((tx, pick) =>
    vouchers.sellVouchers(tx, { batchId: pick.actor(), ids: pick.one([undefined, pick.actors()]), now: pick.at() }),
  ),
  'server/voucher/voucherReportStore.ts#voucherReport': inTx((tx, pick) =>
    voucherReports.voucherReport(tx, {
      from: '2026-11-01',
      to: '2026-11-30',
      timeZone: 'Africa/Nairobi',
      scope: pick.branches(),
      limit: 50,
    }),
  ),
  'server/voucher/voucherReportStore.ts#companyZone': inTx((tx) => voucherReports.companyZone(tx)),
  'server/voucher/voucherPolicyStore.ts#voucherPolicyPage': inTx((tx, pick) =>
    voucherPolicies.voucherPolicyPage(tx, {
      ids: pick.one([undefined, pick.actors()]),
      batchId: pick.one([undefined, pick.actor()]),
      limit: 10,
      overSince: pick.at(),
      now: pick.at(),
    }),
  ),
  'server/voucher/voucherPolicyStore.ts#storeFirstUses': inClient((client, tenant, pick) =>
    voucherPolicies.storeFirstUses(
      client,
      tenant,
      pick.actors().map((id) => ({ id, at: pick.at(), validUntil: undefined, mac: 'aa:bb:cc:00:00:01' })),
    ),
  ),
  'server/voucher/voucherPolicyStore.ts#storeVoucherUsage': inClient((client, tenant, pick) =>
    voucherPolicies.storeVoucherUsage(client, tenant, pick.actors(), pick.at()),
  ),
  'server/voucher/voucherPolicyStore.ts#storeVoucherDevices': inClient((client, tenant, pick) =>
    voucherPolicies.storeVoucherDevices(
      client,
      tenant,
      pick.actors().map((id) => ({ id, mac: `aa:bb:cc:00:00:0${pick.number(9)}` })),
    ),
  ),
  'server/voucher/voucherPolicyStore.ts#vouchersInUse': inClient((client, tenant, pick) =>
    voucherPolicies.vouchersInUse(client, tenant, pick.at()),
  ),
  'server/voucher/voucherExpiryStore.ts#expireVoucherBatches': inTx((tx, pick) =>
    voucherExpiries.expireVoucherBatches(tx, pick.at()),
  ),
  'server/voucher/voucherExpiryStore.ts#nextVoucherExpiry': inTx((tx, pick) =>
    voucherExpiries.nextVoucherExpiry(tx, pick.at()),
  ),
  'server/voucher/voucherEventStore.ts#recordVoucherUse': inClient((client, tenant, pick) =>
    voucherEvents.recordVoucherUse(client, {
      tenant,
      batchId: pick.actor(),
      type: 'voucherBatch.used',
      vouchers: pick.actors(),
      at: pick.at(),
    }),
  ),
};
