-- previous-release: ok
-- Customers, what they buy (package), where their addresses come from (ip_pool), and the keys by which people find objects
-- while they type (search_key). Made for 500,000 customers of one tenant: lists are read by key in the order of an index.

-- The last human number given to objects of a kind. Whoever takes one holds the row until the end of the transaction, so
-- numbers have no gaps.
create table lastmile.tenant_number (
  tenant_id uuid not null references lastmile.tenant,
  kind text not null,
  last bigint not null check (last >= 0),
  primary key (tenant_id, kind)
);

create table lastmile.ip_pool (
  tenant_id uuid not null references lastmile.tenant,
  id uuid not null,
  -- What the RADIUS process knows it by: drawn at random, unique over all tenants, never shown.
  wire_id integer not null unique check (wire_id > 0),
  version integer not null,
  name text not null,
  family smallint not null check (family in (4, 6)),
  kind text not null check (kind in ('server', 'router')),
  purpose text not null check (purpose in ('subscribers', 'walledGarden')),
  -- Framed-Pool: what it is called on its routers.
  router_pool text,
  -- First and last of each range, in the order they are used.
  firsts inet[] not null,
  lasts inet[] not null,
  -- Of prefixes that are delegated out of the ranges; null: single addresses.
  delegated_length smallint,
  -- How long an address is kept for whom it was given to last.
  hold_seconds integer not null check (hold_seconds between 0 and 31536000),
  notes text not null,
  created_at timestamptz not null,
  changed_at timestamptz not null,
  archived_at timestamptz,
  check (cardinality(firsts) = cardinality(lasts)),
  check (kind = 'router' or cardinality(firsts) > 0),
  check ((kind = 'router') = (router_pool is not null)),
  check (delegated_length is null or (family = 6 and delegated_length between 32 and 64)),
  primary key (tenant_id, id)
);
create unique index ip_pool_name_taken on lastmile.ip_pool (tenant_id, lower(name)) where archived_at is null;

-- The routers it is for; none: all of them.
create table lastmile.ip_pool_nas (
  tenant_id uuid not null references lastmile.tenant,
  pool_id uuid not null,
  nas_id uuid not null,
  primary key (tenant_id, pool_id, nas_id),
  foreign key (tenant_id, pool_id) references lastmile.ip_pool,
  foreign key (tenant_id, nas_id) references lastmile.nas
);
create index ip_pool_nas_of on lastmile.ip_pool_nas (tenant_id, nas_id);

-- Which addresses a pool in use has to itself, and where: no address twice on one router, whoever writes at the same time.
-- Ranges of one value stand for equality, which gist has for ranges and not for uuid.
create type lastmile.uuid_range as range (subtype = uuid);
create type lastmile.inet_range as range (subtype = inet);
create table lastmile.ip_pool_claim (
  tenant_id uuid not null references lastmile.tenant,
  pool_id uuid not null,
  ordinal integer not null,
  addresses lastmile.inet_range not null,
  -- Null: on every router.
  nas_id uuid,
  primary key (tenant_id, pool_id, ordinal),
  foreign key (tenant_id, pool_id) references lastmile.ip_pool,
  foreign key (tenant_id, nas_id) references lastmile.nas,
  constraint ip_pool_overlap exclude using gist (lastmile.uuid_range(tenant_id, tenant_id, '[]') with &&,
    lastmile.uuid_range(nas_id, nas_id, '[]') with &&, addresses with &&)
);

