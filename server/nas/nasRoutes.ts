import { z } from 'zod';
import type { Clock } from '#actors/system/clock.ts';
import {
  NasChange,
  NasConnectionResult,
  NasConnectionTest,
  NasPage,
  NasPageQuery,
  NasRecord,
  NasVendorInfo,
  NewNas,
  RevealedSecret,
} from '#shared/nas/registration.ts';
import { ActorId, type TenantId } from '#shared/values/ids.ts';
import type { Limits } from '../platform/approvals.ts';
import { requireSubject } from '../platform/auth/accessControl.ts';
import type { Subject } from '../platform/auth/subject.ts';
import type { Database } from '../platform/db/database.ts';
import type { Routes } from '../platform/http/httpApp.ts';
import { HttpProblem } from '../platform/http/problem.ts';
import type { Names, NamesSource } from '../platform/names.ts';
import type { NasBoard } from './nasBoard.ts';
import { testNasConnection } from './nasConnectionTest.ts';
import { nasRefusal } from './nasRefusal.ts';
import type { NasEditor, NasRegistry } from './nasRegistry.ts';
import { findNas, nasPage } from './nasStore.ts';
import type { StoredNas } from './storedNas.ts';
import { nasDriverOf, nasDrivers } from './vendors/all.ts';

export interface NasRoutesOptions {
  readonly database: Database;
  readonly registry: NasRegistry;
  readonly limits: Limits;
  readonly names: NamesSource;
  readonly clock: Clock;
  readonly boardOf: (tenant: TenantId) => NasBoard;
  readonly mayConnect: (address: string) => boolean;
  /** Whatever kept a router away may be over. False when it is not watched here. */
  readonly tryNow: (tenant: TenantId, id: ActorId) => boolean;
}

const ofNas = z.object({ id: ActorId });
const Version = z.object({ version: z.int() });
const view = { access: 'nas.view' } as const;
const manage = { access: 'nas.manage' } as const;

