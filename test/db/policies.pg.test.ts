import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ensurePartitions } from '#server/platform/eventLog/retentionStore.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { definerFunctions, expectedTables, tablesWithoutTenant } from './expectedRights.ts';

let db: TestDatabase;
let client: pg.Client;

beforeAll(async () => {
  db = await createTestDatabase();
  // Partitions made by the function must be as safe as those of the migrations.
  await db.database.systemTx((tx) => ensurePartitions(tx, Date.UTC(2026, 10, 1), 1));
  client = new pg.Client({ connectionString: db.superuserUrl });
  await client.connect();
});
afterAll(async () => {
  await client.end();
  await db[Symbol.asyncDispose]();
});

async function list(text: string): Promise<string[]> {
  return (await client.query<string[]>({ text, rowMode: 'array' })).rows.map((row) => String(row[0]));
}

const tables = `pg_class c where c.relnamespace = 'lastmile'::regnamespace and c.relkind in ('r', 'p')`;
const monthly = `c.relname ~ '_\\d{4}_\\d{2}$'`;

test('the list of tables is complete', async () => {
  expect(await list(`select relname from ${tables} and not ${monthly} order by 1`)).toEqual(
    Object.keys(expectedTables).toSorted(),
  );
  expect(await list(`select relname from ${tables} and ${monthly} order by 1`)).toEqual([
    'event_2026_11',
    'event_2026_12',
    'evidence_2026_11',
    'evidence_2026_12',
  ]);
});

test('only the allowed tables have no tenant', async () => {
  const without = await list(`select relname from ${tables} and not exists (
    select from pg_attribute a where a.attrelid = c.oid and a.attname = 'tenant_id' and a.attnotnull and a.atttypid = 'uuid'::regtype) order by 1`);
  expect(without).toEqual([...tablesWithoutTenant]);
});

test('row-level security is enabled and forced on every table with a tenant, partitions too', async () => {
  expect(
    await list(`select relname from ${tables} and not (relrowsecurity and relforcerowsecurity)
      and exists (select from pg_attribute a where a.attrelid = c.oid and a.attname = 'tenant_id')`),
  ).toEqual([]);
});

test.for(Object.keys(expectedTables))('the policies on %s are those expected', async (table) => {
  const policies =
    await list(`select polname || ' ' || case polcmd when '*' then 'all' when 'r' then 'select' when 'a' then 'insert' when 'w' then 'update' else 'delete' end
    || ' ' || (select string_agg(coalesce(rolname, 'public'), ',') from unnest(polroles) r left join pg_roles on oid = r)
    from pg_policy where polrelid = 'lastmile.${table}'::regclass order by polname collate "C"`);
  expect(policies).toEqual(expectedTables[table]!.policies.toSorted());
});

test('policies of the application role compare the tenant, for reading and for writing', async () => {
  const other =
    await list(`select tablename || '.' || policyname from pg_policies where schemaname = 'lastmile' and 'lastmile_app' = any(roles)
    and tablename <> 'shard_lease' and policyname <> 'own_transaction_only'
    and (qual is distinct from '(tenant_id = lastmile.current_tenant())' or with_check is distinct from '(tenant_id = lastmile.current_tenant())' or permissive <> 'PERMISSIVE')`);
  expect(other).toEqual([]);
  expect(await list(`select permissive from pg_policies where policyname = 'own_transaction_only'`)).toEqual([
    'RESTRICTIVE',
  ]);
});

test('monthly partitions can be reached by nobody but their upkeep', async () => {
  expect(
    await list(
      `select distinct polname || ' ' || pg_get_userbyid(r) from pg_policy join pg_class c on c.oid = polrelid, unnest(polroles) r where ${monthly}`,
    ),
  ).toEqual(['upkeep lastmile_owner']);
  expect(
    await list(
      `select relname from ${tables} and ${monthly} and exists (select from aclexplode(c.relacl) where grantee <> c.relowner)`,
    ),
  ).toEqual([]);
});