create table lastmile.package (
  tenant_id uuid not null references lastmile.tenant,
  id uuid not null,
  version integer not null,
  name text not null,
  description text not null,
  access_types text[] not null check (access_types <@ array['pppoe', 'hotspot', 'ipoe', 'static'] and cardinality(access_types) > 0),
  -- Bits per second as the customer sees them: what arrives, what leaves. Null: no limit of ours.
  down_bps bigint check (down_bps > 0),
  up_bps bigint check (up_bps > 0),
  -- As shared/package/values.ts describes them.
  burst jsonb,
  limit_at jsonb,
  priority smallint not null check (priority between 1 and 8),
  profiles jsonb not null check (jsonb_typeof(profiles) = 'array'),
  quota_bytes bigint check (quota_bytes > 0),
  quota_counts text not null check (quota_counts in ('total', 'download')),
  fup jsonb,
  cycle_unit text not null check (cycle_unit in ('day', 'week', 'month', 'year')),
  cycle_count integer not null check (cycle_count between 1 and 1000),
  -- At the same time; 0: any number.
  sessions integer not null check (sessions between 0 and 1000),
  session_policy text not null check (session_policy in ('refuse', 'newestWins')),
  pool_id uuid,
  ipv6_pool_id uuid,
  address_list text,
  router_profile text,
  idle_timeout_seconds integer check (idle_timeout_seconds > 0),
  interim_seconds integer not null check (interim_seconds between 60 and 3600),
  grace_ms bigint not null check (grace_ms >= 0),
  on_expiry text not null check (on_expiry in ('walledGarden', 'disconnect')),
  price_minor bigint not null check (price_minor between 0 and 9007199254740991),
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  created_at timestamptz not null,
  changed_at timestamptz not null,
  archived_at timestamptz,
  check ((quota_bytes is null) = (fup is null)),
  primary key (tenant_id, id),
  foreign key (tenant_id, pool_id) references lastmile.ip_pool,
  foreign key (tenant_id, ipv6_pool_id) references lastmile.ip_pool
);
create unique index package_name_taken on lastmile.package (tenant_id, lower(name)) where archived_at is null;
create index package_pool on lastmile.package (tenant_id, pool_id) where pool_id is not null;
create index package_ipv6_pool on lastmile.package (tenant_id, ipv6_pool_id) where ipv6_pool_id is not null;

