import { randomUUIDv7 } from 'node:crypto';
import { sql } from 'slonik';
import { z } from 'zod';
import { RoleId } from '#shared/tenant/administration.ts';
import { InvitationId } from '#shared/tenant/invitations.ts';
import { BranchId, TenantId, UserId } from '#shared/values/ids.ts';
import type { SystemTx, TenantTx } from '../platform/db/transaction.ts';
import { TenantRefusal } from './tenantRefusal.ts';
import { refusingDuplicates } from './uniqueness.ts';

const StoredInvitation = z.object({
  id: InvitationId,
  email: z.string(),
  name: z.string(),
  roleId: RoleId,
  roleName: z.string(),
  permissions: z.array(z.string()),
  allBranches: z.boolean(),
  branches: z.array(z.object({ id: BranchId, name: z.string() })),
  /** A link has been made; before, it waits for approval. */
  issued: z.boolean(),
  invitedBy: UserId.nullable(),
  createdAt: z.number(),
  sentAt: z.number(),
  expiresAt: z.number(),
});
export type StoredInvitation = z.infer<typeof StoredInvitation>;

const invitations = sql.fragment`
  select i.id, i.email, i.name, i.role_id as "roleId", r.name as "roleName", r.permissions, i.all_branches as "allBranches",
    i.token_hash is not null as issued, i.invited_by as "invitedBy", i.created_at as "createdAt", i.sent_at as "sentAt", i.expires_at as "expiresAt",
    (select coalesce(json_agg(json_build_object('id', b.id, 'name', b.name) order by b.name), '[]')
      from invitation_branch ib join branch b on b.id = ib.branch_id where ib.invitation_id = i.id) as branches
  from invitation i join role r on r.id = i.role_id
  where i.accepted_at is null and i.withdrawn_at is null`;

/** Those that stand, newest first, at most 500; of `scope`, whatever is not wholly outside it. */
export async function listInvitations(
  tx: TenantTx,
  scope: readonly BranchId[] | 'all',
): Promise<readonly StoredInvitation[]> {
  const seen =
    scope === 'all'
      ? sql.fragment`true`
      : sql.fragment`(i.all_branches or exists (select from invitation_branch x where x.invitation_id = i.id
          and x.branch_id = any(${sql.array([...scope], 'uuid')})))`;
  return await tx.any(
    sql.type(StoredInvitation)`${invitations} and ${seen} order by i.created_at desc, i.id desc limit 500`,
  );
}

/** Nobody else changes it until the end of the transaction. */
export async function lockInvitation(tx: TenantTx, id: InvitationId): Promise<void> {
  await tx.query(sql.unsafe`select from invitation where id = ${id} for update`);
}

/** One that stands, locked. Throws TenantRefusal. */
export async function requireInvitation(tx: TenantTx, id: InvitationId): Promise<StoredInvitation> {
  await lockInvitation(tx, id);
  const found = await tx.maybeOne(sql.type(StoredInvitation)`${invitations} and i.id = ${id}`);
  if (found === null) throw new TenantRefusal('tenant/invitation-not-found');
  return found;
}

export interface NewInvitation {
  readonly email: string;
  readonly name: string;
  readonly roleId: RoleId;
  readonly branches: readonly BranchId[] | 'all';
  /** Undefined: whoever runs the installation. */
  readonly invitedBy: UserId | undefined;
}

/** Without a link yet. A standing one for the same address is refused. */
export async function insertInvitation(tx: TenantTx, invitation: NewInvitation, now: number): Promise<InvitationId> {
  const id = InvitationId.parse(randomUUIDv7());
  const { email, name, roleId, branches, invitedBy } = invitation;
  await refusingDuplicates('tenant/email-taken', () =>
    tx.query(sql.unsafe`
      insert into invitation (tenant_id, id, email, name, role_id, all_branches, invited_by, created_at, sent_at, expires_at)
      values (${tx.tenant}, ${id}, ${email}, ${name}, ${roleId}, ${branches === 'all'}, ${invitedBy ?? null}, ${instant(now)}, ${instant(now)}, ${instant(now)})`),
  );
  if (branches === 'all') return id;
  const wanted = [...new Set(branches)];
  const { rowCount } = await tx.query(sql.unsafe`
    insert into invitation_branch (tenant_id, invitation_id, branch_id)
    select tenant_id, ${id}, id from branch where id = any(${sql.array(wanted, 'uuid')}) and archived_at is null`);
  if (rowCount !== wanted.length) throw new TenantRefusal('tenant/branch-not-found');
  return id;
}

/** The link before is void. */
export async function issueInvitation(
  tx: TenantTx,
  id: InvitationId,
  { tokenHash, now, expiresAt }: { readonly tokenHash: Buffer; readonly now: number; readonly expiresAt: number },
): Promise<void> {
  await tx.query(sql.unsafe`update invitation set token_hash = ${sql.binary(tokenHash)}, sent_at = ${instant(now)},
    expires_at = ${instant(expiresAt)} where id = ${id}`);
}

export async function withdrawInvitation(tx: TenantTx, id: InvitationId, now: number): Promise<void> {
  await tx.query(sql.unsafe`update invitation set withdrawn_at = ${instant(now)}, token_hash = null where id = ${id}`);
}

export async function acceptInvitation(tx: TenantTx, id: InvitationId, by: UserId, now: number): Promise<void> {
  await tx.query(
    sql.unsafe`update invitation set accepted_at = ${instant(now)}, accepted_by = ${by}, token_hash = null where id = ${id}`,
  );
}

/** The invitation of a link, if it can be used now. */
export async function invitationOfLink(
  tx: TenantTx,
  tokenHash: Buffer,
  now: number,
): Promise<InvitationId | undefined> {
  const id = await tx.maybeOneFirst(sql.type(z.object({ id: InvitationId }))`
    select id from invitation where token_hash = ${sql.binary(tokenHash)} and expires_at > ${instant(now)}
      and accepted_at is null and withdrawn_at is null`);
  return id ?? undefined;
}

/** Whose the link is; it may be over. */
export async function tenantOfInvitationLink(tx: SystemTx, tokenHash: Buffer): Promise<TenantId | undefined> {
  const tenant = await tx.maybeOneFirst(sql.type(z.object({ tenant_id: TenantId }))`
    select tenant_id from invitation where token_hash = ${sql.binary(tokenHash)}`);
  return tenant ?? undefined;
}

function instant(at: number) {
  return sql.timestamp(new Date(at));
}
