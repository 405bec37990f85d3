import * as brake from '#server/bulk/act/brakeStore.ts';
import * as chosen from '#server/bulk/act/chosenStore.ts';
import * as files from '#server/bulk/bulkFileStore.ts';
import * as jobs from '#server/bulk/bulkJobStore.ts';
import * as rows from '#server/bulk/bulkRowStore.ts';
import * as lookups from '#server/bulk/lookupStore.ts';
import * as shadows from '#server/bulk/router/shadowStore.ts';
import * as objects from '#server/bulk/source/knownObjectStore.ts';
import * as audits from '#server/platform/audit/auditBatchStore.ts';
import type { SystemTx } from '#server/platform/db/transaction.ts';
import { ActorId } from '#shared/values/ids.ts';
import type { Pick } from './pick.ts';
import { inTx, type StoreCase } from './storeCase.ts';

const row = (pick: Pick): rows.StoredRow => ({
  ...{
    line: 1 + pick.number(4),
    state: pick.one(['pending', 'done', 'failed']),
    plan: 'newCustomer',
    name: `${pick.ownMark()}row`,
  },
  problems: [{ severity: 'warning', code: 'bulk/phone-known', message: `${pick.ownMark()}message` }],
  given: Buffer.from(`${pick.ownMark()}given`),
  ...{ usernameKey: 'shared-user', customerKey: 'shared-customer', phone: '+254722000000', address: '10.0.0.1' },
  ...{ customerId: pick.actor(), customerVersion: 1, subscriptionId: pick.actor(), subscriptionVersion: 1 },
  ...{ objectId: pick.actor(), objectVersion: 1 },
  ...{ actedAt: pick.at(), cut: pick.number(2) === 0, doneAt: pick.at() },
});

const job = (pick: Pick): jobs.NewJob => ({
  ...{ id: ActorId.parse(pick.id()), number: 1000 + pick.number(100_000), kind: 'import', state: 'draft' },
  ...{ title: `${pick.ownMark()}title`, format: 'csv', headings: [`${pick.ownMark()}heading`], sample: pick.bytes() },
  ...{ settings: undefined, act: undefined, selection: undefined, reason: `${pick.ownMark()}reason` },
  ...{ scope: pick.number(2) === 0 ? null : [pick.branch()], createdBy: pick.user(), createdAt: pick.at() },
});

const jobCases: Readonly<Record<string, StoreCase>> = {
  'server/bulk/bulkJobStore.ts#insertJob': inTx((tx, pick) => jobs.insertJob(tx, job(pick))),
  'server/bulk/bulkJobStore.ts#findJob': inTx((tx, pick) => jobs.findJob(tx, pick.actor())),
  'server/bulk/bulkJobStore.ts#lockJob': inTx((tx, pick) => jobs.lockJob(tx, pick.actor())),
  'server/bulk/bulkJobStore.ts#latestJobs': inTx((tx) => jobs.latestJobs(tx, 5)),
  'server/bulk/bulkJobStore.ts#changeJob': inTx((tx, pick) =>
    jobs.changeJob(tx, pick.actor(), {
      ...{ state: pick.one(['running', 'done']), headings: [`${pick.ownMark()}heading`], sample: pick.bytes() },
      ...{ settings: undefined, reason: `${pick.ownMark()}reason`, looked: pick.number(9), summary: undefined },
      ...{ cutWarning: undefined, trouble: `${pick.ownMark()}trouble`, approvedBy: pick.user() },
      ...{ startedAt: pick.at(), endedAt: pick.at() },
    }),
  ),
  'server/bulk/bulkJobStore.ts#jobsToWorkOn': {
    kind: 'across',
    because: 'a server goes on with the jobs of every company',
    writes: false,
    call: (tx: SystemTx) => jobs.jobsToWorkOn(tx),
  },
  'server/bulk/bulkFileStore.ts#insertPiece': inTx((tx, pick) =>
    files.insertPiece(tx, pick.actor(), 1 + pick.number(100_000), Buffer.from(`${pick.ownMark()}content`)),
  ),
  'server/bulk/bulkFileStore.ts#readPiece': inTx((tx, pick) => files.readPiece(tx, pick.actor(), 0)),
  'server/bulk/bulkFileStore.ts#deleteFile': inTx((tx, pick) => files.deleteFile(tx, pick.actor())),
};

const rowCases: Readonly<Record<string, StoreCase>> = {
  'server/bulk/bulkRowStore.ts#putRows': inTx((tx, pick) => rows.putRows(tx, pick.actor(), [row(pick)])),
  'server/bulk/bulkRowStore.ts#rowPage': inTx((tx, pick) =>
    rows.rowPage(tx, pick.actor(), {
      ...{ state: pick.one([undefined, 'done', 'pending']), problems: pick.number(2) === 0, after: 0, limit: 5 },
    }),
  ),
  'server/bulk/bulkRowStore.ts#rowsOfPlan': inTx((tx, pick) => rows.rowsOfPlan(tx, pick.actor(), 'newCustomer')),
  'server/bulk/bulkRowStore.ts#undoableRows': inTx((tx, pick) => rows.undoableRows(tx, pick.actor(), 5)),
  'server/bulk/bulkRowStore.ts#deleteRows': inTx((tx, pick) => rows.deleteRows(tx, pick.actor())),
  'server/bulk/bulkRowStore.ts#lastLine': inTx((tx, pick) => rows.lastLine(tx, pick.actor())),
  'server/bulk/bulkRowStore.ts#countRows': inTx((tx, pick) => rows.countRows(tx, pick.actors())),
  'server/bulk/bulkRowStore.ts#summarise': inTx((tx, pick) => rows.summarise(tx, pick.actor())),
  'server/bulk/bulkRowStore.ts#problemValues': inTx((tx, pick) =>
    rows.problemValues(tx, pick.actor(), 'bulk/package-unknown', 5),
  ),
  'server/bulk/bulkRowStore.ts#earlierKeys': inTx((tx, pick) =>
    rows.earlierKeys(tx, pick.actor(), {
      usernames: ['shared-user'],
      phones: ['+254722000000'],
      addresses: ['10.0.0.1'],
    }),
  ),
  'server/bulk/bulkRowStore.ts#customersOfKeys': inTx((tx, pick) =>
    rows.customersOfKeys(tx, pick.actor(), ['shared-customer']),
  ),
  'server/bulk/bulkRowStore.ts#forgetGiven': inTx((tx, pick) => rows.forgetGiven(tx, pick.actor())),
};

