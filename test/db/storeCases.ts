import type { Pool, PoolClient } from 'pg';
import { emptyContext as emptyEscalation } from '#actors/escalation/escalationMachine.ts';
import { emptyContext as emptyNotice } from '#actors/notice/noticeMachine.ts';
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
import { deviceIntentTable, intentsOfDevice, openIntents } from '#server/deviceIntent/deviceIntentStore.ts';
import * as hotspots from '#server/hotspot/hotspotStore.ts';
import * as maintenances from '#server/maintenance/maintenanceStore.ts';
import * as webhooks from '#server/messaging/channels/webhook/webhookStore.ts';
import * as pushDevices from '#server/messaging/channels/webPush/pushDeviceStore.ts';
import * as pushIdentities from '#server/messaging/channels/webPush/pushIdentityStore.ts';
import * as notices from '#server/messaging/noticeStore.ts';
import * as recipients from '#server/messaging/recipientStore.ts';
import * as nasBackups from '#server/nas/backup/nasBackupStore.ts';
import * as nas from '#server/nas/nasStore.ts';
import * as newLogins from '#server/nas/onboarding/newLoginStore.ts';
import * as nasRadius from '#server/nas/radius/nasRadiusStore.ts';
import * as covers from '#server/onCall/coverStore.ts';
import * as escalations from '#server/onCall/escalationStore.ts';
import * as onCallPeople from '#server/onCall/peopleStore.ts';
import * as policies from '#server/onCall/policyStore.ts';
import * as rotas from '#server/onCall/rotaStore.ts';
import { forgetKeys, storeKeys } from '#server/platform/actors/commandKeyStore.ts';
import { CommitStore } from '#server/platform/actors/commitStore.ts';
import { PostgresDeadlineStore, storeDeadlines } from '#server/platform/actors/deadlineStore.ts';
import type { DomainWrite } from '#server/platform/actors/domainTable.ts';
import { storeEvidence } from '#server/platform/actors/evidenceStore.ts';
import { countSetAside, PostgresSetAsideStore, storeSetAside } from '#server/platform/actors/setAsideStore.ts';
import { fencedUnits, ShardLeaseStore } from '#server/platform/actors/shardLeaseStore.ts';
import { recordAct } from '#server/platform/audit/auditStore.ts';
import * as accessTokens from '#server/platform/auth/accessTokenStore.ts';
import { findAccount, readProfile, readWallProfile } from '#server/platform/auth/accountStore.ts';
import * as factors from '#server/platform/auth/factorStore.ts';
import * as throttle from '#server/platform/auth/loginThrottleStore.ts';
import * as challenges from '#server/platform/auth/passkeyChallengeStore.ts';
import * as passkeys from '#server/platform/auth/passkeyStore.ts';
import * as pendingLogins from '#server/platform/auth/pendingLoginStore.ts';
import * as sessionLists from '#server/platform/auth/sessionListStore.ts';
import * as sessions from '#server/platform/auth/sessionStore.ts';
import * as totp from '#server/platform/auth/totpStore.ts';
import type { SystemTx, TenantTx } from '#server/platform/db/transaction.ts';
import { readEventsOfActor, readHeadOf } from '#server/platform/eventLog/actorEventStore.ts';
import { readEvents, readHeads } from '#server/platform/eventLog/eventStore.ts';
import { readEvidence } from '#server/platform/eventLog/evidenceStore.ts';
import { durableLags, lockPosition, storePosition } from '#server/platform/eventLog/followerStore.ts';
import * as retention from '#server/platform/eventLog/retentionStore.ts';
import * as seals from '#server/platform/eventLog/sealStore.ts';
import * as radiusFeeds from '#server/radius/feed/radiusFeedStore.ts';
import * as sampleReads from '#server/sample/sampleReadStore.ts';
import * as sampleRetention from '#server/sample/sampleRetentionStore.ts';
import { rollUpSamples } from '#server/sample/sampleRollupStore.ts';
import * as sampleWrites from '#server/sample/sampleWriteStore.ts';
import * as savedViews from '#server/savedView/savedViewStore.ts';
import * as entries from '#server/tenant/alarmSourceStore.ts';
import { listCompanies } from '#server/tenant/companyStore.ts';
import * as demo from '#server/tenant/demoStore.ts';
import { readNames } from '#server/tenant/nameStore.ts';
import * as setup from '#server/tenant/setupStore.ts';
import * as tenants from '#server/tenant/tenantStore.ts';
import * as users from '#server/tenant/userStore.ts';
import * as voucherBatches from '#server/voucher/voucherBatchStore.ts';
import * as voucherEvents from '#server/voucher/voucherEventStore.ts';
import * as voucherExpiries from '#server/voucher/voucherExpiryStore.ts';
import * as voucherKeys from '#server/voucher/voucherKeyStore.ts';
import * as voucherPolicies from '#server/voucher/voucherPolicyStore.ts';
import * as voucherReports from '#server/voucher/voucherReportStore.ts';
import * as vouchers from '#server/voucher/voucherStore.ts';
import { defaultPolicy } from '#shared/onCall/policy.ts';
import { type TenantId, UserId } from '#shared/values/ids.ts';
import { accountingStoreCases } from './accountingStoreCases.ts';
import { bulkStoreCases } from './bulkStoreCases.ts';
import { customerStoreCases } from './customerStoreCases.ts';
import { demoStoreCases } from './demoStoreCases.ts';
import { identityStoreCases } from './identityStoreCases.ts';
import type { Pick } from './pick.ts';
import { subscriptionStoreCases } from './subscriptionStoreCases.ts';

/**
 * How a store function is called with random arguments.
 * tenantTx, client, pool: in one tenant's transaction; may see and write that tenant only ·
 * forTenant: with the system role's rights but for one tenant; the same holds ·
 * across: over all tenants, for the reason given; may not write what it has no reason to ·
 * apart: not called, for the reason given.
 */
export type StoreCase =
  | { readonly kind: 'tenantTx'; readonly call: (tx: TenantTx, pick: Pick) => Promise<unknown> }
  | { readonly kind: 'client'; readonly call: (client: PoolClient, tenant: TenantId, pick: Pick) => Promise<unknown> }
  | { readonly kind: 'pool'; readonly call: (pool: Pool, tenant: TenantId, pick: Pick) => Promise<unknown> }
  | { readonly kind: 'forTenant'; readonly call: (pool: Pool, tenant: TenantId, pick: Pick) => Promise<unknown> }
  | {
      readonly kind: 'across';
      readonly because: string;
      readonly writes: boolean;
      readonly call: (tx: SystemTx, pool: Pool, pick: Pick) => Promise<unknown>;
    }
  | { readonly kind: 'apart'; readonly because: string };

