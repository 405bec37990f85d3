import { Readable } from 'node:stream';
import { z } from 'zod';
import type { Clock } from '#actors/system/clock.ts';
import { ApprovalNeeded } from '#shared/approval/requests.ts';
import { ActorId, type TenantId } from '#shared/values/ids.ts';
import { AdoptedCodes, AdoptVouchers, LookAtCodes, VouchersAdopted } from '#shared/voucher/adopt.ts';
import {
  NewVoucherBatch,
  VoucherBatchDetail,
  VoucherBatchMade,
  VoucherBatchPage,
  VoucherBatchQuery,
  VoucherPackage,
} from '#shared/voucher/batch.ts';
import { VoucherState } from '#shared/voucher/values.ts';
import {
  FindVoucher,
  RevealedVouchers,
  RevealVouchers,
  SellVouchers,
  VoidVouchers,
  Voucher,
  VoucherPage,
  VoucherQuery,
  VoucherReport,
  VoucherReportQuery,
  VouchersRestored,
  VouchersSold,
  VouchersVoided,
} from '#shared/voucher/voucher.ts';
import type { Approvals } from '../platform/approvals.ts';
import { recordAct } from '../platform/audit/auditStore.ts';
import { requireSubject } from '../platform/auth/accessControl.ts';
import type { Subject } from '../platform/auth/subject.ts';
import type { Database } from '../platform/db/database.ts';
import type { TenantTx } from '../platform/db/transaction.ts';
import type { Routes } from '../platform/http/httpApp.ts';
import { HttpProblem } from '../platform/http/problem.ts';
import { replyProblem } from '../platform/http/replyProblem.ts';
import type { Names, NamesSource } from '../platform/names.ts';
import { requireBatch, type VoucherActor, type VoucherActs } from './voucherActs.ts';
import type { VoucherAdopter } from './voucherAdopter.ts';
import { hotspotPackages, type StoredBatch, voucherBatchPage } from './voucherBatchStore.ts';
import { codeHash, type VoucherCodes } from './voucherCodes.ts';
import { voucherCsv } from './voucherCsv.ts';
import type { VoucherMaker } from './voucherMaker.ts';
import { voucherRefusal } from './voucherRefusal.ts';
import { companyZone, voucherReport } from './voucherReportStore.ts';
import { countVouchers, type StoredVoucher, voucherByHash, voucherPage, vouchersOf } from './voucherStore.ts';

export interface VoucherRoutesOptions {
  readonly database: Database;
  readonly clock: Clock;
  readonly newId: () => string;
  readonly names: NamesSource;
  readonly approvals: Approvals;
  readonly codes: VoucherCodes;
  readonly maker: VoucherMaker;
  readonly adopter: VoucherAdopter;
  readonly acts: VoucherActs;
}

const REPORT_ROWS = 5_000;
/** 50,000 codes of 40 signs. */
const MOST_CODES_BYTES = 4_194_304;
const ofBatch = z.object({ id: ActorId });
const view = { access: 'voucher.view' } as const;
const create = { access: 'voucher.create', rateLimit: { max: 30, timeWindow: 60_000 } } as const;
const codesOf = { access: 'voucher.viewCodes', rateLimit: { max: 60, timeWindow: 60_000 } } as const;
const mayVoid = { access: 'voucher.void' } as const;
/** Codes can be tried out here as well as at a login page. */
const finding = { access: 'voucher.view', rateLimit: { max: 30, timeWindow: 60_000 } } as const;

