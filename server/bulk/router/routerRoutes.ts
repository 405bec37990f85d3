import { z } from 'zod';
import { BulkMade } from '#shared/bulk/requests.ts';
import { ImportRouter, RouterShadows, SwitchBatches, UndoSwitchBatch } from '#shared/bulk/router.ts';
import { IntentFacts } from '#shared/deviceIntent/values.ts';
import { AskSwitchAccounts, type SwitchAccounts } from '#shared/nas/accounts.ts';
import { usernameKey } from '#shared/subscription/usernameKey.ts';
import { ActorId, IdempotencyKey } from '#shared/values/ids.ts';
import type { DeviceIntentFeature } from '../../deviceIntent/deviceIntentFeature.ts';
import type { NasAccount, NasFeature, StoredNas } from '../../nas/nasFeature.ts';
import { recordAct } from '../../platform/audit/auditStore.ts';
import { requireSubject } from '../../platform/auth/accessControl.ts';
import type { Subject } from '../../platform/auth/subject.ts';
import type { Routes } from '../../platform/http/httpApp.ts';
import { replyProblem } from '../../platform/http/replyProblem.ts';
import { BULK_JOB } from '../bulkEnd.ts';
import { switchIntentId } from '../bulkId.ts';
import type { BulkJobs } from '../bulkJobs.ts';
import { bulkRefusal } from '../bulkRefusal.ts';
import type { ImportWork } from '../import/checkImport.ts';
import { linesHaving } from '../lookupStore.ts';
import { routerSheet } from './routerSheet.ts';
import { statesOfLines } from './shadowStore.ts';
import { switchBatches, undoing } from './switchBatches.ts';

export type RouterPart = Pick<NasFeature, 'find' | 'accountsOn'>;

export interface RouterParts {
  readonly routers: RouterPart;
  readonly intents: Pick<DeviceIntentFeature, 'request' | 'latestOf'>;
}

const ofRouter = z.object({ id: ActorId });
/** A router with thousands of secrets takes a while to say them. */
const WITHIN_MS = 60_000;
const MOST_NAMES = 20_000;