test.for(Object.keys(expectedTables))('the rights on %s are those expected', async (table) => {
  const rights = async (role: string): Promise<string> => {
    const whole = await list(
      `select lower(privilege_type) from pg_class c, aclexplode(c.relacl) where c.oid = 'lastmile.${table}'::regclass and grantee = '${role}'::regrole`,
    );
    const columns =
      await list(`select lower(privilege_type) || '(' || attname || ')' from pg_attribute a, aclexplode(a.attacl)
      where attrelid = 'lastmile.${table}'::regclass and grantee = '${role}'::regrole`);
    return [...whole, ...columns].toSorted().join(' ');
  };
  expect({ app: await rights('lastmile_app'), system: await rights('lastmile_system') }).toEqual({
    app: expectedTables[table]!.app,
    system: expectedTables[table]!.system,
  });
});

test('nobody else has rights on anything', async () => {
  expect(
    await list(`select c.relname || ' ' || coalesce(r.rolname, 'public') from pg_class c, aclexplode(c.relacl) x left join pg_roles r on r.oid = x.grantee
      where c.relnamespace = 'lastmile'::regnamespace and x.grantee <> c.relowner and coalesce(r.rolname, 'public') not in ('lastmile_app', 'lastmile_system')`),
  ).toEqual([]);
  expect(
    await list(`select coalesce(r.rolname, 'public') || ' ' || x.privilege_type from pg_namespace n, aclexplode(n.nspacl) x left join pg_roles r on r.oid = x.grantee
      where n.nspname = 'lastmile' and x.grantee <> n.nspowner order by 1`),
  ).toEqual(['lastmile_app USAGE', 'lastmile_system USAGE']);
});

test('a reference between tables of tenants carries the tenant', async () => {
  const loose = await list(`select conrelid::regclass || ' ' || conname from pg_constraint k
    where contype = 'f' and connamespace = 'lastmile'::regnamespace and not exists (
      select from unnest(conkey, confkey) as pair(mine, theirs)
      join pg_attribute m on m.attrelid = conrelid and m.attnum = mine
      join pg_attribute t on t.attrelid = confrelid and t.attnum = theirs
      where m.attname = 'tenant_id' and t.attname = 'tenant_id')`);
  expect(loose).toEqual([]);
});

test('a column that names a row of another table has a reference, or is known not to need one', async () => {
  // event, evidence and command are written only beside a tenant_log row; actors live in the table of their kind. Search
  // keys are copies, written in the transaction of their object.
  // What routers report is a fact, whether or not the router or subscription still exists.
  const known = [
    'accounting_record.session_id',
    'address_use.session_id',
    'approval.subject_id',
    // Counted for an hour.
    'automatic_cut.nas_id',
    // What a row was about, whether or not it was found.
    'bulk_row.customer_id',
    'bulk_row.object_id',
    'bulk_row.subscription_id',
    'deadline.actor_id',
    'device_intent.device_id',
    'event.actor_id',
    'event.actor_user',
    'limit_use.subject_id',
    'line_session.nas_id',
    'line_session.subscription_id',
    'notice.subject_id',
    'reject.nas_id',
    'reject.subscription_id',
    'sample_object.object_id',
    'search_key.branch_id',
    'search_key.object_id',
    'set_aside.actor_id',
    'shard_lease.incarnation',
    // What a router's queue counted: a fact as well.
    'static_meter.nas_id',
    'static_meter.subscription_id',
    'usage_day.subscription_id',
    'usage_hour.nas_id',
    'usage_period.subscription_id',
    // Of an act: what it voided is taken back together.
    'voucher.void_id',
  ];
  const loose =
    await list(`select c.relname || '.' || a.attname from pg_attribute a join pg_class c on c.oid = a.attrelid
    where c.relnamespace = 'lastmile'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition and a.attnum > 0
      and a.atttypid = 'uuid'::regtype and a.attname not in ('id', 'tenant_id')
      and not exists (select from pg_constraint k where k.contype = 'f' and k.conrelid = c.oid and a.attnum = any(k.conkey)) order by 1`);
  expect(loose).toEqual(known);
});