/** `/api/nas…`: routers as registered. What they do now is in the live views. */
export function nasRoutes(options: NasRoutesOptions): Routes {
  const { database, registry, limits, names, clock, boardOf, mayConnect, tryNow } = options;
  const answer = async (nas: StoredNas): Promise<NasRecord> => recordOf(nas, await names.namesOf(nas.tenant));

  return (app) => {
    app.get(
      '/api/nas/vendors',
      {
        config: view,
        schema: { summary: 'Kinds of routers that can be registered', response: { 200: z.array(NasVendorInfo) } },
      },
      () => nasDrivers.map(({ vendor, name, ports }) => ({ vendor, name, ports: { ...ports } })),
    );
    app.get(
      '/api/nas',
      {
        config: view,
        schema: { summary: 'Registered routers', querystring: NasPageQuery, response: { 200: NasPage } },
      },
      async (request) => {
        const { tenant, branches } = requireSubject(request);
        const { text, branchId, archived, limit, after } = request.query;
        const found = await database.tenantTx(tenant, (tx) =>
          nasPage(tx, {
            text,
            branchId,
            archived: archived === 'true',
            limit,
            after: parseCursor(after),
            scope: branches,
          }),
        );
        const [known, board] = [await names.namesOf(tenant), boardOf(tenant)];
        const rows = found.map((nas) => {
          const state = board.get(nas.id)?.state;
          return { ...recordOf(nas, known), ...(state === undefined ? {} : { state }) };
        });
        const last = found.length === limit ? found.at(-1) : undefined;
        return { rows, ...(last ? { next: `${last.id}_${last.name.toLowerCase()}` } : {}) };
      },
    );
    app.get(
      '/api/nas/:id',
      { config: view, schema: { summary: 'One router as registered', params: ofNas, response: { 200: NasRecord } } },
      async (request) => {
        const { tenant, branches } = requireSubject(request);
        const found = await database.tenantTx(tenant, (tx) => findNas(tx, request.params.id, branches));
        if (!found) throw nasRefusal('nas/not-found');
        return await answer(found);
      },
    );
    app.post(
      '/api/nas',
      { config: manage, schema: { summary: 'Register a router', body: NewNas, response: { 201: NasRecord } } },
      async (request, reply) => {
        const created = await registry.create(editorOf(requireSubject(request)), request.body);
        return await reply.code(201).send(await answer(created));
      },
    );
    app.patch(
      '/api/nas/:id',
      {
        config: manage,
        schema: {
          summary: "Change a router's registration",
          params: ofNas,
          body: NasChange,
          response: { 200: NasRecord },
        },
      },
      async (request) =>
        answer(await registry.change(editorOf(requireSubject(request)), request.params.id, request.body)),
    );
    for (const [act, archived] of [
      ['archive', true],
      ['restore', false],
    ] as const) {
      app.post(
        `/api/nas/:id/${act}`,
        {
          config: manage,
          schema: {
            summary: `Take a router out of use or back into it: ${act}`,
            params: ofNas,
            response: { 200: Version },
          },
        },
        async (request) => {
          const changed = await registry.setArchived(editorOf(requireSubject(request)), request.params.id, archived);
          return { version: changed.version };
        },
      );
    }
    app.post(
      '/api/nas/test',
      {
        config: manage,
        schema: {
          summary: 'Test address and credentials before registering',
          body: NasConnectionTest,
          response: { 200: NasConnectionResult },
        },
      },
      async (request) => {
        const { tenant, branches } = requireSubject(request);
        const { id, vendor, address, port, security, username, password } = request.body;
        const driver = nasDriverOf(vendor);
        if (!driver) throw nasRefusal('nas/vendor-unknown');
        const stored = id && (await database.tenantTx(tenant, (tx) => findNas(tx, id, branches)));
        if (id && !stored) throw nasRefusal('nas/not-found');
        if (password === undefined && !stored) throw nasRefusal('nas/password-missing');
        if (password === undefined && stored && !isSamePlace(stored, request.body))
          throw nasRefusal('nas/password-missing');
        const target = {
          host: stored && password === undefined ? (stored.tunnelAddress ?? stored.address) : address,
          port: port ?? driver.ports[security],
          security,
          fingerprint: stored && isSamePlace(stored, request.body) ? (stored.fingerprint ?? undefined) : undefined,
          username,
          password: password ?? (stored ? registry.open(stored, 'password') : ''),
        };
        return await testNasConnection(driver, target, { clock, mayConnect });
      },
    );
    app.post(
      '/api/nas/:id/try-now',
      {
        config: { access: 'nas.operate' },
        schema: {
          summary: 'Connect to a router again without waiting',
          params: ofNas,
          response: { 200: z.object({ ok: z.boolean() }) },
        },
      },
      async (request) => {
        const { tenant, branches } = requireSubject(request);
        const found = await database.tenantTx(tenant, (tx) => findNas(tx, request.params.id, branches));
        if (!found) throw nasRefusal('nas/not-found');
        return { ok: tryNow(tenant, found.id) };
      },
    );
    app.post(
      '/api/nas/:id/reveal-radius-secret',
      {
        config: { access: 'nas.viewSecrets' },
        schema: {
          summary: "Reveal a router's RADIUS secret; it is recorded who did",
          params: ofNas,
          response: { 200: RevealedSecret },
        },
      },
      async (request) => {
        const subject = requireSubject(request);
        const { id } = request.params;
        await database.tenantTx(subject.tenant, async (tx) => {
          const found = await findNas(tx, id, subject.branches);
          if (!found) throw nasRefusal('nas/not-found');
          const use = { act: 'nas.viewSecrets', subjectId: id, branchId: found.branchId ?? undefined } as const;
          if (!(await limits.use(subject, use, tx)).allowed) throw nasRefusal('nas/secrets-limit');
        });
        return { radiusSecret: await registry.revealRadiusSecret(editorOf(subject), id) };
      },
    );
  };
}

function editorOf({ tenant, branches, userId }: Subject): NasEditor {
  return { tenant, scope: branches, by: userId };
}

function recordOf(nas: StoredNas, names: Names): NasRecord {
  const { tenant: _, password: _p, radiusSecret: _s, ...record } = nas;
  return { ...record, branchName: (nas.branchId && names.branchName(nas.branchId)) ?? null };
}

function isSamePlace(stored: StoredNas, { address, port, username, vendor }: NasConnectionTest): boolean {
  return (
    stored.vendor === vendor &&
    stored.address === address &&
    stored.username === username &&
    (port === null || stored.port === port)
  );
}

function parseCursor(text: string | undefined): { readonly name: string; readonly id: ActorId } | undefined {
  if (text === undefined) return undefined;
  const id = ActorId.safeParse(text.slice(0, 36));
  if (!id.success || text[36] !== '_')
    throw new HttpProblem(400, 'page/not-understood', 'Use `next` of the page before as `after`.');
  return { id: id.data, name: text.slice(37) };
}
