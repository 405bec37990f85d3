import { z } from 'zod';
import type { Clock } from '#actors/system/clock.ts';
import type { Host } from '#actors/system/ports.ts';
import { onCallRefusals } from '#shared/onCall/errors.ts';
import { PolicyPlan } from '#shared/onCall/policy.ts';
import { RotaPlan } from '#shared/onCall/rota.ts';
import { OnCallView } from '#shared/onCall/view.ts';
import type { Json } from '#shared/values/canonicalJson.ts';
import { ActorId, type BranchId } from '#shared/values/ids.ts';
import { changesBetween } from '../platform/audit/act.ts';
import { recordAct } from '../platform/audit/auditStore.ts';
import { requireSubject } from '../platform/auth/accessControl.ts';
import type { Subject } from '../platform/auth/subject.ts';
import type { Database } from '../platform/db/database.ts';
import type { TenantTx } from '../platform/db/transaction.ts';
import type { Routes } from '../platform/http/httpApp.ts';
import type { HttpProblem } from '../platform/http/problem.ts';
import { refused } from '../platform/http/refused.ts';
import { listCovers } from './coverStore.ts';
import type { Heartbeat } from './heartbeat.ts';
import { listBranches, listPeople, listRoles } from './peopleStore.ts';
import { archivePolicy, insertPolicy, listPolicies, orderPolicies, updatePolicy } from './policyStore.ts';
import { archiveRota, findRota, insertRota, listRotas, updateRota } from './rotaStore.ts';

export interface OnCallRoutesOptions {
  readonly database: Database;
  readonly clock: Clock;
  readonly host: Host;
  readonly heartbeat: Heartbeat;
  readonly waysOf: (tenant: Subject['tenant']) => Promise<Pick<OnCallView, 'emailWorks' | 'webhooks'>>;
}

const ofId = z.object({ id: z.uuid() });
const Added = z.object({ id: z.uuid() });
const manage = { access: 'onCall.manage' } as const;
const Order = z.object({ ids: z.array(z.uuid()).max(100) });
/** Covers that ended are shown for as long back as the calendar goes. */
const PAST_MS = 28 * 24 * 3_600_000;

/** Rotas and rules: read by who may see on-call, changed by who manages it; each change is an act in the log. */
export function onCallRoutes(options: OnCallRoutesOptions): Routes {
  const { database, clock, host } = options;

  function change(subject: Subject, work: (tx: TenantTx) => Promise<ActRest>): Promise<void> {
    return database.tenantTx(subject.tenant, async (tx) => {
      const { id, ...act } = await work(tx);
      await recordAct(tx, { ...act, id: ActorId.parse(id), by: subject.userId, at: clock.now() });
    });
  }

  return (app) => {
    app.get(
      '/api/on-call',
      {
        config: { access: 'onCall.view' },
        schema: { summary: 'Who is on call, rotas and rules', response: { 200: OnCallView } },
      },
      (request) => overview(options, requireSubject(request)),
    );
    app.post(
      '/api/on-call/rotas',
      { config: manage, schema: { summary: 'Make an on-call rota', body: RotaPlan, response: { 201: Added } } },
      async (request, reply) => {
        const id = host.newId();
        const plan = request.body;
        await change(requireSubject(request), async (tx) => {
          await requirePeople(tx, plan, requireSubject(request));
          await insertRota(tx, id, plan, clock.now());
          return { kind: 'rota', id, type: 'rota.added', changes: changesBetween({}, told(plan)) };
        });
        return reply.code(201).send({ id });
      },
    );
    app.put(
      '/api/on-call/rotas/:id',
      {
        config: manage,
        schema: {
          summary: 'Change an on-call rota',
          params: ofId,
          body: z.object({ version: z.int(), plan: RotaPlan }),
        },
      },
      async (request, reply) => {
        const { id } = request.params;
        const { version, plan } = request.body;
        await change(requireSubject(request), async (tx) => {
          const before = await rotaOf(tx, id, requireSubject(request));
          await requirePeople(tx, plan, requireSubject(request));
          if (!(await updateRota(tx, id, version, plan))) throw changedMeanwhile();
          return { kind: 'rota', id, type: 'rota.changed', changes: changesBetween(told(before), told(plan)) };
        });
        return reply.code(204).send();
      },
    );
    app.post(
      '/api/on-call/rotas/:id/archive',
      { config: manage, schema: { summary: 'Archive an on-call rota', params: ofId } },
      async (request, reply) => {
        const { id } = request.params;
        await change(requireSubject(request), async (tx) => {
          await rotaOf(tx, id, requireSubject(request));
          await archiveRota(tx, id, clock.now());
          return { kind: 'rota', id, type: 'rota.archived' };
        });
        return reply.code(204).send();
      },
    );
    app.post(
      '/api/on-call/policies',
      { config: manage, schema: { summary: 'Make an escalation rule', body: PolicyPlan, response: { 201: Added } } },
      async (request, reply) => {
        const id = host.newId();
        await change(requireSubject(request), async (tx) => {
          await insertPolicy(tx, id, request.body, clock.now());
          return {
            kind: 'escalationPolicy',
            id,
            type: 'escalationPolicy.added',
            changes: changesBetween({}, told(request.body)),
          };
        });
        return reply.code(201).send({ id });
      },
    );
    app.put(
      '/api/on-call/policies/:id',
      {
        config: manage,
        schema: {
          summary: 'Change an escalation rule',
          params: ofId,
          body: z.object({ version: z.int(), plan: PolicyPlan }),
        },
      },
      async (request, reply) => {
        const { id } = request.params;
        const { version, plan } = request.body;
        await change(requireSubject(request), async (tx) => {
          const before = (await listPolicies(tx)).find((policy) => policy.id === id);
          if (!before) throw noPolicy();
          if (!(await updatePolicy(tx, id, version, plan))) throw changedMeanwhile();
          const changes = changesBetween(told(before), told(plan));
          return { kind: 'escalationPolicy', id, type: 'escalationPolicy.changed', changes };
        });
        return reply.code(204).send();
      },
    );
    app.post(
      '/api/on-call/policies/:id/archive',
      { config: manage, schema: { summary: 'Archive an escalation rule', params: ofId } },
      async (request, reply) => {
        const { id } = request.params;
        await change(requireSubject(request), async (tx) => {
          if (!(await archivePolicy(tx, id, clock.now()))) throw noPolicy();
          return { kind: 'escalationPolicy', id, type: 'escalationPolicy.archived' };
        });
        return reply.code(204).send();
      },
    );
    app.put(
      '/api/on-call/policies',
      { config: manage, schema: { summary: 'Put the escalation rules in order', body: Order } },
      async (request, reply) => {
        const { ids } = request.body;
        const [first] = ids;
        if (first === undefined) return reply.code(204).send();
        await change(requireSubject(request), async (tx) => {
          await orderPolicies(tx, ids);
          return { kind: 'escalationPolicy', id: first, type: 'escalationPolicy.reordered', facts: { ids } };
        });
        return reply.code(204).send();
      },
    );
  };
}