/** `/api/voucher…`: batches, their codes, and what became of them. */
export function voucherRoutes(options: VoucherRoutesOptions): Routes {
  const { database, clock, newId, names, approvals, codes, maker, adopter, acts } = options;

  const shown = (tenant: TenantId, mayRead: boolean, row: StoredVoucher): Voucher => {
    const { code, ...rest } = row;
    const plain = codes.open(tenant, row.id, code);
    return { ...rest, code: mayRead ? plain : `•••• ${plain.slice(-2)}` };
  };

  return (app) => {
    app.get(
      '/api/voucher-batches',
      {
        config: view,
        schema: { summary: 'Batches of vouchers', querystring: VoucherBatchQuery, response: { 200: VoucherBatchPage } },
      },
      async (request) => {
        const { tenant, branches } = requireSubject(request);
        const { text = '', limit, after } = request.query;
        const [rows, known] = await Promise.all([
          database.tenantTx(tenant, (tx) =>
            voucherBatchPage(tx, { text, limit, after: parseCursor(after), scope: branches }),
          ),
          names.namesOf(tenant),
        ]);
        const last = rows.length === limit ? rows.at(-1) : undefined;
        return {
          rows: rows.map((row) => batchOf(row, known)),
          ...(last ? { next: `${last.createdAt}_${last.id}` } : {}),
        };
      },
    );
    app.get(
      '/api/voucher-packages',
      {
        config: view,
        schema: { summary: 'Packages that vouchers can be made of', response: { 200: z.array(VoucherPackage) } },
      },
      async (request) => [...(await database.tenantTx(requireSubject(request).tenant, hotspotPackages))],
    );
    app.post(
      '/api/voucher-batches',
      {
        config: create,
        schema: {
          summary: 'Make a batch of vouchers',
          body: NewVoucherBatch,
          response: { 201: VoucherBatchMade, 202: ApprovalNeeded },
        },
      },
      async (request, reply) => {
        const subject = requireSubject(request);
        const { reason, ...batch } = request.body;
        await maker.require(subject.tenant, batch, subject.branches);
        const id = ActorId.parse(newId());
        const answer = await approvals.useOrRequest(subject, {
          act: 'voucher.create',
          subjectKind: 'voucherBatch',
          subjectId: id,
          branchId: batch.branchId,
          amount: batch.count,
          payload: { batch: plain(batch) },
          reason,
        });
        if (answer.outcome === 'refused') throw replyProblem(answer.refusal);
        if (answer.outcome === 'asked') return await reply.code(202).send({ approvalId: answer.approvalId });
        await maker.make({ tenant: subject.tenant, id, by: subject.userId, batch });
        return await reply.code(201).send({ id, count: batch.count });
      },
    );
    app.post(
      '/api/voucher-batches/adopt/look',
      {
        config: create,
        bodyLimit: MOST_CODES_BYTES,
        schema: {
          summary: 'Which codes of another system would be taken',
          body: LookAtCodes,
          response: { 200: AdoptedCodes },
        },
      },
      async (request) => await adopter.look(requireSubject(request).tenant, request.body.codes),
    );
    app.post(
      '/api/voucher-batches/adopt',
      {
        config: create,
        bodyLimit: MOST_CODES_BYTES,
        schema: {
          summary: 'Take codes of another system over',
          body: AdoptVouchers,
          response: { 201: VouchersAdopted },
        },
      },
      async (request, reply) => {
        const subject = requireSubject(request);
        const { codes: given, ...batch } = request.body;
        await maker.require(subject.tenant, batch, subject.branches);
        const id = ActorId.parse(newId());
        const amount = (await adopter.look(subject.tenant, given)).fresh;
        if (amount === 0) throw voucherRefusal('voucher/nothing-to-adopt');
        const use = { act: 'voucher.create', amount, subjectId: id } as const;
        // Codes are not kept while somebody decides: whoever may not do it alone has somebody do it who may.
        if (!(await approvals.limits.use(subject, use)).allowed) throw voucherRefusal('voucher/adopt-limit');
        const wanted = { tenant: subject.tenant, id, by: subject.userId, batch, codes: given };
        const found = await adopter.adopt(wanted);
        return await reply.code(201).send({ id, codes: found });
      },
    );
    app.get(
      '/api/voucher-batches/:id',
      { config: view, schema: { summary: 'One batch', params: ofBatch, response: { 200: VoucherBatchDetail } } },
      async (request) => {
        const { tenant, branches } = requireSubject(request);
        const { id } = request.params;
        const known = await names.namesOf(tenant);
        return await database.tenantTx(tenant, async (tx) => {
          const batch = await requireBatch(tx, id, branches);
          const counts = await countVouchers(tx, id, clock.now());
          const all = Object.fromEntries(VoucherState.options.map((state) => [state, counts.get(state) ?? 0]));
          return { ...batchOf(batch, known), counts: all as VoucherBatchDetail['counts'] };
        });
      },
    );
    app.get(
      '/api/voucher-batches/:id/vouchers',
      {
        config: view,
        schema: {
          summary: 'Vouchers of a batch; codes are hidden',
          params: ofBatch,
          querystring: VoucherQuery,
          response: { 200: VoucherPage },
        },
      },
      async (request) => {
        const { tenant, branches } = requireSubject(request);
        const { id } = request.params;
        const { state, limit, after = 0 } = request.query;
        const now = clock.now();
        const found = await database.tenantTx(tenant, async (tx) => {
          const batch = await requireBatch(tx, id, branches);
          const rows = await voucherPage(tx, { batchId: id, state, after, limit, now });
          const total = state === undefined ? batch.count : ((await countVouchers(tx, id, now)).get(state) ?? 0);
          return { rows, total };
        });
        const last = found.rows.length === limit ? found.rows.at(-1) : undefined;
        return {
          rows: found.rows.map((row) => shown(tenant, false, row)),
          total: found.total,
          ...(last ? { next: String(last.serial) } : {}),
        };
      },
    );
    app.get(
      '/api/voucher-batches/:id/codes.csv',
      { config: codesOf, schema: { summary: 'Codes of a batch as a spreadsheet file', params: ofBatch } },
      async (request, reply) => {
        const subject = requireSubject(request);
        const { id } = request.params;
        const batch = await database.tenantTx(subject.tenant, async (tx) => {
          const found = await requireBatch(tx, id, subject.branches);
          await countReveal(tx, approvals, subject, found, found.count);
          await recordCodesSeen(tx, subject, id, 'voucherBatch.exported', found.count, clock.now());
          return found;
        });
        void reply
          .header('content-disposition', `attachment; filename="vouchers-${id.slice(-8)}.csv"`)
          .header('cache-control', 'no-store');
        return await reply
          .type('text/csv; charset=utf-8')
          .send(Readable.from(voucherCsv({ database, clock, codes }, subject.tenant, batch)));
      },
    );
    app.post(
      '/api/vouchers/reveal',
      {
        config: codesOf,
        schema: {
          summary: 'Show codes; it is recorded who saw how many',
          body: RevealVouchers,
          response: { 200: RevealedVouchers },
        },
      },
      async (request) => {
        const subject = requireSubject(request);
        return await database.tenantTx(subject.tenant, async (tx) => {
          const rows = await vouchersOf(tx, request.body.ids, subject.branches, clock.now());
          const [first] = rows;
          if (!first) throw voucherRefusal('voucher/not-found');
          await countReveal(tx, approvals, subject, { id: first.batchId, branchId: undefined }, rows.length);
          await recordCodesSeen(tx, subject, first.batchId, 'voucherBatch.codesSeen', rows.length, clock.now());
          return rows.map(({ id, code }) => ({ id, code: codes.open(subject.tenant, id, code) }));
        });
      },
    );
    app.post(
      '/api/vouchers/find',
      {
        config: finding,
        schema: { summary: 'The voucher with just this code', body: FindVoucher, response: { 200: Voucher } },
      },
      async (request) => {
        const { tenant, branches } = requireSubject(request);
        const key = await codes.keyOf(database, tenant);
        const hash = codeHash(key, request.body.code);
        const row = await database.tenantTx(tenant, (tx) => voucherByHash(tx, hash, branches, clock.now()));
        if (!row) throw voucherRefusal('voucher/not-found');
        return shown(tenant, true, row);
      },
    );
    app.post(
      '/api/voucher-batches/:id/void',
      {
        config: mayVoid,
        schema: {
          summary: 'Void vouchers that can still be used',
          params: ofBatch,
          body: VoidVouchers,
          response: { 200: VouchersVoided },
        },
      },
      (request) => acts.void(actorOf(requireSubject(request)), request.params.id, request.body),
    );
    app.post(
      '/api/vouchers/voids/:id/undo',
      {
        config: mayVoid,
        schema: {
          summary: 'Take back what one act voided, within 24 hours',
          params: ofBatch,
          response: { 200: VouchersRestored },
        },
      },
      async (request) => ({ restored: await acts.restore(actorOf(requireSubject(request)), request.params.id) }),
    );
    app.post(
      '/api/voucher-batches/:id/sell',
      {
        config: { access: 'voucher.create' },
        schema: {
          summary: 'Mark unused vouchers as sold',
          params: ofBatch,
          body: SellVouchers,
          response: { 200: VouchersSold },
        },
      },
      async (request) => ({
        count: await acts.sell(actorOf(requireSubject(request)), request.params.id, request.body.ids),
      }),
    );
    app.get(
      '/api/voucher-report',
      {
        config: view,
        schema: {
          summary: 'Vouchers sold and used, by day and batch',
          querystring: VoucherReportQuery,
          response: { 200: VoucherReport },
        },
      },
      async (request) => {
        const { tenant, branches } = requireSubject(request);
        const rows = await database.tenantTx(tenant, async (tx) =>
          voucherReport(tx, {
            ...request.query,
            timeZone: await companyZone(tx),
            scope: branches,
            limit: REPORT_ROWS + 1,
          }),
        );
        return { rows: rows.slice(0, REPORT_ROWS), truncated: rows.length > REPORT_ROWS };
      },
    );
  };
}

