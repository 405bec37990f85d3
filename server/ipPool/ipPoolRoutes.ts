import { z } from 'zod';
import { IpPoolChange, IpPoolQuery, IpPoolRecord, NewIpPool } from '#shared/ipPool/registration.ts';
import { ActorId } from '#shared/values/ids.ts';
import { requireSubject } from '../platform/auth/accessControl.ts';
import type { Subject } from '../platform/auth/subject.ts';
import type { Database } from '../platform/db/database.ts';
import type { Routes } from '../platform/http/httpApp.ts';
import { ipPoolRecord } from './ipPoolRecord.ts';
import { ipPoolRefusal } from './ipPoolRefusal.ts';
import type { IpPoolEditor, IpPools } from './ipPools.ts';
import { findIpPool, listIpPools } from './ipPoolStore.ts';

const ofPool = z.object({ id: ActorId });
const view = { access: 'pool.view' } as const;
const manage = { access: 'pool.manage' } as const;

/** `/api/ip-pools…` */
export function ipPoolRoutes(database: Database, pools: IpPools): Routes {
  return (app) => {
    app.get(
      '/api/ip-pools',
      {
        config: view,
        schema: {
          summary: 'Pools of addresses, by name',
          querystring: IpPoolQuery,
          response: { 200: z.array(IpPoolRecord) },
        },
      },
      async (request) => {
        const { tenant } = requireSubject(request);
        const found = await database.tenantTx(tenant, (tx) => listIpPools(tx, request.query.archived === 'true'));
        return found.map(ipPoolRecord);
      },
    );
    app.get(
      '/api/ip-pools/:id',
      { config: view, schema: { summary: 'One pool', params: ofPool, response: { 200: IpPoolRecord } } },
      async (request) => {
        const { tenant } = requireSubject(request);
        const found = await database.tenantTx(tenant, (tx) => findIpPool(tx, request.params.id));
        if (!found) throw ipPoolRefusal('ipPool/not-found');
        return ipPoolRecord(found);
      },
    );
    app.post(
      '/api/ip-pools',
      { config: manage, schema: { summary: 'Make a pool', body: NewIpPool, response: { 201: IpPoolRecord } } },
      async (request, reply) => {
        const created = await pools.create(editorOf(requireSubject(request)), request.body);
        return await reply.code(201).send(ipPoolRecord(created));
      },
    );
    app.patch(
      '/api/ip-pools/:id',
      {
        config: manage,
        schema: { summary: 'Change a pool', params: ofPool, body: IpPoolChange, response: { 200: IpPoolRecord } },
      },
      async (request) =>
        ipPoolRecord(await pools.change(editorOf(requireSubject(request)), request.params.id, request.body)),
    );
    for (const [act, archived] of [
      ['archive', true],
      ['restore', false],
    ] as const) {
      app.post(
        `/api/ip-pools/:id/${act}`,
        {
          config: manage,
          schema: {
            summary: `Take a pool out of use or back into it: ${act}`,
            params: ofPool,
            response: { 200: IpPoolRecord },
          },
        },
        async (request) =>
          ipPoolRecord(await pools.setArchived(editorOf(requireSubject(request)), request.params.id, archived)),
      );
    }
  };
}

/** Pools are the company's: they have no branch. */
function editorOf({ tenant, userId }: Subject): IpPoolEditor {
  return { tenant, by: userId };
}