/** What recordAct takes, without who and when. */
type ActRest = Omit<Parameters<typeof recordAct>[1], 'by' | 'at' | 'id'> & { readonly id: string };

async function overview(
  { database, clock, heartbeat, waysOf }: OnCallRoutesOptions,
  { tenant, branches }: Subject,
): Promise<OnCallView> {
  const ways = await waysOf(tenant);
  return await database.tenantTx(tenant, async (tx) => {
    const rotas = await listRotas(tx, branches);
    const seen = new Set(rotas.map(({ id }) => id));
    const covers = await listCovers(tx, clock.now() - PAST_MS);
    const people = await listPeople(tx);
    return {
      rotas: [...rotas],
      covers: covers.filter(({ rotaId }) => seen.has(rotaId)),
      policies: [...(await listPolicies(tx))],
      people: people.map(({ id, name, roleName, disabled, devices, phone }) => ({
        id,
        name,
        roleName,
        disabled,
        devices,
        phone,
      })),
      roles: [...(await listRoles(tx))],
      branches: (await listBranches(tx)).filter(({ id }) => branches === 'all' || branches.includes(id)),
      emailWorks: ways.emailWorks,
      webhooks: ways.webhooks,
      heartbeat: heartbeat.state(),
    };
  });
}

async function rotaOf(tx: TenantTx, id: string, { branches }: Subject): Promise<RotaPlan & { readonly id: string }> {
  const rota = await findRota(tx, id);
  if (!rota || !isInScope(rota.branchId, branches)) {
    throw refused(onCallRefusals, 404, 'rota/not-found');
  }
  return rota;
}

/** Who is limited to branches makes rotas of those, not of the whole company. */
async function requirePeople(tx: TenantTx, { layers, branchId }: RotaPlan, { branches }: Subject): Promise<void> {
  if (branches !== 'all' && (branchId === undefined || !branches.includes(branchId))) {
    throw refused(onCallRefusals, 403, 'rota/other-branch');
  }
  if (branchId !== undefined && !(await listBranches(tx)).some(({ id }) => id === branchId)) {
    throw refused(onCallRefusals, 400, 'rota/branch-unknown');
  }
  const known = new Set((await listPeople(tx)).map(({ id }) => id));
  if (layers.some(({ people }) => people.some((id) => !known.has(id)))) {
    throw refused(onCallRefusals, 400, 'rota/person-unknown');
  }
}

function isInScope(branchId: BranchId | undefined, branches: Subject['branches']): boolean {
  return branchId === undefined || branches === 'all' || branches.includes(branchId);
}

/** As the log keeps it: ids, times and numbers; nothing of it is about persons beyond their ids. */
function told(plan: RotaPlan | PolicyPlan): Record<string, Json | undefined> {
  return JSON.parse(JSON.stringify({ ...plan, id: undefined, version: undefined, position: undefined })) as Record<
    string,
    Json
  >;
}

function changedMeanwhile(): HttpProblem {
  return refused(onCallRefusals, 409, 'onCall/changed');
}

function noPolicy(): HttpProblem {
  return refused(onCallRefusals, 404, 'escalationPolicy/not-found');
}