create table lastmile.customer (
  tenant_id uuid not null references lastmile.tenant,
  id uuid not null,
  version integer not null,
  -- Shown as C-<number>.
  number bigint not null,
  -- What the company itself calls it, from an earlier system for instance.
  code text,
  kind text not null check (kind in ('person', 'company')),
  name text not null check (length(name) between 1 and 200),
  -- Lower case without accents: what lists are sorted by.
  name_key text collate "C" not null,
  -- E.164, the main one first.
  phones text[] not null,
  email text,
  address text not null,
  latitude double precision check (latitude between -90 and 90),
  longitude double precision check (longitude between -180 and 180),
  branch_id uuid,
  -- Lower case; each is a search key as well (#label).
  labels text[] not null,
  notes text not null,
  created_at timestamptz not null,
  changed_at timestamptz not null,
  archived_at timestamptz,
  check ((latitude is null) = (longitude is null)),
  primary key (tenant_id, id),
  foreign key (tenant_id, branch_id) references lastmile.branch,
  constraint customer_number_taken unique (tenant_id, number)
);
create unique index customer_code_taken on lastmile.customer (tenant_id, lower(code)) where code is not null;
create index customer_by_name on lastmile.customer (tenant_id, name_key, id) where archived_at is null;
create index customer_by_created on lastmile.customer (tenant_id, created_at, id) where archived_at is null;
create index customer_of_branch on lastmile.customer (tenant_id, branch_id, name_key, id) where archived_at is null;
create index customer_archived on lastmile.customer (tenant_id, name_key, id) where archived_at is not null;

create table lastmile.customer_document (
  tenant_id uuid not null references lastmile.tenant,
  id uuid not null,
  customer_id uuid not null,
  name text not null check (length(name) between 1 and 200),
  -- As its first bytes say, not as whoever sent it said.
  type text not null,
  size integer not null check (size between 1 and 10485760),
  sha256 bytea not null check (octet_length(sha256) = 32),
  content bytea not null check (octet_length(content) = size),
  added_by uuid,
  added_at timestamptz not null,
  primary key (tenant_id, id),
  foreign key (tenant_id, customer_id) references lastmile.customer,
  foreign key (tenant_id, added_by) references lastmile.app_user
);
-- Pictures and PDFs are compressed already.
alter table lastmile.customer_document alter column content set storage external;
create index customer_document_of on lastmile.customer_document (tenant_id, customer_id, added_at desc, id);

-- What people type to find an object: words, digits, names of devices, in one form (server/platform/search). Written in the
-- transaction that writes the object. Compared octet by octet, so that a beginning is a range of the index.
create table lastmile.search_key (
  tenant_id uuid not null references lastmile.tenant,
  key text collate "C" not null check (length(key) between 1 and 80),
  kind text not null,
  object_id uuid not null,
  -- The customer it leads to; the customer itself has itself here.
  customer_id uuid,
  -- Null: everybody's.
  branch_id uuid,
  primary key (tenant_id, object_id, key),
  foreign key (tenant_id, customer_id) references lastmile.customer
);
create index search_key_beginning on lastmile.search_key (tenant_id, key) include (kind, object_id, customer_id, branch_id);
create index search_key_of_customer on lastmile.search_key (tenant_id, customer_id, key) where customer_id is not null;

do $$
declare
  t text;
begin
  foreach t in array array['tenant_number', 'ip_pool', 'ip_pool_nas', 'ip_pool_claim', 'package', 'customer', 'customer_document', 'search_key'] loop
    execute format('alter table lastmile.%I enable row level security', t);
    execute format('alter table lastmile.%I force row level security', t);
    execute format('create policy tenant_only on lastmile.%I to lastmile_app
      using (tenant_id = lastmile.current_tenant()) with check (tenant_id = lastmile.current_tenant())', t);
  end loop;
end
$$;
grant select, insert, update on lastmile.tenant_number, lastmile.ip_pool, lastmile.package, lastmile.customer to lastmile_app;
grant select, insert, delete on lastmile.ip_pool_nas, lastmile.ip_pool_claim, lastmile.customer_document to lastmile_app;
grant select, insert, update (customer_id, branch_id), delete on lastmile.search_key to lastmile_app;
-- What the RADIUS process is fed with, of all tenants.
grant select on lastmile.ip_pool, lastmile.ip_pool_nas, lastmile.package to lastmile_system;
create policy system_select on lastmile.ip_pool for select to lastmile_system using (true);
create policy system_select on lastmile.ip_pool_nas for select to lastmile_system using (true);
create policy system_select on lastmile.package for select to lastmile_system using (true);

-- A role that is just as the product shipped it (0009) gets what it ships with now; one that people changed is theirs.
create temporary table shipped_role (key text primary key, former text[] not null, added text[] not null) on commit drop;
insert into shipped_role (key, former, added) values
  ('owner', '{alarm.view,alarm.viewComments,alarm.acknowledge,alarm.claim,alarm.take,alarm.shelve,alarm.comment,alarm.clear,nas.view,nas.manage,nas.operate,nas.viewSecrets,nas.backup,maintenance.view,maintenance.manage,onCall.view,onCall.manage,user.view,user.manage,role.manage,branch.manage,tenant.manage,token.manage,audit.view,approval.decide,inspector.view,inspector.operate}',
    '{customer.view,customer.manage,customer.documents,package.view,package.manage,pool.view,pool.manage}'),
  ('admin', '{alarm.view,alarm.viewComments,alarm.acknowledge,alarm.claim,alarm.take,alarm.shelve,alarm.comment,alarm.clear,nas.view,nas.manage,nas.operate,nas.viewSecrets,nas.backup,maintenance.view,maintenance.manage,onCall.view,onCall.manage,user.view,user.manage,role.manage,branch.manage,token.manage,audit.view,approval.decide,inspector.view,inspector.operate}',
    '{customer.view,customer.manage,customer.documents,package.view,package.manage,pool.view,pool.manage}'),
  ('noc', '{alarm.view,alarm.viewComments,alarm.acknowledge,alarm.claim,alarm.take,alarm.shelve,alarm.comment,alarm.clear,nas.view,nas.manage,nas.operate,nas.viewSecrets,nas.backup,maintenance.view,maintenance.manage,onCall.view,onCall.manage,inspector.view,inspector.operate}',
    '{customer.view,customer.manage,package.view,package.manage,pool.view,pool.manage}'),
  ('dispatcher', '{alarm.view,alarm.viewComments,alarm.acknowledge,alarm.claim,alarm.comment,nas.view,maintenance.view,onCall.view}',
    '{customer.view,package.view}'),
  ('technician', '{alarm.view,alarm.viewComments,alarm.comment,nas.view,maintenance.view,onCall.view}', '{customer.view,package.view}'),
  ('support', '{alarm.view,alarm.viewComments,alarm.comment,nas.view,maintenance.view,onCall.view}',
    '{customer.view,customer.manage,customer.documents,package.view,pool.view}'),
  ('cashier', '{maintenance.view}', '{customer.view,customer.manage,package.view}'),
  ('accountant', '{maintenance.view}', '{customer.view,package.view}'),
  ('reseller', '{nas.view,maintenance.view}', '{customer.view,customer.manage,package.view}');
alter table lastmile.role no force row level security;
update lastmile.role r set permissions = r.permissions || s.added
  from shipped_role s
  where r.shipped = s.key and r.permissions @> s.former and r.permissions <@ s.former;
alter table lastmile.role force row level security;