type Of<K extends StoreCase['kind']> = Extract<StoreCase, { kind: K }>;
const inTx = (call: Of<'tenantTx'>['call']): StoreCase => ({ kind: 'tenantTx', call });
const inClient = (call: Of<'client'>['call']): StoreCase => ({ kind: 'client', call });
const onPool = (call: Of<'pool'>['call']): StoreCase => ({ kind: 'pool', call });
const forTenant = (call: Of<'forTenant'>['call']): StoreCase => ({ kind: 'forTenant', call });
const reads = (because: string, call: Of<'across'>['call']): StoreCase => ({
  kind: 'across',
  because,
  writes: false,
  call,
});
const writes = (because: string, call: Of<'across'>['call']): StoreCase => ({
  kind: 'across',
  because,
  writes: true,
  call,
});
const apart = (because: string): StoreCase => ({ kind: 'apart', because });

const commits = (pool: Pool): CommitStore => new CommitStore(pool, [alarmTable]);
const holder = { node: 'node', incarnation: '0198fa29-0b0d-7b80-828d-000000000001' };

const newDevice = (pick: Pick): pushDevices.NewPushDevice => ({
  id: pick.id(),
  userId: pick.user(),
  endpoint: `https://push.test/${pick.ownMark()}${pick.number(5)}`,
  p256dh: 'key',
  auth: 'key',
  label: `${pick.ownMark()}device`,
});
const webhook = (pick: Pick, id: string): webhooks.WebhookWrite => ({
  id,
  name: `${pick.ownMark()}webhook`,
  request: {
    method: 'POST',
    url: 'https://hook.test',
    headers: [],
    secretHeaders: [],
    body: { kind: 'none' },
    signed: false,
  },
  sealed: undefined,
});
const rota = (pick: Pick): Parameters<typeof rotas.insertRota>[2] => ({
  name: `${pick.ownMark()}rota`,
  branchId: pick.branch(),
  timeZone: 'UTC',
  layers: [],
});
const policy = (pick: Pick): Parameters<typeof policies.insertPolicy>[2] => ({
  ...defaultPolicy,
  name: `${pick.ownMark()}policy`,
  branches: [pick.branch()],
});
const cover = (pick: Pick): Parameters<typeof covers.insertCover>[1] => ({
  id: pick.id(),
  rotaId: pick.actor(),
  layerId: 'a',
  state: 'offered',
  givenBy: pick.user(),
  from: 1,
  until: 2,
  note: `${pick.ownMark()}note`,
  createdBy: pick.user(),
  createdAt: 1,
});
const noticeWrite = (pick: Pick): DomainWrite => ({
  id: pick.actor(),
  expectedVersion: 0,
  state: {
    ...emptyNotice,
    id: pick.actor(),
    state: 'queued',
    subjectId: pick.actor(),
    userId: pick.user(),
    title: `${pick.ownMark()}notice`,
  },
});
const escalationWrite = (pick: Pick): DomainWrite => ({
  id: pick.actor(),
  expectedVersion: 0,
  state: { ...emptyEscalation, id: pick.actor(), state: 'ended', policyId: pick.actor(), branchId: pick.branch() },
});

