-- previous-release: ok
-- Work on many customers and lines at once: jobs, their rows, the files they read, and the brake on cuts.
create table lastmile.bulk_job (
  tenant_id uuid not null references lastmile.tenant,
  id uuid not null,
  version integer not null,
  -- Shown as B-<number>.
  number bigint not null,
  kind text not null check (kind in ('import', 'act')),
  state text not null check (state in ('draft', 'checking', 'checked', 'waiting', 'running', 'held', 'done', 'cancelled', 'failed', 'undoing', 'undone')),
  title text not null check (length(title) between 1 and 200),
  -- Of an import.
  format text check (format in ('csv', 'xlsx', 'phpnuxbill', 'freeradius')),
  headings jsonb not null,
  -- First rows; AES-256-GCM, purpose 'bulk/<id>/sample'.
  sample bytea,
  settings jsonb,
  -- Of an act.
  act jsonb,
  selection jsonb,
  reason text,
  -- How far the selection or the file has been looked at.
  looked integer not null,
  summary jsonb,
  cut_warning jsonb,
  trouble text,
  -- Who agreed to more cuts than one person may make alone.
  approved_by uuid,
  -- Whose branches bound what it may touch; null: all.
  scope uuid[],
  created_by uuid not null,
  created_at timestamptz not null,
  started_at timestamptz,
  ended_at timestamptz,
  primary key (tenant_id, id),
  foreign key (tenant_id, created_by) references lastmile.app_user,
  foreign key (tenant_id, approved_by) references lastmile.app_user,
  constraint bulk_job_number_taken unique (tenant_id, number)
);
create index bulk_job_newest on lastmile.bulk_job (tenant_id, created_at desc, id desc);
create index bulk_job_worked_on on lastmile.bulk_job (state) where state in ('checking', 'running', 'held', 'undoing');

-- A file in pieces of at most 1 MB; AES-256-GCM, purpose 'bulk/<id>/file': it may hold passwords.
create table lastmile.bulk_file (
  tenant_id uuid not null,
  job_id uuid not null,
  piece integer not null check (piece >= 0),
  content bytea not null,
  primary key (tenant_id, job_id, piece),
  foreign key (tenant_id, job_id) references lastmile.bulk_job
);

create table lastmile.bulk_row (
  tenant_id uuid not null,
  job_id uuid not null,
  line integer not null,
  state text not null check (state in ('pending', 'done', 'failed', 'skipped', 'undone', 'kept')),
  plan text not null check (plan in ('newCustomer', 'newLine', 'change', 'nothing', 'newRouter', 'newPool', 'newPackage', 'newVouchers', 'usage')),
  name text not null,
  problems jsonb not null,
  -- What the row says; AES-256-GCM, purpose 'bulk/<job>/row'. Null once it is no longer needed.
  given bytea,
  -- By what rows of one file are compared with each other.
  username_key text collate "C",
  customer_key text collate "C",
  phone text collate "C",
  address text collate "C",
  customer_id uuid,
  -- As it was when the row was done: another one means that somebody changed it since.
  customer_version integer,
  subscription_id uuid,
  subscription_version bigint,
  -- The router, pool, package or batch that the row became, as it was then.
  object_id uuid,
  object_version integer,
  -- When the line was acted upon, by which it is undone.
  acted_at timestamptz,
  -- It took the line out of service.
  cut boolean not null,
  done_at timestamptz,
  primary key (tenant_id, job_id, line),
  foreign key (tenant_id, job_id) references lastmile.bulk_job
);
create index bulk_row_of_state on lastmile.bulk_row (tenant_id, job_id, state, line);
create index bulk_row_username on lastmile.bulk_row (tenant_id, job_id, username_key) where username_key is not null;
create index bulk_row_customer on lastmile.bulk_row (tenant_id, job_id, customer_key) where customer_key is not null;
create index bulk_row_phone on lastmile.bulk_row (tenant_id, job_id, phone) where phone is not null;
create index bulk_row_address on lastmile.bulk_row (tenant_id, job_id, address) where address is not null;
create index bulk_row_cut on lastmile.bulk_row (tenant_id, done_at) where cut;

-- The lines of an act whose choice would not stand still, as they were when it was asked for, in the order they are taken.
create table lastmile.bulk_chosen (
  tenant_id uuid not null,
  job_id uuid not null,
  place integer not null check (place > 0),
  subscription_id uuid not null,
  primary key (tenant_id, job_id, place),
  foreign key (tenant_id, job_id) references lastmile.bulk_job,
  foreign key (tenant_id, subscription_id) references lastmile.subscription
);

-- Of a company; one without a row has the product's defaults.
create table lastmile.brake_rules (
  tenant_id uuid primary key references lastmile.tenant,
  most_lines integer not null check (most_lines > 0),
  most_percent integer not null check (most_percent between 1 and 100),
  held boolean not null,
  changed_at timestamptz not null,
  -- What may be cut by itself (expiry, quota) within ten minutes.
  automatic_lines integer not null default 5000 check (automatic_lines > 0),
  automatic_percent integer not null default 10 check (automatic_percent between 1 and 100),
  -- It was to be more: nothing is cut by itself until somebody has decided about what was held back.
  paused_at timestamptz,
  pause jsonb,
  -- Cuts before somebody decided that do not count any more.
  vouched_at timestamptz
);

-- What was cut by itself lately; kept for an hour.
create table lastmile.automatic_cut (
  tenant_id uuid not null references lastmile.tenant,
  at timestamptz not null,
  -- Where the lines were in; null: those that were not.
  nas_id uuid,
  lines integer not null check (lines > 0)
);
create index automatic_cut_lately on lastmile.automatic_cut (tenant_id, at);

do $$
declare t text;
begin
  foreach t in array array['bulk_job', 'bulk_file', 'bulk_row', 'bulk_chosen', 'brake_rules', 'automatic_cut'] loop
    execute format('alter table lastmile.%I enable row level security', t);
    execute format('alter table lastmile.%I force row level security', t);
    execute format('create policy tenant_only on lastmile.%I to lastmile_app
      using (tenant_id = lastmile.current_tenant()) with check (tenant_id = lastmile.current_tenant())', t);
  end loop;
end
$$;
grant select, insert, update on lastmile.bulk_job, lastmile.brake_rules to lastmile_app;
grant select, insert, delete on lastmile.bulk_file, lastmile.bulk_chosen, lastmile.automatic_cut to lastmile_app;
grant select, insert, update, delete on lastmile.bulk_row to lastmile_app;
-- Which jobs a server should go on with, over all tenants.
grant select (tenant_id, id, state) on lastmile.bulk_job to lastmile_system;
create policy system_select on lastmile.bulk_job for select to lastmile_system using (true);

-- Roles as shipped, which 0019 knew and gave subscription.view, get what they now may; what people decided stays.
alter table lastmile.role no force row level security;
update lastmile.role r set permissions = r.permissions || array(select p from unnest(s.added) p where p <> all (r.permissions))
  from (values
    ('owner', array['bulk.view', 'bulk.import', 'bulk.act', 'bulk.export', 'bulk.brake']),
    ('admin', array['bulk.view', 'bulk.import', 'bulk.act', 'bulk.export', 'bulk.brake']),
    ('noc', array['bulk.view', 'bulk.act', 'bulk.brake'])) s (shipped, added)
  where r.shipped = s.shipped and 'subscription.view' = any (r.permissions);
alter table lastmile.role force row level security;