/** Of bulk work: jobs, rows, what rows are compared with, the brake; and the batch of acts in the log. */
export const bulkStoreCases: Readonly<Record<string, StoreCase>> = {
  'server/bulk/router/shadowStore.ts#statesOfLines': inTx((tx, pick) => shadows.statesOfLines(tx, pick.actors())),
  ...jobCases,
  ...rowCases,
  'server/bulk/lookupStore.ts#customersByCode': inTx((tx, pick) =>
    lookups.customersByCode(tx, [`${pick.mark()}code-${pick.number(20)}`]),
  ),
  'server/bulk/lookupStore.ts#customersByPhone': inTx((tx) => lookups.customersByPhone(tx, ['+254722000000'])),
  'server/bulk/lookupStore.ts#linesHaving': inTx((tx, pick) =>
    lookups.linesHaving(tx, {
      usernames: [`${pick.mark()}user`],
      addresses: ['10.0.0.1'],
      macs: ['aa:bb:cc:00:11:22'],
    }),
  ),
  'server/bulk/lookupStore.ts#packagesNow': inTx((tx) => lookups.packagesNow(tx)),
  'server/bulk/lookupStore.ts#branchesNow': inTx((tx) => lookups.branchesNow(tx)),
  'server/bulk/lookupStore.ts#companyPlace': inTx((tx) => lookups.companyPlace(tx)),
  'server/bulk/lookupStore.ts#lineVersions': inTx((tx, pick) => lookups.lineVersions(tx, pick.actors())),
  'server/bulk/lookupStore.ts#customerVersions': inTx((tx, pick) => lookups.customerVersions(tx, pick.actors())),
  'server/bulk/source/knownObjectStore.ts#routersNow': inTx((tx) => objects.routersNow(tx)),
  'server/bulk/source/knownObjectStore.ts#poolsNow': inTx((tx) => objects.poolsNow(tx)),
  'server/bulk/source/knownObjectStore.ts#packageVersion': inTx((tx, pick) => objects.packageVersion(tx, pick.actor())),
  'server/bulk/source/knownObjectStore.ts#currencyNow': inTx((tx) => objects.currencyNow(tx)),
  'server/bulk/source/knownObjectStore.ts#lineForUsage': inTx((tx) => objects.lineForUsage(tx, 'shared-user')),
  'server/bulk/database/mysqlStore.ts#openMysql': {
    kind: 'apart',
    because: 'reads the database of another system; test/bulk/foreignDatabase.pg.test.ts',
  },
  'server/bulk/database/postgresStore.ts#openPostgres': {
    kind: 'apart',
    because: 'reads the database of another system; test/bulk/foreignDatabase.pg.test.ts',
  },
  'server/bulk/source/usageImportStore.ts#ensurePastPartitions': {
    kind: 'apart',
    because: 'makes tables; test/bulk/knownSystem.pg.test.ts',
  },
  'server/bulk/source/usageImportStore.ts#insertPastSessions': {
    kind: 'apart',
    because: 'writes as accounting does, for the tenant that is given; test/bulk/knownSystem.pg.test.ts',
  },
  'server/bulk/source/usageImportStore.ts#addPastUsage': {
    kind: 'apart',
    because: 'writes as accounting does, for the tenant that is given; test/bulk/knownSystem.pg.test.ts',
  },
  'server/bulk/act/chosenStore.ts#insertChosen': inTx((tx, pick) =>
    chosen.insertChosen(tx, pick.actor(), 1 + pick.number(100_000), [pick.actor()]),
  ),
  'server/bulk/act/chosenStore.ts#chosenAfter': inTx((tx, pick) => chosen.chosenAfter(tx, pick.actor(), 0, 5)),
  'server/bulk/act/chosenStore.ts#forgetChosen': inTx((tx, pick) => chosen.forgetChosen(tx, pick.actor())),
  'server/bulk/act/brakeStore.ts#readBrake': inTx((tx) => brake.readBrake(tx)),
  'server/bulk/act/brakeStore.ts#writeBrake': inTx((tx, pick) =>
    brake.writeBrake(tx, { mostLines: 1 + pick.number(99), mostPercent: 10, held: pick.number(2) === 0 }, pick.at()),
  ),
  'server/bulk/act/brakeStore.ts#cutsSince': inTx((tx, pick) => brake.cutsSince(tx, pick.at())),
  'server/bulk/act/brakeStore.ts#plannedCuts': inTx((tx, pick) => brake.plannedCuts(tx, pick.actor())),
  'server/bulk/act/brakeStore.ts#worstNas': inTx((tx, pick) => brake.worstNas(tx, pick.actor())),
  'server/platform/audit/auditBatchStore.ts#recordActs': inTx((tx, pick) =>
    audits.recordActs(
      tx,
      pick.actors().map((id) => ({
        ...{ kind: 'customer', id, type: 'customer.registered', by: pick.user(), at: pick.at() },
        personal: { name: { after: `${pick.ownMark()}name` } },
      })),
    ),
  ),
};