/** One line per function of every store; test/db/tenancy.pg.test.ts fails when one is missing. */
export const storeCases: Readonly<Record<string, StoreCase>> = {
  ...accountingStoreCases,
  ...bulkStoreCases,
  ...customerStoreCases,
  ...demoStoreCases,
  ...subscriptionStoreCases,
  ...identityStoreCases,
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
  'server/nas/backup/nasBackupStore.ts#backupPage': inTx((tx, pick) =>
    nasBackups.backupPage(tx, pick.actor(), {
      limit: 1 + pick.number(5),
      before: pick.one([undefined, { takenAt: pick.at(), id: pick.actor() }]),
    }),
  ),
  'server/nas/backup/nasBackupStore.ts#readBackup': inTx((tx, pick) =>
    nasBackups.readBackup(tx, pick.actor(), pick.actor()),
  ),
  'server/nas/backup/nasBackupStore.ts#lockNewestBackup': inTx((tx, pick) =>
    nasBackups.lockNewestBackup(tx, pick.actor()),
  ),
  'server/nas/backup/nasBackupStore.ts#insertBackup': inTx((tx, pick) =>
    nasBackups.insertBackup(tx, pick.actor(), {
      id: pick.id() as never,
      takenAt: pick.at(),
      reason: pick.one(['schedule', 'manual', 'act'] as const),
      takenBy: pick.one([undefined, pick.user()]),
      version: undefined,
      text: `${pick.ownMark()}text`,
      sha256: pick.bytes(),
      lines: 1,
      bytes: 9,
      added: undefined,
      removed: undefined,
    }),
  ),
  'server/nas/backup/nasBackupStore.ts#backupSeen': inTx((tx, pick) =>
    nasBackups.backupSeen(tx, pick.actor(), pick.at()),
  ),
  'server/nas/backup/nasBackupStore.ts#dropOldBackups': inTx((tx, pick) =>
    nasBackups.dropOldBackups(tx, pick.actor(), pick.at(), pick.number(2)),
  ),
  'server/nas/backup/nasBackupStore.ts#readBackupSchedule': inTx((tx) => nasBackups.readBackupSchedule(tx)),
  'server/nas/backup/nasBackupStore.ts#writeBackupSchedule': inTx((tx, pick) =>
    nasBackups.writeBackupSchedule(tx, { everyHours: pick.number(720), keptDays: 7 + pick.number(90) }, pick.at()),
  ),
  'server/nas/backup/nasBackupStore.ts#readBackupTurn': inTx((tx, pick) => nasBackups.readBackupTurn(tx, pick.actor())),
  'server/nas/backup/nasBackupStore.ts#dueBackupTurns': inTx((tx, pick) =>
    nasBackups.dueBackupTurns(tx, pick.at(), 1 + pick.number(5)),
  ),
  'server/nas/backup/nasBackupStore.ts#putBackupTurn': inTx((tx, pick) =>
    nasBackups.putBackupTurn(tx, {
      nas: pick.actor(),
      nextAt: pick.at(),
      failures: pick.number(5),
      failedAt: pick.one([undefined, pick.at()]),
      trouble: pick.one([undefined, `${pick.ownMark()}trouble`]),
    }),
  ),
  'server/nas/onboarding/newLoginStore.ts#readNewLogin': inTx((tx, pick) => newLogins.readNewLogin(tx, pick.actor())),
  'server/nas/onboarding/newLoginStore.ts#keepNewLogin': inTx((tx, pick) =>
    newLogins.keepNewLogin(tx, pick.actor(), { username: `${pick.ownMark()}user`, password: pick.bytes() }, pick.at()),
  ),
  'server/nas/onboarding/newLoginStore.ts#dropNewLogin': inTx((tx, pick) => newLogins.dropNewLogin(tx, pick.actor())),
  'server/nas/nasStore.ts#allNas': reads('the server connects to the routers of all tenants', (tx) => nas.allNas(tx)),
  'server/radius/feed/radiusFeedStore.ts#feedPackages': inTx((tx) => radiusFeeds.feedPackages(tx)),
  'server/radius/feed/radiusFeedStore.ts#feedPools': inTx((tx) => radiusFeeds.feedPools(tx)),
  'server/radius/feed/radiusFeedStore.ts#feedRules': inTx((tx) => radiusFeeds.feedRules(tx)),
  'server/radius/feed/radiusFeedStore.ts#numberTemplates': inTx((tx, pick) =>
    radiusFeeds.numberTemplates(tx, [`${pick.actor()}/pppoe/full`, `${pick.ownMark()}/pppoe/garden`]),
  ),
  'server/radius/feed/radiusFeedStore.ts#numberedTemplates': inTx((tx) => radiusFeeds.numberedTemplates(tx)),
  'server/nas/nasStore.ts#registeredNas': inTx((tx, pick) =>
    nas.registeredNas(tx, pick.one([undefined, [pick.actor()]])),
  ),
  'server/nas/nasStore.ts#setNasSecret': inTx((tx, pick) =>
    nas.setNasSecret(tx, pick.actor(), pick.bytes(), pick.at()),
  ),
  'server/nas/radius/nasRadiusStore.ts#readNasRadius': inTx((tx, pick) =>
    nasRadius.readNasRadius(tx, pick.one([undefined, [pick.actor()]])),
  ),
  'server/nas/radius/nasRadiusStore.ts#writeNasRadius': inTx((tx, pick) =>
    nasRadius.writeNasRadius(tx, {
      nasId: pick.actor(),
      messageAuthenticator: pick.one(['required', 'accepted', 'learnt']),
      incomingPort: pick.one([null, 3799]),
      previousSecret: pick.bytes(),
      previousUntil: pick.at(),
    }),
  ),
  'server/nas/nasStore.ts#findNas': inTx((tx, pick) => nas.findNas(tx, pick.actor(), pick.branches())),
  'server/nas/nasStore.ts#lockNas': inTx((tx, pick) => nas.lockNas(tx, pick.actor(), pick.branches())),
  'server/nas/nasStore.ts#nasPage': inTx((tx, pick) =>
    nas.nasPage(tx, {
      text: pick.one(['', 'router', pick.mark()]),
      branchId: pick.one([undefined, pick.branch()]),
      archived: pick.one([true, false]),
      limit: 1 + pick.number(5),
      after: pick.one([undefined, { name: 'mark', id: pick.actor() }]),
      scope: pick.branches(),
    }),
  ),
  'server/nas/nasStore.ts#insertNas': inTx((tx, pick) =>
    nas.insertNas(tx, pick.one([pick.id() as never, pick.id() as never, pick.actor()]), pick.nas(), pick.at()),
  ),
  'server/nas/nasStore.ts#updateNas': inTx((tx, pick) => nas.updateNas(tx, pick.actor(), pick.nas(), pick.at())),
  'server/nas/nasStore.ts#setNasArchived': inTx((tx, pick) =>
    nas.setNasArchived(tx, pick.actor(), pick.one([undefined, pick.at()]), pick.at()),
  ),
  'server/nas/nasStore.ts#pinFingerprint': inTx((tx, pick) =>
    nas.pinFingerprint(tx, pick.actor(), 1, pick.bytes().toString('hex')),
  ),
  'server/nas/nasStore.ts#branchExists': inTx((tx, pick) => nas.branchExists(tx, pick.branch())),
  'server/nas/nasStore.ts#tenantOfSlug': reads('the company is what is looked for', (tx, _pool, pick) =>
    nas.tenantOfSlug(tx, `${pick.mark()}slug`),
  ),
  'server/nas/nasStore.ts#findByNames': inTx((tx, pick) =>
    nas.findByNames(tx, `${pick.mark()}branch-1`, `${pick.mark()}router-1`),
  ),
  'server/platform/actors/commandKeyStore.ts#storeKeys': inClient((client, tenant, pick) =>
    storeKeys(client, tenant, pick.units()),
  ),
  'server/platform/actors/commandKeyStore.ts#forgetKeys': inClient((client, tenant, pick) =>
    forgetKeys(client, tenant, [{ keys: [{ key: pick.key(), hash: pick.bytes() }] }]),
  ),
  'server/platform/actors/commitStore.ts#CommitStore.load': onPool((pool, tenant, pick) =>
    commits(pool).load(tenant, 'alarm', pick.actors()),
  ),
  'server/platform/actors/commitStore.ts#CommitStore.commit': onPool((pool, tenant, pick) =>
    commits(pool).commit(tenant, pick.units()),
  ),
  'server/platform/actors/deadlineStore.ts#storeDeadlines': inClient((client, tenant, pick) =>
    storeDeadlines(client, tenant, pick.units(), pick.units()),
  ),
  'server/platform/actors/deadlineStore.ts#PostgresDeadlineStore.due': reads(
    'one clock wakes the actors of all tenants',
    (_tx, pool, pick) => new PostgresDeadlineStore(pool).due(pick.at(), 10, [1, 2, 3]),
  ),
  'server/platform/actors/deadlineStore.ts#PostgresDeadlineStore.nextDueAt': reads(
    'one clock wakes the actors of all tenants',
    (_tx, pool) => new PostgresDeadlineStore(pool).nextDueAt([1, 2]),
  ),
  'server/platform/actors/deadlineStore.ts#PostgresDeadlineStore.ofActor': forTenant((pool, tenant, pick) =>
    new PostgresDeadlineStore(pool).ofActor({ tenant, kind: 'alarm', id: pick.actor() }),
  ),
  'server/platform/actors/evidenceStore.ts#storeEvidence': inClient((client, tenant, pick) =>
    storeEvidence(client, tenant, pick.units()),
  ),
  'server/platform/actors/setAsideStore.ts#storeSetAside': inClient((client, tenant, pick) =>
    storeSetAside(client, tenant, pick.units()),
  ),
  'server/platform/actors/setAsideStore.ts#countSetAside': reads('a figure of the whole installation', (_tx, pool) =>
    countSetAside(pool),
  ),
  'server/platform/actors/setAsideStore.ts#PostgresSetAsideStore.list': onPool((pool, tenant) =>
    new PostgresSetAsideStore(pool).list(tenant),
  ),
  'server/platform/actors/setAsideStore.ts#PostgresSetAsideStore.markRetried': onPool((pool, tenant, pick) =>
    new PostgresSetAsideStore(pool).markRetried(tenant, pick.setAsideId(), pick.at()),
  ),
  'server/platform/actors/setAsideStore.ts#PostgresSetAsideStore.discard': onPool((pool, tenant, pick) =>
    new PostgresSetAsideStore(pool).discard(tenant, pick.setAsideId(), pick.at()),
  ),
  'server/platform/actors/shardLeaseStore.ts#fencedUnits': inClient((client, _tenant, pick) =>
    fencedUnits(client, pick.units()),
  ),
  'server/platform/actors/shardLeaseStore.ts#ShardLeaseStore.announce': reads(
    'leases belong to no tenant',
    (_tx, pool) => new ShardLeaseStore(pool).announce(holder, 1000),
  ),
  'server/platform/actors/shardLeaseStore.ts#ShardLeaseStore.leave': reads('leases belong to no tenant', (_tx, pool) =>
    new ShardLeaseStore(pool).leave(holder),
  ),
  'server/platform/actors/shardLeaseStore.ts#ShardLeaseStore.renew': reads('leases belong to no tenant', (_tx, pool) =>
    new ShardLeaseStore(pool).renew(holder, 1000),
  ),
  'server/platform/actors/shardLeaseStore.ts#ShardLeaseStore.claim': reads('leases belong to no tenant', (_tx, pool) =>
    new ShardLeaseStore(pool).claim(holder, 3, 1000),
  ),
  'server/platform/actors/shardLeaseStore.ts#ShardLeaseStore.release': reads(
    'leases belong to no tenant',
    (_tx, pool) => new ShardLeaseStore(pool).release(holder, [1]),
  ),
  'server/platform/actors/domainTableStore.ts#createDomainTable': apart('makes tables, each of which is tried itself'),
  'server/deviceIntent/deviceIntentStore.ts#openIntents': inClient((client, tenant) => openIntents(client, tenant)),
  'server/deviceIntent/deviceIntentStore.ts#intentsOfDevice': inClient((client, tenant, pick) =>
    intentsOfDevice(client, tenant, { kind: 'nas', id: pick.actor() }, 1 + pick.number(5)),
  ),
  'server/deviceIntent/deviceIntentStore.ts#deviceIntentTable.load': inClient((client, tenant, pick) =>
    deviceIntentTable.load(client, tenant, pick.actors()),
  ),
  'server/deviceIntent/deviceIntentStore.ts#deviceIntentTable.versions': inClient((client, tenant, pick) =>
    deviceIntentTable.versions(client, tenant, pick.actors()),
  ),
  'server/deviceIntent/deviceIntentStore.ts#deviceIntentTable.save': inClient((client, tenant, pick) =>
    deviceIntentTable.save(client, tenant, pick.intents()),
  ),
  'server/deviceIntent/deviceIntentStore.ts#deviceIntentTable.parse': apart('reads nothing: it parses a row'),
  'server/platform/audit/auditStore.ts#recordAct': inTx((tx, pick) =>
    recordAct(tx, {
      kind: 'alarm',
      id: pick.actor(),
      type: 'alarm.acknowledged',
      personal: { name: { after: `${pick.ownMark()}name` } },
      by: pick.user(),
      at: pick.at(),
    }),
  ),
  'server/platform/auth/accessTokenStore.ts#listTokens': inTx((tx) => accessTokens.listTokens(tx)),
  'server/platform/auth/accessTokenStore.ts#insertToken': inTx((tx, pick) =>
    accessTokens.insertToken(tx, {
      kind: pick.one(['api', 'wall']),
      name: `${pick.ownMark()}token`,
      hint: 'lm_',
      tokenHash: pick.bytes(),
      createdBy: pick.user(),
      permissions: ['alarm.view'],
      branches: pick.branches(),
      now: pick.at(),
      expiresAt: pick.one([undefined, pick.at()]),
    }),
  ),
  'server/platform/auth/accessTokenStore.ts#countTokens': inTx((tx) => accessTokens.countTokens(tx)),
  'server/platform/auth/accessTokenStore.ts#deleteApiTokensOf': inTx((tx, pick) =>
    accessTokens.deleteApiTokensOf(tx, pick.user()),
  ),
  'server/platform/auth/accessTokenStore.ts#deleteToken': inTx((tx, pick) =>
    accessTokens.deleteToken(tx, pick.session()),
  ),
  'server/platform/auth/accessTokenStore.ts#touchToken': inTx((tx, pick) =>
    accessTokens.touchToken(tx, pick.session(), pick.at(), '203.0.113.9'),
  ),
  'server/platform/auth/accessTokenStore.ts#findWall': reads('the link says whose wall it is', (tx, _pool, pick) =>
    accessTokens.findWall(tx, pick.bytes(), pick.at()),
  ),
  'server/platform/auth/accessTokenStore.ts#insertWallSession': inTx((tx, pick) =>
    accessTokens.insertWallSession(tx, {
      linkId: pick.session(),
      tokenHash: pick.bytes(),
      address: '203.0.113.9',
      userAgent: '',
      now: pick.at(),
      expiresAt: pick.at(),
    }),
  ),
  'server/platform/auth/factorStore.ts#readFactors': inTx((tx, pick) => factors.readFactors(tx, pick.user())),
  'server/platform/auth/factorStore.ts#deleteFactors': inTx((tx, pick) => factors.deleteFactors(tx, pick.user())),
  'server/platform/auth/loginThrottleStore.ts#lockFailures': reads('failures belong to no tenant', (tx, _pool, pick) =>
    throttle.lockFailures(tx, { both: pick.bytes(), account: pick.bytes(), address: pick.bytes() }, pick.at()),
  ),
  'server/platform/auth/loginThrottleStore.ts#storeFailures': reads('failures belong to no tenant', (tx, _pool, pick) =>
    throttle.storeFailures(tx, pick.bytes(), { failures: 1, lockedUntil: 0, lastAt: pick.at() }),
  ),
  'server/platform/auth/loginThrottleStore.ts#lockedUntil': reads('failures belong to no tenant', (tx, _pool, pick) =>
    throttle.lockedUntil(tx, pick.bytes(), pick.at()),
  ),
  'server/platform/auth/loginThrottleStore.ts#forgetOldFailures': reads(
    'failures belong to no tenant',
    (tx, _pool, pick) => throttle.forgetOldFailures(tx, pick.at()),
  ),
  'server/platform/auth/loginThrottleStore.ts#forgetFailures': reads(
    'failures belong to no tenant',
    (tx, _pool, pick) => throttle.forgetFailures(tx, pick.bytes()),
  ),
  'server/platform/auth/passkeyChallengeStore.ts#insertChallenge': reads(
    'nobody knows yet who will answer',
    (tx, _pool, pick) => challenges.insertChallenge(tx, { hash: pick.bytes(), binding: pick.bytes() }, pick.at()),
  ),
  'server/platform/auth/passkeyChallengeStore.ts#useChallenge': reads(
    'nobody knows yet who answers',
    (tx, _pool, pick) => challenges.useChallenge(tx, { hash: pick.bytes(), binding: pick.bytes() }, pick.at()),
  ),
  'server/platform/auth/passkeyChallengeStore.ts#deleteExpiredChallenges': reads(
    'challenges belong to no tenant',
    (tx, _pool, pick) => challenges.deleteExpiredChallenges(tx, pick.at()),
  ),
  'server/platform/auth/passkeyStore.ts#insertPasskey': inTx((tx, pick) =>
    passkeys.insertPasskey(tx, {
      userId: pick.user(),
      credentialId: pick.id(),
      publicKey: pick.bytes(),
      counter: 0,
      transports: [],
      synced: false,
      name: `${pick.ownMark()}passkey`,
      now: pick.at(),
    }),
  ),
  'server/platform/auth/passkeyStore.ts#listPasskeys': inTx((tx, pick) => passkeys.listPasskeys(tx, pick.user())),
  'server/platform/auth/passkeyStore.ts#findPasskey': reads('the credential says whose it is', (tx, _pool, pick) =>
    passkeys.findPasskey(tx, `${pick.mark()}credential-0`),
  ),
  'server/platform/auth/passkeyStore.ts#notePasskeyUse': inTx((tx, pick) =>
    passkeys.notePasskeyUse(tx, pick.session(), 1 + pick.number(5), pick.at()),
  ),
  'server/platform/auth/passkeyStore.ts#renamePasskey': inTx((tx, pick) =>
    passkeys.renamePasskey(tx, pick.user(), pick.session(), `${pick.ownMark()}renamed`),
  ),
  'server/platform/auth/passkeyStore.ts#deletePasskey': inTx((tx, pick) =>
    passkeys.deletePasskey(tx, pick.user(), pick.session()),
  ),
  'server/platform/auth/pendingLoginStore.ts#insertPendingLogin': inTx((tx, pick) =>
    pendingLogins.insertPendingLogin(tx, {
      userId: pick.user(),
      tokenHash: pick.bytes(),
      step: 'second-factor',
      now: pick.at(),
      expiresAt: pick.at(),
    }),
  ),
  'server/platform/auth/pendingLoginStore.ts#findPendingLogin': reads(
    'the token says whose login it is',
    (tx, _pool, pick) => pendingLogins.findPendingLogin(tx, pick.bytes(), pick.at()),
  ),
  'server/platform/auth/pendingLoginStore.ts#failPendingLogin': inTx((tx, pick) =>
    pendingLogins.failPendingLogin(tx, pick.session()),
  ),
  'server/platform/auth/pendingLoginStore.ts#deletePendingLogin': inTx((tx, pick) =>
    pendingLogins.deletePendingLogin(tx, pick.session()),
  ),
  'server/platform/auth/pendingLoginStore.ts#deleteExpiredLogins': writes('tidying has no tenant', (tx, _pool, pick) =>
    pendingLogins.deleteExpiredLogins(tx, pick.at()),
  ),
  'server/platform/auth/sessionListStore.ts#listSessions': inTx((tx, pick) =>
    sessionLists.listSessions(tx, pick.user(), pick.at()),
  ),
  'server/platform/auth/sessionListStore.ts#ownsSession': inTx((tx, pick) =>
    sessionLists.ownsSession(tx, pick.user(), pick.session()),
  ),
  'server/platform/auth/sessionStore.ts#markSteppedUp': inTx((tx, pick) =>
    sessions.markSteppedUp(tx, pick.session(), pick.at()),
  ),
  'server/platform/auth/totpStore.ts#beginTotp': inTx((tx, pick) =>
    totp.beginTotp(tx, pick.user(), pick.bytes(), pick.at()),
  ),
  'server/platform/auth/totpStore.ts#lockTotp': inTx((tx, pick) => totp.lockTotp(tx, pick.user())),
  'server/platform/auth/totpStore.ts#noteTotpStep': inTx((tx, pick) =>
    totp.noteTotpStep(tx, pick.user(), 1 + pick.number(9), pick.at()),
  ),
  'server/platform/auth/totpStore.ts#deleteTotp': inTx((tx, pick) => totp.deleteTotp(tx, pick.user())),
  'server/platform/auth/totpStore.ts#replaceRecoveryCodes': inTx((tx, pick) =>
    totp.replaceRecoveryCodes(tx, pick.user(), [pick.bytes(), pick.bytes()]),
  ),
  'server/platform/auth/totpStore.ts#useRecoveryCode': inTx((tx, pick) =>
    totp.useRecoveryCode(tx, pick.user(), pick.bytes(), pick.at()),
  ),
  'server/platform/auth/accountStore.ts#readWallProfile': inTx((tx, pick) =>
    readWallProfile(tx, UserId.parse(pick.session())),
  ),
  'server/platform/auth/accountStore.ts#findAccount': reads(
    'the e-mail address is the login name, in whichever tenant',
    (tx, _pool, pick) => findAccount(tx, `${pick.number(4)}@${pick.mark()}.test`),
  ),
  'server/platform/auth/accountStore.ts#readProfile': inTx((tx, pick) => readProfile(tx, pick.user())),
  'server/platform/auth/sessionChangeStore.ts#parseSessionChange': apart('reads a text'),
  'server/platform/auth/sessionChangeStore.ts#notifySessionChange': apart('makes a statement and runs none'),
  'server/platform/auth/sessionStore.ts#findSessionByToken': reads(
    'the token says whose session it is',
    (tx, _pool, pick) => sessions.findSessionByToken(tx, pick.bytes(), pick.at()),
  ),
  'server/platform/auth/sessionStore.ts#findSessions': reads(
    'sockets of all tenants are looked at together',
    (tx, _pool, pick) => sessions.findSessions(tx, [pick.session(), pick.session()], pick.at()),
  ),
  'server/platform/auth/sessionStore.ts#insertSession': inTx((tx, pick) =>
    sessions.insertSession(tx, {
      userId: pick.user(),
      tokenHash: pick.bytes(),
      passwordHash: `${pick.mark()}hash`,
      now: pick.at(),
    }),
  ),
  'server/platform/auth/sessionStore.ts#extendSession': inTx((tx, pick) =>
    sessions.extendSession(tx, pick.session(), pick.at()),
  ),
  'server/platform/auth/sessionStore.ts#deleteSession': inTx((tx, pick) => sessions.deleteSession(tx, pick.session())),
  'server/platform/auth/sessionStore.ts#deleteSessionsOfUser': inTx((tx, pick) =>
    sessions.deleteSessionsOfUser(tx, pick.user()),
  ),
  'server/platform/auth/sessionStore.ts#deleteExpiredSessions': writes('tidying has no tenant', (tx, _pool, pick) =>
    sessions.deleteExpiredSessions(tx, pick.at()),
  ),
  'server/platform/eventLog/actorEventStore.ts#readEventsOfActor': inClient((client, tenant, pick) =>
    readEventsOfActor(client, { tenant, kind: 'alarm', id: pick.actor() }, 5),
  ),
  'server/platform/eventLog/actorEventStore.ts#readHeadOf': inClient((client, tenant) => readHeadOf(client, tenant)),
  'server/platform/eventLog/eventStore.ts#readEvents': forTenant((pool, tenant, pick) =>
    readEvents(pool, tenant, pick.number(10), 1 + pick.number(10)),
  ),
  'server/platform/eventLog/eventStore.ts#readHeads': forTenant((pool, tenant) => readHeads(pool, [tenant])),
  'server/platform/eventLog/evidenceStore.ts#boundedBytes': apart('cuts bytes'),
  'server/platform/eventLog/evidenceStore.ts#readEvidence': inTx((tx, pick) => readEvidence(tx, pick.evidence())),
  'server/platform/eventLog/followerStore.ts#lockPosition': inTx((tx, pick) =>
    lockPosition(tx, pick.one(['views', 'effects'])),
  ),
  'server/platform/eventLog/followerStore.ts#storePosition': inTx((tx, pick) =>
    storePosition(tx, 'views', pick.number(9)),
  ),
  'server/platform/eventLog/followerStore.ts#durableLags': reads('figures of the whole installation', (tx) =>
    durableLags(tx),
  ),
  'server/platform/eventLog/retentionStore.ts#deleteOldCommands': writes('retention has no tenant', (tx, _pool, pick) =>
    retention.deleteOldCommands(tx, pick.at(), 2),
  ),
  'server/platform/eventLog/retentionStore.ts#dropOldPartitions': apart(
    'drops tables; test/eventLog/sealer.pg.test.ts',
  ),
  'server/platform/eventLog/retentionStore.ts#ensurePartitions': apart(
    'makes tables; test/eventLog/logKeeper.pg.test.ts',
  ),
  'server/platform/eventLog/retentionStore.ts#strayRows': reads('counts rows of the whole installation', (tx) =>
    retention.strayRows(tx),
  ),
  'server/platform/eventLog/sealStore.ts#unsealedTails': reads('one sealer serves all tenants', (_tx, pool) =>
    seals.unsealedTails(pool),
  ),
  'server/platform/eventLog/sealStore.ts#rowsToSeal': forTenant((pool, tenant, pick) =>
    seals.rowsToSeal(pool, tenant, pick.number(5), pick.number(12)),
  ),
  'server/platform/eventLog/sealStore.ts#insertSeal': forTenant((pool, tenant, pick) =>
    seals.insertSeal(
      pool,
      tenant,
      { from: 1 + pick.number(5), to: 6 + pick.number(9), month: '2026-11-01', hash: pick.bytes(), prev: pick.bytes() },
      pick.at(),
    ),
  ),
  'server/platform/eventLog/sealStore.ts#readSeals': forTenant((pool, tenant) => seals.readSeals(pool, tenant, 0, 10)),
  'server/platform/eventLog/sealStore.ts#sealHashAt': forTenant((pool, tenant, pick) =>
    seals.sealHashAt(pool, tenant, pick.number(9)),
  ),
  'server/platform/eventLog/sealStore.ts#droppedMonths': reads('partitions hold rows of all tenants', (_tx, pool) =>
    seals.droppedMonths(pool),
  ),
  'server/platform/eventLog/sealStore.ts#loggedTenants': reads('the verifier goes over all tenants', (_tx, pool) =>
    seals.loggedTenants(pool),
  ),
  'server/platform/eventLog/sealStore.ts#logEdges': forTenant((pool, tenant) => seals.logEdges(pool, tenant)),
  'server/platform/postgres/clusterBootstrapStore.ts#bootstrapCluster': apart(
    'makes roles and the database, before there is any table',
  ),
  'server/platform/postgres/clusterBootstrapStore.ts#dataDirectoryBehind': apart('asks the server where its data lies'),
  'server/platform/postgres/migrationRecordStore.ts#readMigrationRecord': apart('reads a table without tenants'),
  'server/platform/postgres/notificationProbeStore.ts#notificationsArrive': apart('asks the server, not a table'),
  'server/platform/postgres/serverRoleStore.ts#currentRole': apart('asks the server who it is'),
  'server/platform/postgres/serverRoleStore.ts#readServerRole': apart('reads the catalogue'),
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
  'server/tenant/alarmSourceStore.ts#upsertAlarmSource': inTx((tx, pick) =>
    entries.upsertAlarmSource(
      tx,
      {
        branchName: `${pick.mark()}branch-${pick.number(3)}`,
        name: `${pick.ownMark()}renamed`,
        address: pick.address(),
        hostname: pick.host(),
      },
      pick.at(),
    ),
  ),
  'server/tenant/companyStore.ts#listCompanies': reads('the service goes over all companies', (tx) =>
    listCompanies(tx),
  ),
  'server/tenant/demoStore.ts#findUsers': inTx((tx, pick) =>
    demo.findUsers(tx, [`0@${pick.mark()}.test`, `1@${pick.mark()}.test`]),
  ),
  'server/tenant/demoStore.ts#setMissingPassword': inTx((tx, pick) => demo.setMissingPassword(tx, pick.user(), 'hash')),
  'server/tenant/demoStore.ts#clearPassword': inTx((tx, pick) => demo.clearPassword(tx, pick.user())),
  'server/tenant/nameStore.ts#readNames': inTx((tx) => readNames(tx)),
  'server/tenant/namesChangeStore.ts#notifyNamesChanged': apart('makes a statement and runs none'),
  'server/tenant/setupStore.ts#insertSetupLink': reads('there is no tenant yet', (tx, _pool, pick) =>
    setup.insertSetupLink(tx, pick.bytes(), pick.at(), pick.at()),
  ),
  'server/tenant/setupStore.ts#isSetupLink': reads('there is no tenant yet', (tx, _pool, pick) =>
    setup.isSetupLink(tx, pick.bytes(), pick.at()),
  ),
  'server/tenant/setupStore.ts#useSetupLinks': reads('there is no tenant yet', (tx, _pool, pick) =>
    setup.useSetupLinks(tx, pick.at()),
  ),
  'server/tenant/tenantStore.ts#foundTenant': writes('founds a tenant', (tx, _pool, pick) =>
    tenants.foundTenant(
      tx,
      {
        slug: `s${pick.id()}`,
        name: 'New',
        country: 'KE',
        currency: 'KES',
        timeZone: 'UTC',
        branches: [{ name: 'One', timeZone: 'UTC' }],
        users: [{ name: 'Owner', email: `${pick.id()}@new.test`, role: 'owner', passwordHash: undefined }],
      },
      pick.at(),
    ),
  ),
  'server/tenant/tenantStore.ts#anyTenant': reads('whether the installation is empty', (tx) => tenants.anyTenant(tx)),
  'server/tenant/tenantStore.ts#findTenant': reads('the slug says which tenant', (tx, _pool, pick) =>
    tenants.findTenant(tx, `${pick.mark()}slug`),
  ),
  'server/tenant/tenantStore.ts#lockFounding': reads('a lock of the installation', (tx) => tenants.lockFounding(tx)),
  'server/tenant/userStore.ts#setUserRole': inTx((tx, pick) =>
    users.setUserRole(tx, pick.user(), pick.role() as never),
  ),
  'server/tenant/userStore.ts#setUserBranches': inTx((tx, pick) =>
    users.setUserBranches(tx, pick.user(), pick.branches()),
  ),
  'server/tenant/userStore.ts#disableUser': inTx((tx, pick) => users.disableUser(tx, pick.user(), pick.at())),
  'server/tenant/userStore.ts#enableUser': inTx((tx, pick) => users.enableUser(tx, pick.user())),
  'server/tenant/userStore.ts#renameUser': inTx((tx, pick) =>
    users.renameUser(tx, pick.user(), `${pick.ownMark()}renamed`),
  ),
  'server/messaging/channels/webPush/pushDeviceStore.ts#devicesOf': inTx((tx, pick) =>
    pushDevices.devicesOf(tx, pick.user()),
  ),
  'server/messaging/channels/webPush/pushDeviceStore.ts#countDevices': inTx((tx) => pushDevices.countDevices(tx)),
  'server/messaging/channels/webPush/pushDeviceStore.ts#keepDevice': inTx((tx, pick) =>
    pushDevices.keepDevice(tx, newDevice(pick), pick.at()),
  ),
  'server/messaging/channels/webPush/pushDeviceStore.ts#removeDevice': inTx((tx, pick) =>
    pushDevices.removeDevice(tx, pick.user(), pick.actor()),
  ),
  'server/messaging/channels/webPush/pushDeviceStore.ts#forgetDevice': inTx((tx, pick) =>
    pushDevices.forgetDevice(tx, pick.actor()),
  ),
  'server/messaging/channels/webPush/pushDeviceStore.ts#markDelivered': inTx((tx, pick) =>
    pushDevices.markDelivered(tx, pick.actor(), pick.at()),
  ),
  'server/messaging/channels/webPush/pushIdentityStore.ts#findPushIdentity': inTx((tx) =>
    pushIdentities.findPushIdentity(tx),
  ),
  'server/messaging/channels/webPush/pushIdentityStore.ts#keepPushIdentity': inTx((tx, pick) =>
    pushIdentities.keepPushIdentity(
      tx,
      { publicKey: `${pick.ownMark()}key`, sealedPrivateKey: pick.bytes() },
      pick.at(),
    ),
  ),
  'server/messaging/channels/webhook/webhookStore.ts#listWebhooks': inTx((tx) => webhooks.listWebhooks(tx)),
  'server/messaging/channels/webhook/webhookStore.ts#findWebhook': inTx((tx, pick) =>
    webhooks.findWebhook(tx, pick.actor()),
  ),
  'server/messaging/channels/webhook/webhookStore.ts#insertWebhook': inTx((tx, pick) =>
    webhooks.insertWebhook(tx, webhook(pick, pick.id()), pick.at()),
  ),
  'server/messaging/channels/webhook/webhookStore.ts#updateWebhook': inTx((tx, pick) =>
    webhooks.updateWebhook(tx, webhook(pick, pick.actor()), 1),
  ),
  'server/messaging/channels/webhook/webhookStore.ts#archiveWebhook': inTx((tx, pick) =>
    webhooks.archiveWebhook(tx, pick.actor(), pick.at()),
  ),
  'server/messaging/noticeStore.ts#loadNotice': inClient((client, tenant, pick) =>
    notices.loadNotice(client, tenant, pick.actor()),
  ),
  'server/messaging/noticeStore.ts#noticesBeingSent': inClient((client, tenant) =>
    notices.noticesBeingSent(client, tenant),
  ),
  'server/messaging/noticeStore.ts#listNotices': inClient((client, tenant, pick) =>
    notices.listNotices(client, tenant, { failedOnly: false, offset: 0, limit: 50, branches: pick.branches() }),
  ),
  'server/messaging/noticeStore.ts#noticeTable.parse': apart('reads a row and no database'),
  'server/messaging/noticeStore.ts#noticeTable.load': inClient((client, tenant, pick) =>
    notices.noticeTable.load(client, tenant, pick.actors()),
  ),
  'server/messaging/noticeStore.ts#noticeTable.versions': inClient((client, tenant, pick) =>
    notices.noticeTable.versions(client, tenant, pick.actors()),
  ),
  'server/messaging/noticeStore.ts#noticeTable.save': inClient((client, tenant, pick) =>
    notices.noticeTable.save(client, tenant, [noticeWrite(pick)]),
  ),
  'server/messaging/recipientStore.ts#findRecipient': inTx((tx, pick) => recipients.findRecipient(tx, pick.user())),
  'server/messaging/recipientStore.ts#companyName': inTx((tx) => recipients.companyName(tx)),
  'server/messaging/recipientStore.ts#keepPhone': inTx((tx, pick) =>
    recipients.keepPhone(tx, pick.user(), pick.one(['', '+254700123456']), pick.at()),
  ),
  'server/messaging/recipientStore.ts#usersWithPhone': inTx((tx) => recipients.usersWithPhone(tx)),
  'server/onCall/coverStore.ts#listCovers': inTx((tx, pick) => covers.listCovers(tx, pick.at())),
  'server/onCall/coverStore.ts#rotaNamesOfCovers': inTx((tx, pick) => covers.rotaNamesOfCovers(tx, pick.actors())),
  'server/onCall/coverStore.ts#lockCover': inTx((tx, pick) => covers.lockCover(tx, pick.actor())),
  'server/onCall/coverStore.ts#insertCover': inTx((tx, pick) => covers.insertCover(tx, cover(pick))),
  'server/onCall/coverStore.ts#decideCover': inTx((tx, pick) =>
    covers.decideCover(tx, {
      id: pick.actor(),
      state: 'accepted',
      takenBy: pick.user(),
      by: pick.user(),
      at: pick.at(),
    }),
  ),
  'server/onCall/escalationStore.ts#loadEscalations': inClient((client, tenant, pick) =>
    escalations.loadEscalations(client, tenant, pick.actors()),
  ),
  'server/onCall/escalationStore.ts#alarmsNow': inTx((tx, pick) => escalations.alarmsNow(tx, pick.actors())),
  'server/onCall/escalationStore.ts#unescalatedAlarms': inTx((tx, pick) =>
    escalations.unescalatedAlarms(tx, ['critical', 'major'], 1 + pick.number(9)),
  ),
  'server/onCall/escalationStore.ts#countWaiting': inTx((tx) => escalations.countWaiting(tx)),
  'server/onCall/escalationStore.ts#openEscalations': inTx((tx, pick) =>
    escalations.openEscalations(tx, pick.actors()),
  ),
  'server/onCall/escalationStore.ts#noticesOfStep': inTx((tx, pick) =>
    escalations.noticesOfStep(tx, pick.actor(), { startedAt: pick.at(), round: 0, step: 0 }),
  ),
  'server/onCall/escalationStore.ts#stepOfNotice': inTx((tx, pick) => escalations.stepOfNotice(tx, pick.actor())),
  'server/onCall/escalationStore.ts#openNoticesAbout': inTx((tx, pick) =>
    escalations.openNoticesAbout(tx, pick.actor()),
  ),
  'server/onCall/escalationStore.ts#escalationTable.parse': apart('reads a row and no database'),
  'server/onCall/escalationStore.ts#escalationTable.load': inClient((client, tenant, pick) =>
    escalations.escalationTable.load(client, tenant, pick.actors()),
  ),
  'server/onCall/escalationStore.ts#escalationTable.versions': inClient((client, tenant, pick) =>
    escalations.escalationTable.versions(client, tenant, pick.actors()),
  ),
  'server/onCall/escalationStore.ts#escalationTable.save': inClient((client, tenant, pick) =>
    escalations.escalationTable.save(client, tenant, [escalationWrite(pick)]),
  ),
  'server/onCall/peopleStore.ts#listPeople': inTx((tx) => onCallPeople.listPeople(tx)),
  'server/onCall/peopleStore.ts#listRoles': inTx((tx) => onCallPeople.listRoles(tx)),
  'server/onCall/peopleStore.ts#listBranches': inTx((tx) => onCallPeople.listBranches(tx)),
  'server/onCall/policyStore.ts#listPolicies': inTx((tx) => policies.listPolicies(tx)),
  'server/onCall/policyStore.ts#everHadPolicy': inTx((tx) => policies.everHadPolicy(tx)),
  'server/onCall/policyStore.ts#insertPolicy': inTx((tx, pick) =>
    policies.insertPolicy(tx, pick.id(), policy(pick), pick.at()),
  ),
  'server/onCall/policyStore.ts#updatePolicy': inTx((tx, pick) =>
    policies.updatePolicy(tx, pick.actor(), 1, policy(pick)),
  ),
  'server/onCall/policyStore.ts#orderPolicies': inTx((tx, pick) => policies.orderPolicies(tx, pick.actors())),
  'server/onCall/policyStore.ts#archivePolicy': inTx((tx, pick) => policies.archivePolicy(tx, pick.actor(), pick.at())),
  'server/onCall/rotaStore.ts#listRotas': inTx((tx, pick) => rotas.listRotas(tx, pick.branches())),
  'server/onCall/rotaStore.ts#everHadRota': inTx((tx) => rotas.everHadRota(tx)),
  'server/onCall/rotaStore.ts#findRota': inTx((tx, pick) => rotas.findRota(tx, pick.actor())),
  'server/onCall/rotaStore.ts#insertRota': inTx((tx, pick) => rotas.insertRota(tx, pick.id(), rota(pick), pick.at())),
  'server/onCall/rotaStore.ts#updateRota': inTx((tx, pick) => rotas.updateRota(tx, pick.actor(), 1, rota(pick))),
  'server/onCall/rotaStore.ts#archiveRota': inTx((tx, pick) => rotas.archiveRota(tx, pick.actor(), pick.at())),
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
