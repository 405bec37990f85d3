import type { Pool } from 'pg';
import { alarmTable } from '#server/alarm/alarmStore.ts';
import { forgetKeys, storeKeys } from '#server/platform/actors/commandKeyStore.ts';
import { CommitStore } from '#server/platform/actors/commitStore.ts';
import { PostgresDeadlineStore, storeDeadlines } from '#server/platform/actors/deadlineStore.ts';
import { storeEvidence } from '#server/platform/actors/evidenceStore.ts';
import { countSetAside, PostgresSetAsideStore, storeSetAside } from '#server/platform/actors/setAsideStore.ts';
import { fencedUnits, ShardLeaseStore } from '#server/platform/actors/shardLeaseStore.ts';
import { readEventsOfActor, readHeadOf } from '#server/platform/eventLog/actorEventStore.ts';
import { readEvents, readHeads } from '#server/platform/eventLog/eventStore.ts';
import { readEvidence } from '#server/platform/eventLog/evidenceStore.ts';
import { durableLags, lockPosition, storePosition } from '#server/platform/eventLog/followerStore.ts';
import * as retention from '#server/platform/eventLog/retentionStore.ts';
import * as seals from '#server/platform/eventLog/sealStore.ts';
import { apart, forTenant, inClient, inTx, onPool, reads, writes, type StoreCase } from './storeCase.ts';

const commits = (pool: Pool): CommitStore => new CommitStore(pool, [alarmTable]);
const holder = { node: 'node', incarnation: '0198fa29-0b0d-7b80-828d-000000000001' };

export const platformStoreCases: Readonly<Record<string, StoreCase>> = {
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
};
