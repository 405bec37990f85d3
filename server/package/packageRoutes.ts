import { z } from 'zod';
import { NewPackage, PackageChange, PackageQuery, PackageRecord } from '#shared/package/registration.ts';
import { ActorId } from '#shared/values/ids.ts';
import { requireSubject } from '../platform/auth/accessControl.ts';
import type { Subject } from '../platform/auth/subject.ts';
import type { Database } from '../platform/db/database.ts';
import type { Routes } from '../platform/http/httpApp.ts';
import { packageRefusal } from './packageRefusal.ts';
import type { PackageEditor, Packages } from './packages.ts';
import { findPackage, listPackages } from './packageStore.ts';
import type { StoredPackage } from './storedPackage.ts';

const ofPackage = z.object({ id: ActorId });
const view = { access: 'package.view' } as const;
const manage = { access: 'package.manage' } as const;

/** `/api/packages…` */
export function packageRoutes(database: Database, packages: Packages): Routes {
  return (app) => {
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
      { config: manage, schema: { summary: 'Make a package', body: NewPackage, response: { 201: PackageRecord } } },
      async (request, reply) => {
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
          body: PackageChange,
          response: { 200: PackageRecord },
        },
      },
      async (request) =>
        packageRecord(await packages.change(editorOf(requireSubject(request)), request.params.id, request.body)),
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

/** Packages are the company's: they have no branch. */
function editorOf({ tenant, userId }: Subject): PackageEditor {
  return { tenant, by: userId };
}
