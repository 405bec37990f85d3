import { deviceIntentTable, intentsOfDevice, openIntents } from '#server/deviceIntent/deviceIntentStore.ts';
import * as nasBackups from '#server/nas/backup/nasBackupStore.ts';
import * as nas from '#server/nas/nasStore.ts';
import * as newLogins from '#server/nas/onboarding/newLoginStore.ts';
import * as nasRadius from '#server/nas/radius/nasRadiusStore.ts';
import * as radiusFeeds from '#server/radius/feed/radiusFeedStore.ts';
import { apart, inClient, inTx, reads, type StoreCase } from './storeCase.ts';

export const nasStoreCases: Readonly<Record<string, StoreCase>> = {
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
      countersReversedFrom: pick.at(),
      countersReversedUntil: null,
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
};