/** What routers hold by themselves: taken over as an import, and what of it stands in front of a line. */
export function routerRoutes(work: ImportWork, { routers, intents }: RouterParts, jobs: BulkJobs): Routes {
  const { database, clock } = work;
  const read = async (nas: StoredNas): Promise<readonly NasAccount[]> => {
    try {
      return await routers.accountsOn(nas.tenant, nas.id, AbortSignal.timeout(WITHIN_MS));
    } catch (cause) {
      throw bulkRefusal('bulk/router-unreachable', { cause });
    }
  };
  const requireRouter = (subject: Subject, id: ActorId): StoredNas => {
    const nas = routers.find(subject.tenant, id);
    const within =
      nas && (subject.branches === 'all' || nas.branchId === null || subject.branches.includes(nas.branchId));
    if (!nas || !within) throw bulkRefusal('bulk/router-not-found');
    return nas;
  };
  const switched = (nas: StoredNas): ReturnType<typeof intents.latestOf> =>
    intents.latestOf(nas.tenant, { kind: 'nas', id: nas.id }, 'nas.switchAccounts');
  async function ask(subject: Subject, nas: StoredNas, key: string, input: SwitchAccounts): Promise<ActorId> {
    const id = switchIntentId(subject.tenant, subject.userId, key);
    const asked = await intents.request({
      tenant: subject.tenant,
      device: { kind: 'nas', id: nas.id },
      act: 'nas.switchAccounts',
      // Without members that say nothing, so that it can be kept as JSON.
      input: IntentFacts.parse(JSON.parse(JSON.stringify(input))),
      ...(nas.branchId === null ? {} : { branchId: nas.branchId }),
      caller: { kind: 'user', userId: subject.userId, branches: subject.branches },
      key: IdempotencyKey.parse(`switch:${id}`),
      id,
    });
    if (!asked.reply.ok && asked.reply.code !== 'deviceIntent/exists') throw replyProblem(asked.reply);
    return asked.id;
  }
  return (app) => {
    app.post(
      '/api/bulk/imports/router',
      {
        config: { access: 'bulk.import', rateLimit: { max: 10, timeWindow: 60_000 } },
        schema: { summary: 'Take over what a router holds by itself', body: ImportRouter, response: { 201: BulkMade } },
      },
      async (request, reply) => {
        const subject = requireSubject(request);
        // Passwords come with it, as with RADIUS secrets.
        if (!subject.permissions.has('nas.viewSecrets')) throw bulkRefusal('bulk/not-permitted');
        const nas = requireRouter(subject, request.body.nasId);
        const accounts = await read(nas);
        const made = await jobs.upload(subject, `${nas.name}.csv`, routerSheet(accounts));
        await database.tenantTx(subject.tenant, (tx) =>
          recordAct(tx, {
            ...{ kind: BULK_JOB, id: made.id, type: 'bulkJob.readRouter', by: subject.userId, at: clock.now() },
            facts: { nasId: nas.id, accounts: accounts.length },
          }),
        );
        return await reply.code(201).send(made);
      },
    );
    app.post(
      '/api/bulk/routers/:id/accounts',
      {
        config: { access: 'nas.operate', rateLimit: { max: 60, timeWindow: 60_000 } },
        schema: {
          summary: 'Switch local accounts of a router off, or on again',
          params: ofRouter,
          body: AskSwitchAccounts,
          response: { 202: z.object({ intentId: ActorId }) },
        },
      },
      async (request, reply) => {
        const subject = requireSubject(request);
        if (!subject.permissions.has('bulk.act')) throw bulkRefusal('bulk/not-permitted');
        const nas = requireRouter(subject, request.params.id);
        const { key, ...input } = request.body;
        return await reply.code(202).send({ intentId: await ask(subject, nas, key, input) });
      },
    );
    app.get(
      '/api/bulk/routers/:id/batches',
      {
        config: { access: 'nas.view' },
        schema: {
          summary: 'Batches of local accounts that were switched',
          params: ofRouter,
          response: { 200: SwitchBatches },
        },
      },
      async (request) => {
        const subject = requireSubject(request);
        const nas = requireRouter(subject, request.params.id);
        const batches = switchBatches(await switched(nas), await work.names.namesOf(subject.tenant));
        return { batches: [...batches] };
      },
    );
    app.post(
      '/api/bulk/routers/:id/batches/undo',
      {
        config: { access: 'nas.operate', rateLimit: { max: 60, timeWindow: 60_000 } },
        schema: {
          summary: 'Put back exactly what a batch has switched',
          params: ofRouter,
          body: UndoSwitchBatch,
          response: { 202: z.object({ intentId: ActorId }) },
        },
      },
      async (request, reply) => {
        const subject = requireSubject(request);
        if (!subject.permissions.has('bulk.act')) throw bulkRefusal('bulk/not-permitted');
        const nas = requireRouter(subject, request.params.id);
        const { key, intentId } = request.body;
        const input = undoing(await switched(nas), intentId);
        return await reply.code(202).send({ intentId: await ask(subject, nas, key, input) });
      },
    );
    app.get(
      '/api/bulk/routers/:id/shadows',
      {
        config: { access: 'bulk.import', rateLimit: { max: 10, timeWindow: 60_000 } },
        schema: {
          summary: 'Local accounts of a router that stand in front of a line',
          params: ofRouter,
          response: { 200: RouterShadows },
        },
      },
      async (request) => {
        const subject = requireSubject(request);
        if (!subject.permissions.has('nas.view')) throw bulkRefusal('bulk/not-permitted');
        const nas = requireRouter(subject, request.params.id);
        const local = (await read(nas))
          .filter(({ service }) => service === 'ppp' || service === 'hotspot')
          .slice(0, MOST_NAMES);
        const rules = await work.rulesOf(subject.tenant);
        const keys = new Map(local.map((account) => [account, usernameKey(account.name, rules)]));
        const lines = await database.tenantTx(subject.tenant, (tx) =>
          linesHaving(tx, { usernames: [...keys.values()], addresses: [], macs: [] }),
        );
        const states = await database.tenantTx(subject.tenant, (tx) =>
          statesOfLines(
            tx,
            lines.map(({ id }) => id),
          ),
        );
        const byKey = new Map(lines.map((line) => [line.usernameKey, line]));
        const shadows = local.flatMap((account) => {
          const line = byKey.get(keys.get(account)!);
          if (!line) return [];
          const { id, service, name, disabled } = account;
          return [
            {
              id,
              service: service === 'ppp' ? ('ppp' as const) : ('hotspot' as const),
              name,
              disabled,
              subscriptionId: line.id,
              lineState: states.get(line.id) ?? 'left',
              customerName: line.customer.name,
            },
          ];
        });
        return { accounts: local.length, shadows };
      },
    );
  };
}
