import { ActorId, BranchId, type TenantId, UserId } from '#shared/values/ids.ts';
import type { Feature, FeatureContext, ObjectKeeper, ObjectNames } from '../platform/feature.ts';
import { storedNames } from '../platform/objects/storedNames.ts';
import type { AdministrationPorts } from './administrationPorts.ts';
import { registerApprovedActs } from './approvedActs.ts';
import type { BranchContents } from './branches.ts';
import { companyRoutes } from './companyRoutes.ts';
import { readCompany } from './companySettingsStore.ts';
import { invitationRoutes } from './invitationRoutes.ts';
import { linkRoutes } from './linkRoutes.ts';
import { profileRoutes } from './profileRoutes.ts';
import { roleRoutes } from './roleRoutes.ts';
import { listRoles } from './roleStore.ts';
import { userRoutes } from './userRoutes.ts';
import { userSecurityRoutes } from './userSecurityRoutes.ts';

export type AdministrationContext = Pick<
  FeatureContext,
  'database' | 'clock' | 'log' | 'identity' | 'names' | 'approvals' | 'mailer'
> & { readonly config: { readonly http: Pick<FeatureContext['config']['http'], 'publicUrl'> } };

/** People, roles, branches and the company, as its administrators change them. `features`: the others, to be asked later. */
export function createAdministrationFeature(
  context: AdministrationContext,
  features: () => readonly ObjectKeeper[],
): Feature {
  const { database, clock, log, identity, names, approvals, mailer, config } = context;
  const ports: AdministrationPorts = {
    ...{ database, clock, log, approvals, mailer, names },
    passwords: identity.passwords,
    sessions: identity.sessions,
    unlock: (email) => identity.throttle.unlock(email),
    lockedUntil: (email) => identity.throttle.lockedUntil(email),
    publicUrl: config.http.publicUrl,
  };
  registerApprovedActs(ports);
  const elsewhere: BranchContents = async (tenant, branch) => {
    const asked = features().flatMap((feature) => feature.branchContent?.(tenant, branch) ?? []);
    return (await Promise.all(asked)).flat();
  };
  const routes = [
    userRoutes(ports),
    userSecurityRoutes(ports),
    roleRoutes(ports),
    invitationRoutes(ports),
    linkRoutes(ports),
    profileRoutes(ports),
    companyRoutes(ports, elsewhere),
  ];
  return {
    name: 'administration',
    routes: (app) => routes.forEach((declare) => declare(app)),
    objectNames: objectNames(ports),
  };
}

/** What the audit log calls them. */
function objectNames({ database, names }: AdministrationPorts): Readonly<Record<string, ObjectNames>> {
  const known = (find: (tenant: TenantId, id: ActorId) => Promise<string | undefined>): ObjectNames => {
    return async (tenant, ids) => {
      const found = await Promise.all(ids.map(async (id) => [id, await find(tenant, id)] as const));
      return new Map(found.flatMap(([id, name]) => (name === undefined ? [] : [[id, name] as const])));
    };
  };
  const ofCompany: ObjectNames = async (tenant) =>
    new Map([[ActorId.parse(tenant), (await database.tenantTx(tenant, readCompany)).name]]);
  return {
    user: known(async (tenant, id) => (await names.namesOf(tenant)).userName(UserId.parse(id))),
    branch: known(async (tenant, id) => (await names.namesOf(tenant)).branchName(BranchId.parse(id))),
    async role(tenant) {
      const roles = await database.tenantTx(tenant, listRoles);
      return new Map(roles.map(({ id, name }) => [ActorId.parse(id), name]));
    },
    company: ofCompany,
    tenant: ofCompany,
    invitation: storedNames(database, 'invitation', 'name'),
    token: storedNames(database, 'access_token', 'name'),
    wall: storedNames(database, 'access_token', 'name'),
  };
}
