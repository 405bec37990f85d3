import { z } from 'zod';
import { PackageRouters, PackageRoutersAsked, PackageSaving } from '#shared/package/onRouters.ts';
import { NewPackage, PackageChange, PackageQuery, PackageRecord } from '#shared/package/registration.ts';
import { ActorId } from '#shared/values/ids.ts';
import { requireSubject } from '../platform/auth/accessControl.ts';
import type { Subject } from '../platform/auth/subject.ts';
import type { Database } from '../platform/db/database.ts';
import type { Routes } from '../platform/http/httpApp.ts';
import { packageRefusal } from './packageRefusal.ts';
import { namesSomething, packageRouters, type PackageRoutersParts } from './packageRouters.ts';
import type { PackageEditor, Packages } from './packages.ts';
import { findPackage, listPackages } from './packageStore.ts';
import { refuseLacking } from './refuseLacking.ts';
import type { StoredPackage } from './storedPackage.ts';

const ofPackage = z.object({ id: ActorId });
const view = { access: 'package.view' } as const;
const manage = { access: 'package.manage' } as const;

/** `/api/packages…` */
export function packageRoutes(database: Database, packages: Packages, routers: PackageRoutersParts['routers']): Routes {
  const onRouters = async ({ tenant, branches }: Subject, asked: PackageRoutersAsked): Promise<PackageRouters> =>
    await packageRouters({ database, routers }, tenant, branches, asked);
  const refuse = async (subject: Subject, asked: PackageRoutersAsked, despite: 'true' | 'false'): Promise<void> => {
    if (despite === 'false' && namesSomething(asked)) refuseLacking(await onRouters(subject, asked));
  };
  return (app) => {
    app.post(
      '/api/packages/routers',
      {
        config: manage,
        schema: {
          summary: 'Whether routers have what a package with these values names',
          body: PackageRoutersAsked,
          response: { 200: PackageRouters },
        },
      },
      async (request) => await onRouters(requireSubject(request), request.body),
    );
    app.get(
      '/api/packages',
      {
        config: view,
        schema: { summary: 'Packages, by name', querystring: PackageQuery, response: { 200: z.array(PackageRecord) } },
      },
      async (request) => {
        const { tenant } = requireSubject(request);
        const found = await database.tenantTx(tenant, (tx) => listPackages(tx, request.query.archived === 'true'));
        return found.map(packageRecord);
      },
    );
    app.get(
      '/api/packages/:id',
      { config: view, schema: { summary: 'One package', params: ofPackage, response: { 200: PackageRecord } } },
      async (request) => {
        const { tenant } = requireSubject(request);
        const found = await database.tenantTx(tenant, (tx) => findPackage(tx, request.params.id));
        if (!found) throw packageRefusal('package/not-found');
        return packageRecord(found);
      },
    );
    app.post(
      '/api/packages',
      {
        config: manage,
        schema: {
          summary: 'Make a package',
          querystring: PackageSaving,
          body: NewPackage,
          response: { 201: PackageRecord },
        },
      },
      async (request, reply) => {
        await refuse(requireSubject(request), request.body, request.query.despiteRouters);
        const created = await packages.create(editorOf(requireSubject(request)), request.body);
        return await reply.code(201).send(packageRecord(created));
      },
    );
    app.patch(
      '/api/packages/:id',
      {
        config: manage,
        schema: {
          summary: 'Change a package, for everybody who has it',
          params: ofPackage,
          querystring: PackageSaving,
          body: PackageChange,
          response: { 200: PackageRecord },
        },
      },
      async (request) => {
        const [subject, { id }, { body }] = [requireSubject(request), request.params, request];
        const before = await database.tenantTx(subject.tenant, (tx) => findPackage(tx, id));
        const named = before && newlyNamed(body, before);
        if (named) await refuse(subject, named, request.query.despiteRouters);
        return packageRecord(await packages.change(editorOf(subject), id, body));
      },
    );
    for (const [act, archived] of [
      ['archive', true],
      ['restore', false],
    ] as const) {
      app.post(
        `/api/packages/:id/${act}`,
        {
          config: manage,
          schema: {
            summary: `Take a package out of sale or back into it: ${act}`,
            params: ofPackage,
            response: { 200: PackageRecord },
          },
        },
        async (request) =>
          packageRecord(await packages.setArchived(editorOf(requireSubject(request)), request.params.id, archived)),
      );
    }
  };
}

export function packageRecord({ tenant: _, ...record }: StoredPackage): PackageRecord {
  return record;
}

/** What the package would name, when that is other than before: nobody is kept from changing a price by a router. */
function newlyNamed(change: PackageChange, before: StoredPackage): PackageRoutersAsked | undefined {
  const members = ['accessTypes', 'poolId', 'ipv6PoolId', 'addressList', 'routerProfile'] as const;
  const isOther = members.some(
    (name) => change[name] !== undefined && JSON.stringify(change[name]) !== JSON.stringify(before[name]),
  );
  if (!isOther) return undefined;
  const { accessTypes, poolId, ipv6PoolId, addressList, routerProfile } = change;
  return {
    accessTypes: accessTypes ?? before.accessTypes,
    poolId: poolId === undefined ? before.poolId : poolId,
    ipv6PoolId: ipv6PoolId === undefined ? before.ipv6PoolId : ipv6PoolId,
    addressList: addressList === undefined ? before.addressList : addressList,
    routerProfile: routerProfile === undefined ? before.routerProfile : routerProfile,
  };
}

/** Packages are the company's: they have no branch. */
function editorOf({ tenant, userId }: Subject): PackageEditor {
  return { tenant, by: userId };
}