/** Whoever has a code has what it is worth: roles limit how many a person sees. */
export async function countReveal(
  tx: TenantTx,
  approvals: Approvals,
  subject: Subject,
  batch: Pick<StoredBatch, 'id' | 'branchId'>,
  amount: number,
): Promise<void> {
  const use = { act: 'voucher.viewCodes', amount, subjectId: batch.id, branchId: batch.branchId } as const;
  if (!(await approvals.limits.use(subject, use, tx)).allowed) throw voucherRefusal('voucher/codes-limit');
}

export async function recordCodesSeen(
  tx: TenantTx,
  subject: Subject,
  id: ActorId,
  type: string,
  count: number,
  at: number,
): Promise<void> {
  await recordAct(tx, { kind: 'voucherBatch', id, type, facts: { count }, by: subject.userId, at });
}

export function actorOf({ tenant, branches, userId }: Subject): VoucherActor {
  return { tenant, scope: branches, by: userId };
}

function batchOf({ createdBy, quotaCounts: _, ...row }: StoredBatch, names: Names): VoucherBatchPage['rows'][number] {
  const branchName = row.branchId && names.branchName(row.branchId);
  return {
    ...row,
    ...(branchName === undefined ? {} : { branchName }),
    createdByName: names.userName(createdBy) ?? '',
  };
}

function parseCursor(text: string | undefined): { readonly createdAt: number; readonly id: ActorId } | undefined {
  if (text === undefined) return undefined;
  const at = text.indexOf('_');
  const id = ActorId.safeParse(text.slice(at + 1));
  const createdAt = Number(text.slice(0, at));
  if (id.success && Number.isSafeInteger(createdAt)) return { id: id.data, createdAt };
  throw new HttpProblem(400, 'page/not-understood', 'Use `next` of the page before as `after`.');
}

/** Without members that say nothing, so that it can be kept as JSON. */
function plain(batch: Omit<NewVoucherBatch, 'reason'>): Record<string, string | number | boolean> {
  return Object.fromEntries(
    Object.entries(batch).flatMap(([key, value]) => (value === undefined ? [] : [[key, value]])),
  );
}
