import { sql } from 'slonik';
import { z } from 'zod';
import { ActorId, BranchId, TenantId, UserId } from '#shared/values/ids.ts';
import type { SystemTx, TenantTx } from '../platform/db/transaction.ts';

const Company = z.object({ tenant: TenantId, slug: z.string() });
const Named = z.object({ id: ActorId, name: z.string() });
const NamedBranch = z.object({ id: BranchId, name: z.string() });
const Person = z.object({ id: UserId, name: z.string() });

export async function companiesBySlug(
  tx: SystemTx,
  slugs: readonly string[],
): Promise<readonly z.infer<typeof Company>[]> {
  return await tx.any(
    sql.type(
      Company,
    )`select tenant_id as tenant, slug from lastmile.tenant where slug = any(${sql.array([...slugs], 'text')})`,
  );
}

/** Who does what the demonstration begins with: its owner. */
export async function findPerson(tx: TenantTx, email: string): Promise<z.infer<typeof Person> | undefined> {
  return (await tx.maybeOne(sql.type(Person)`select id, name from app_user where email = ${email}`)) ?? undefined;
}

export async function branchesByName(tx: TenantTx): Promise<ReadonlyMap<string, BranchId>> {
  const rows = await tx.any(sql.type(NamedBranch)`select id, name from branch`);
  return new Map(rows.map(({ id, name }) => [name, id]));
}

export async function packagesByName(tx: TenantTx): Promise<ReadonlyMap<string, ActorId>> {
  const rows = await tx.any(sql.type(Named)`select id, name from package where archived_at is null`);
  return new Map(rows.map(({ id, name }) => [name, id]));
}

/** Where things of the demonstration belong, by name. */
export interface DemoPlaces {
  readonly branches: ReadonlyMap<string, BranchId>;
  readonly packages: ReadonlyMap<string, ActorId>;
}

export async function batchByName(tx: TenantTx, name: string): Promise<boolean> {
  return await tx.exists(sql.unsafe`select from voucher_batch where name = ${name}`);
}

/** The first of a batch, as they lie in the drawer. */
export async function firstVouchers(tx: TenantTx, batchId: ActorId, count: number): Promise<readonly ActorId[]> {
  const rows = await tx.any(
    sql.type(z.object({ id: ActorId }))`
      select id from voucher where batch_id = ${batchId} order by serial limit ${count}`,
  );
  return rows.map(({ id }) => id);
}

/** Those of the names that subscriptions have already, ended ones included. */
export async function knownUsernames(tx: TenantTx, usernames: readonly string[]): Promise<ReadonlySet<string>> {
  const rows = await tx.any(
    sql.type(z.object({ name: z.string() }))`
      select username as name from subscription where username = any(${sql.array([...usernames], 'text')})`,
  );
  return new Set(rows.map(({ name }) => name));
}