test('unique constraints do not tell one tenant what another has, but for names of the whole installation', async () => {
  const global = [
    'access_token_token_hash_key',
    'alarm_source_address_hostname_key',
    'app_user_email_key',
    'invitation_token_hash_key',
    // Drawn at random: a pool has one name in a process that serves all tenants.
    'ip_pool_wire_id_key',
    // A router is reached, and sends, from an address that is nobody else's.
    'nas_address_taken',
    'nas_tunnel_taken',
    'passkey_credential_id_key',
    'pending_login_token_hash_key',
    'radius_template_wire_id_key',
    'session_token_hash_key',
    'tenant_slug_key',
    'user_link_token_hash_key',
  ];
  expect(
    await list(`select i.indexrelid::regclass::text from pg_index i join pg_class c on c.oid = i.indrelid
      where i.indisunique and c.relnamespace = 'lastmile'::regnamespace and not c.relispartition
        and exists (select from pg_attribute a where a.attrelid = c.oid and a.attname = 'tenant_id')
        and not exists (select from pg_attribute a where a.attrelid = c.oid and a.attname = 'tenant_id' and a.attnum = any(i.indkey)) order by 1`).then(
      (names) => names.map((name) => name.replace('lastmile.', '')),
    ),
  ).toEqual(global);
});

test('functions with the owner’s rights have a fixed search path and named callers', async () => {
  expect(
    await list(`select proname from pg_proc where pronamespace = 'lastmile'::regnamespace and prosecdef order by 1`),
  ).toEqual(Object.keys(definerFunctions).toSorted());
  expect(
    await list(`select proname from pg_proc where pronamespace = 'lastmile'::regnamespace and prosecdef
      and not coalesce(proconfig @> array['search_path=pg_catalog, pg_temp'], false)`),
  ).toEqual([]);
  for (const [name, caller] of Object.entries(definerFunctions)) {
    expect(
      await list(`select coalesce(r.rolname, 'public') from pg_proc p, aclexplode(p.proacl) x left join pg_roles r on r.oid = x.grantee
      where p.proname = '${name}' and x.grantee <> p.proowner`),
    ).toEqual([caller]);
  }
});

test('there is no view, sequence or rule through which rights could be got around', async () => {
  expect(
    await list(
      `select relname from pg_class where relnamespace = 'lastmile'::regnamespace and relkind not in ('r', 'p', 'i', 'I', 't', 'c')`,
    ),
  ).toEqual([]);
  expect(await list(`select rulename from pg_rules where schemaname = 'lastmile'`)).toEqual([]);
  expect(
    await list(
      `select tgname from pg_trigger t join pg_class c on c.oid = tgrelid where c.relnamespace = 'lastmile'::regnamespace and not tgisinternal`,
    ),
  ).toEqual([]);
});

test('the roles of the server can neither log in nor get around security', async () => {
  const { rows } = await client.query(
    `select rolname, rolcanlogin, rolsuper, rolbypassrls, rolcreaterole, rolcreatedb from pg_roles where rolname in ('lastmile_app', 'lastmile_system') order by 1`,
  );
  const powerless = {
    rolcanlogin: false,
    rolsuper: false,
    rolbypassrls: false,
    rolcreaterole: false,
    rolcreatedb: false,
  };
  expect(rows).toEqual([
    { rolname: 'lastmile_app', ...powerless },
    { rolname: 'lastmile_system', ...powerless },
  ]);
  expect(
    await list(
      `select nspname from pg_namespace where has_schema_privilege('lastmile_app', oid, 'create') or has_schema_privilege('lastmile_system', oid, 'create')`,
    ),
  ).toEqual([]);
});

test('the login role has no rights of its own: it must take a role', async () => {
  const bare = new pg.Client({ connectionString: db.url });
  await bare.connect();
  await expect(bare.query('select from lastmile.tenant')).rejects.toThrow('permission denied');
  await bare.query('set role lastmile_app');
  await expect(bare.query('select from lastmile.tenant')).resolves.toMatchObject({ rowCount: 0 });
  await bare.end();
});
