import * as approvals from '#server/approval/approvalStore.ts';
import * as limits from '#server/approval/limitStore.ts';
import * as audit from '#server/audit/auditLogStore.ts';
import * as objects from '#server/platform/objects/objectStore.ts';
import * as administration from '#server/tenant/administrationStore.ts';
import * as branches from '#server/tenant/branchStore.ts';
import * as company from '#server/tenant/companySettingsStore.ts';
import * as invitations from '#server/tenant/invitationStore.ts';
import * as roles from '#server/tenant/roleStore.ts';
import * as links from '#server/tenant/userLinkStore.ts';
import { listUsers } from '#server/tenant/userListStore.ts';
import * as users from '#server/tenant/userStore.ts';
import { RoleId } from '#shared/tenant/administration.ts';
import { InvitationId } from '#shared/tenant/invitations.ts';
import { UserQuery } from '#shared/tenant/users.ts';
import type { Pick } from './pick.ts';
import { apart, inClient, inTx, reads, type StoreCase } from './storeCase.ts';

const role = (pick: Pick): RoleId => RoleId.parse(pick.role());
const invitation = (pick: Pick): InvitationId => InvitationId.parse(pick.actor());
const name = (pick: Pick): string => `${pick.ownMark()}${pick.id()}`;
const email = (pick: Pick): string => `${pick.id()}@${pick.ownMark()}.test`;
const someBranches = (pick: Pick) => pick.one(['all' as const, [pick.branch()]]);

const namedTables = [
  { table: 'nas', columns: ['name'] },
  { table: 'alarm', columns: ['source', 'cause'] },
  { table: 'approval', columns: ['act', 'subject_name'] },
];
const branchTables = [
  { table: 'nas', endedAt: 'archived_at' },
  { table: 'approval', endedAt: 'ended_at' },
];

