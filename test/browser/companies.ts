import { randomUUID } from 'node:crypto';
import type { Product } from '../support/product.ts';
import { withProductDatabase } from '../support/productDatabase.ts';
import type { ScreenIds } from './screens.ts';

/** A company with one owner and nothing else, with the password of an existing owner. Its name is `Empty Networks`. */
export async function foundEmptyCompany({ dataDir }: Product, like: string): Promise<{ readonly email: string }> {
  const [tenant, user, email] = [randomUUID(), randomUUID(), 'owner@empty.example'];
  await withProductDatabase(dataDir, async (client) => {
    await client.query(
      `insert into lastmile.tenant (tenant_id, slug, name, country, currency, time_zone, created_at)
       values ($1, 'empty-networks', 'Empty Networks', 'KE', 'KES', 'Africa/Nairobi', now())`,
      [tenant],
    );
    await client.query('insert into lastmile.tenant_log (tenant_id) values ($1)', [tenant]);
    await client.query(
      `insert into lastmile.branch (tenant_id, id, name, time_zone, created_at) values ($1, $2, 'Head office', 'Africa/Nairobi', now())`,
      [tenant, randomUUID()],
    );
    await client.query(
      `with owner as (
         select r.name, r.permissions, u.password_hash from lastmile.app_user u
         join lastmile.role r on r.tenant_id = u.tenant_id and r.id = u.role_id where u.email = $4
       ), made as (
         insert into lastmile.role (tenant_id, id, name, permissions) select $1, $2, name, permissions from owner returning id
       )
       insert into lastmile.app_user (tenant_id, id, email, name, role_id, password_hash, created_at)
       select $1, $3, $5, 'Nia Mwende', made.id, owner.password_hash, now() from owner, made`,
      [tenant, randomUUID(), user, like, email],
    );
  });
  return { email };
}

/** Routers on record that nobody connects to, in the company of that short name. The server reads them when it starts. */
export async function addRouters({ dataDir }: Product, slug: string, count: number): Promise<void> {
  await withProductDatabase(dataDir, (client) =>
    client.query(
      `insert into lastmile.nas (tenant_id, id, version, name, branch_id, vendor, address, port, security, username,
         password, radius_secret, attribution, site, notes, monitored, maintenance, commands_per_second, created_at, changed_at,
         latitude, longitude)
       select t.tenant_id, gen_random_uuid(), 1, 'NAS-' || to_char(n, 'FM00000') || '-' || b.name, b.id, 'mikrotik',
         '10.' || 64 + n / 65536 || '.' || (n / 256) % 256 || '.' || n % 256, 8728, 'plain', 'lastmile', '', '', 'address',
         'Site ' || n % 700, '', false, false, 20, now(), now(), 22.4 + (n % 97) * 0.03, 89.1 + (n % 89) * 0.03
       from lastmile.tenant t cross join generate_series(1, $2::int) n
       cross join lateral (select id, name from lastmile.branch where tenant_id = t.tenant_id order by name offset n % 3 limit 1) b
       where t.slug = $1`,
      [slug, count],
    ),
  );
}

/** Of a demo company: its first router, a role that is not the owner's, and a colleague. */
export async function idsOf({ dataDir }: Product, slug: string): Promise<ScreenIds> {
  return await withProductDatabase(dataDir, async (client) => {
    const { rows } = await client.query<ScreenIds>(
      `select (select id from lastmile.nas n where n.tenant_id = t.tenant_id and monitored order by name limit 1) as router,
         (select id from lastmile.role r where r.tenant_id = t.tenant_id and name = 'NOC') as role,
         (select id from lastmile.app_user u where u.tenant_id = t.tenant_id order by email limit 1) as person
       from lastmile.tenant t where slug = $1`,
      [slug],
    );
    const [ids] = rows;
    if (!ids?.router) throw new Error(`${slug} has no router`);
    return ids;
  });
}