/** Cases of the stores of people, roles, approvals and the audit log. */
export const identityStoreCases: Readonly<Record<string, StoreCase>> = {
  'server/approval/approvalStore.ts#anyDecider': inTx((tx, pick) =>
    approvals.anyDecider(tx, pick.user(), 'user.manage', pick.one([undefined, pick.branch()])),
  ),
  'server/approval/approvalStore.ts#approvalTable.parse': apart('reads a row'),
  'server/approval/approvalStore.ts#approvalTable.load': inClient((client, tenant, pick) =>
    approvals.approvalTable.load(client, tenant, pick.actors()),
  ),
  'server/approval/approvalStore.ts#approvalTable.versions': inClient((client, tenant, pick) =>
    approvals.approvalTable.versions(client, tenant, pick.actors()),
  ),
  'server/approval/approvalStore.ts#approvalTable.save': apart(
    'is written by its actor; test/approval/approvals.pg.test.ts',
  ),
  'server/approval/approvalStore.ts#approvedEverywhere': reads('one look finds what a crash left over anywhere', (tx) =>
    approvals.approvedEverywhere(tx),
  ),
  'server/approval/approvalStore.ts#endedApprovals': inTx((tx, pick) =>
    approvals.endedApprovals(tx, {
      before: pick.one([undefined, { endedAt: pick.at(), id: pick.actor() }]),
      limit: 1 + pick.number(5),
      branches: pick.branches(),
    }),
  ),
  'server/approval/approvalStore.ts#lockOutcome': inTx((tx, pick) => approvals.lockOutcome(tx, pick.actor())),
  'server/approval/approvalStore.ts#readApproval': inTx((tx, pick) =>
    approvals.readApproval(tx, pick.actor(), pick.branches()),
  ),
  'server/approval/approvalStore.ts#recentApprovals': inTx((tx, pick) => approvals.recentApprovals(tx, pick.at())),
  'server/approval/approvalStore.ts#stillMay': inTx((tx, pick) => approvals.stillMay(tx, pick.user(), 'alarm.view')),
  'server/approval/approvalStore.ts#storeOutcome': inTx((tx, pick) =>
    approvals.storeOutcome(tx, pick.actor(), { ok: true, outcome: pick.ownMark() }, pick.at()),
  ),
  'server/approval/limitStore.ts#insertUse': inTx((tx, pick) => limits.insertUse(tx, use(pick), pick.at())),
  'server/approval/limitStore.ts#limitOf': inTx((tx, pick) => limits.limitOf(tx, pick.user(), 'alarm.view')),
  'server/approval/limitStore.ts#limitReport': inTx((tx, pick) =>
    limits.limitReport(tx, { from: 0, to: pick.at(), branchId: pick.one([undefined, pick.branch()]) }),
  ),
  'server/approval/limitStore.ts#lockUses': inTx((tx, pick) => limits.lockUses(tx, pick.user(), 'alarm.view')),
  'server/approval/limitStore.ts#isCounted': inTx((tx, pick) => limits.isCounted(tx, pick.actor())),
  'server/approval/limitStore.ts#usedSince': inTx((tx, pick) =>
    limits.usedSince(tx, use(pick), pick.at(), pick.one(['person', 'object'])),
  ),
  'server/approval/limitStore.ts#zoneOf': inTx((tx, pick) => limits.zoneOf(tx, pick.one([undefined, pick.branch()]))),
  'server/audit/auditLogStore.ts#idsNamed': inClient((client, tenant, pick) =>
    audit.idsNamed(client, tenant, pick.one(['mark', pick.mark()])),
  ),
  'server/audit/auditLogStore.ts#readPersonal': inClient((client, tenant, pick) =>
    audit.readPersonal(client, tenant, [pick.evidence(), pick.evidence()]),
  ),
  'server/audit/auditLogStore.ts#searchEvents': inClient((client, tenant, pick) =>
    audit.searchEvents(client, tenant, {
      by: pick.one(['all', 'people', 'system']),
      user: pick.one([undefined, pick.user()]),
      kind: pick.one([undefined, 'alarm']),
      id: pick.one([undefined, pick.actor()]),
      type: pick.one([undefined, 'alarm.']),
      from: pick.one([undefined, pick.at()]),
      to: pick.one([undefined, pick.at()]),
      text: pick.one(['', 'mark', pick.mark()]),
      named: pick.actors(),
      floor: 1,
      before: 1_000,
      limit: 1 + pick.number(5),
    }),
  ),
  'server/platform/objects/objectStore.ts#namesIn': inTx((tx, pick) =>
    objects.namesIn(tx, pick.one(namedTables), pick.actors()),
  ),
  'server/platform/objects/objectStore.ts#standingIn': inTx((tx, pick) =>
    objects.standingIn(tx, pick.one(branchTables), pick.branch()),
  ),
  'server/tenant/administrationStore.ts#keepAdministrators': inTx((tx) => administration.keepAdministrators(tx)),
  'server/tenant/administrationStore.ts#lockAdministration': inTx((tx) => administration.lockAdministration(tx)),
  'server/tenant/administrationStore.ts#readPolicies': inTx((tx) => administration.readPolicies(tx)),
  'server/tenant/branchStore.ts#activeBranches': inTx((tx) => branches.activeBranches(tx)),
  'server/tenant/branchStore.ts#branchContent': inTx((tx, pick) => branches.branchContent(tx, pick.branch())),
  'server/tenant/branchStore.ts#insertBranch': inTx((tx, pick) =>
    branches.insertBranch(tx, { name: name(pick), timeZone: 'UTC' }, pick.at()),
  ),
  'server/tenant/branchStore.ts#listBranches': inTx((tx, pick) => branches.listBranches(tx, pick.branches())),
  'server/tenant/branchStore.ts#requireBranch': inTx((tx, pick) => branches.requireBranch(tx, pick.branch(), 'all')),
  'server/tenant/branchStore.ts#setBranchArchived': inTx((tx, pick) =>
    branches.setBranchArchived(tx, pick.branch(), pick.one([undefined, pick.at()])),
  ),
  'server/tenant/branchStore.ts#setBranchDetails': inTx((tx, pick) =>
    branches.setBranchDetails(tx, pick.branch(), { name: name(pick), timeZone: 'UTC' }),
  ),
  'server/tenant/companySettingsStore.ts#readCompany': inTx((tx) => company.readCompany(tx)),
  'server/tenant/companySettingsStore.ts#setCompany': inTx((tx, pick) =>
    company.setCompany(tx, { name: pick.ownMark(), country: 'BD', currency: 'BDT', timeZone: 'UTC' }),
  ),
  'server/tenant/companySettingsStore.ts#setPolicies': inTx((tx) =>
    company.setPolicies(tx, { secondPersonForAdministrators: false }),
  ),
  'server/tenant/companySettingsStore.ts#setSuspended': inTx((tx, pick) =>
    company.setSuspended(tx, pick.one([undefined, pick.at()])),
  ),
  'server/tenant/invitationStore.ts#acceptInvitation': inTx((tx, pick) =>
    invitations.acceptInvitation(tx, invitation(pick), pick.user(), pick.at()),
  ),
  'server/tenant/invitationStore.ts#insertInvitation': inTx((tx, pick) =>
    invitations.insertInvitation(
      tx,
      {
        email: email(pick),
        name: name(pick),
        roleId: role(pick),
        branches: someBranches(pick),
        invitedBy: pick.user(),
      },
      pick.at(),
    ),
  ),
  'server/tenant/invitationStore.ts#invitationOfLink': inTx((tx, pick) =>
    invitations.invitationOfLink(tx, pick.linkHash(), pick.at()),
  ),
  'server/tenant/invitationStore.ts#issueInvitation': inTx((tx, pick) =>
    invitations.issueInvitation(tx, invitation(pick), {
      tokenHash: pick.bytes(),
      now: pick.at(),
      expiresAt: pick.at(),
    }),
  ),
  'server/tenant/invitationStore.ts#listInvitations': inTx((tx, pick) =>
    invitations.listInvitations(tx, pick.branches()),
  ),
  'server/tenant/invitationStore.ts#lockInvitation': inTx((tx, pick) =>
    invitations.lockInvitation(tx, invitation(pick)),
  ),
  'server/tenant/invitationStore.ts#requireInvitation': inTx((tx, pick) =>
    invitations.requireInvitation(tx, invitation(pick)),
  ),
  'server/tenant/invitationStore.ts#tenantOfInvitationLink': reads('the link says which tenant', (tx, _pool, pick) =>
    invitations.tenantOfInvitationLink(tx, pick.linkHash()),
  ),
  'server/tenant/invitationStore.ts#withdrawInvitation': inTx((tx, pick) =>
    invitations.withdrawInvitation(tx, invitation(pick), pick.at()),
  ),
  'server/tenant/roleStore.ts#deleteRole': inTx(async (tx, pick) =>
    roles.deleteRole(tx, await roles.insertRole(tx, name(pick), role(pick))),
  ),
  'server/tenant/roleStore.ts#insertRole': inTx((tx, pick) => roles.insertRole(tx, name(pick), role(pick))),
  'server/tenant/roleStore.ts#listRoles': inTx((tx) => roles.listRoles(tx)),
  'server/tenant/roleStore.ts#requireRole': inTx((tx, pick) => roles.requireRole(tx, role(pick))),
  'server/tenant/roleStore.ts#setRoleDetails': inTx((tx, pick) =>
    roles.setRoleDetails(tx, role(pick), { name: name(pick), secondFactorRequired: true }),
  ),
  'server/tenant/roleStore.ts#setRoleLimits': inTx((tx, pick) =>
    roles.setRoleLimits(tx, role(pick), { 'alarm.view': { most: 1, perDays: 1, per: 'person' } }),
  ),
  'server/tenant/roleStore.ts#setRolePermissions': inTx((tx, pick) =>
    roles.setRolePermissions(tx, role(pick), ['alarm.view', 'user.manage', 'role.manage']),
  ),
  'server/tenant/userLinkStore.ts#approvedLink': inTx((tx, pick) =>
    links.approvedLink(tx, pick.user(), pick.user(), pick.at()),
  ),
  'server/tenant/userLinkStore.ts#insertUserLink': inTx((tx, pick) =>
    links.insertUserLink(tx, {
      userId: pick.user(),
      kind: 'reset',
      tokenHash: pick.bytes(),
      issuedBy: pick.user(),
      now: pick.at(),
      expiresAt: pick.at(),
    }),
  ),
  'server/tenant/userLinkStore.ts#issueUserLink': inTx((tx, pick) =>
    links.issueUserLink(tx, pick.actor(), { tokenHash: pick.bytes(), expiresAt: pick.at() }),
  ),
  'server/tenant/userLinkStore.ts#linksSince': inTx((tx, pick) =>
    links.linksSince(tx, pick.user(), 'reset', pick.at()),
  ),
  'server/tenant/userLinkStore.ts#readUserLink': inTx((tx, pick) => links.readUserLink(tx, pick.actor())),
  'server/tenant/userLinkStore.ts#tenantOfUserLink': reads('the link says which tenant', (tx, _pool, pick) =>
    links.tenantOfUserLink(tx, pick.linkHash()),
  ),
  'server/tenant/userLinkStore.ts#useUserLinks': inTx((tx, pick) => links.useUserLinks(tx, pick.user(), pick.at())),
  'server/tenant/userLinkStore.ts#userLinkOfToken': inTx((tx, pick) =>
    links.userLinkOfToken(tx, pick.linkHash(), pick.at()),
  ),
  'server/tenant/userListStore.ts#listUsers': inTx((tx, pick) =>
    listUsers(
      tx,
      UserQuery.parse({
        text: pick.one(['', 'user', pick.mark()]),
        sort: pick.one(['name', '-email', 'lastSeenAt', '-createdAt']),
        branchId: pick.one([undefined, pick.branch()]),
        roleId: pick.one([undefined, role(pick)]),
        offset: pick.number(2),
      }),
      pick.branches(),
      pick.at(),
    ),
  ),
  'server/tenant/userStore.ts#insertUser': inTx((tx, pick) =>
    users.insertUser(
      tx,
      { name: name(pick), email: email(pick), roleId: role(pick), passwordHash: 'hash', branches: someBranches(pick) },
      pick.at(),
    ),
  ),
  'server/tenant/userStore.ts#isEmailTaken': reads(
    'an e-mail is the login name of one company only',
    (tx, _pool, pick) => users.isEmailTaken(tx, `0@${pick.mark()}.test`),
  ),
  'server/tenant/userStore.ts#ownerOfSession': inTx((tx, pick) => users.ownerOfSession(tx, pick.session())),
  'server/tenant/userStore.ts#requireUser': inTx((tx, pick) => users.requireUser(tx, pick.user())),
  'server/tenant/userStore.ts#setUserEmail': inTx((tx, pick) => users.setUserEmail(tx, pick.user(), email(pick))),
  'server/tenant/userStore.ts#setUserPassword': inTx((tx, pick) => users.setUserPassword(tx, pick.user(), 'hash')),
};

function use(pick: Pick): limits.LimitedUse {
  return {
    id: pick.id(),
    userId: pick.user(),
    act: 'alarm.view',
    amount: 1 + pick.number(3),
    subjectId: pick.actor(),
    branchId: pick.branch(),
    approvalId: pick.one([undefined, pick.actor()]),
  };
}
