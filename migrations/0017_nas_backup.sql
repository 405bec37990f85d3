-- previous-release: ok
-- Configurations of routers as text without secrets: each that differs from the one before it.
create table lastmile.nas_backup (
  tenant_id uuid not null references lastmile.tenant,
  id uuid not null,
  nas_id uuid not null,
  taken_at timestamptz not null,
  -- The last time the router was found to have just this configuration.
  seen_at timestamptz not null,
  reason text not null check (reason in ('schedule', 'manual', 'act')),
  taken_by uuid,
  version text,
  content text not null check (octet_length(content) <= 2097152),
  sha256 bytea not null check (octet_length(sha256) = 32),
  lines integer not null,
  bytes integer not null,
  -- Against the one before; null for the first.
  added integer,
  removed integer,
  primary key (tenant_id, id),
  foreign key (tenant_id, nas_id) references lastmile.nas,
  foreign key (tenant_id, taken_by) references lastmile.app_user
);
create index nas_backup_newest on lastmile.nas_backup (tenant_id, nas_id, taken_at desc, id desc);

-- When each router is next, and how its last attempt went if it failed. A router without a row is due soon after it was
-- registered.
create table lastmile.nas_backup_turn (
  tenant_id uuid not null references lastmile.tenant,
  nas_id uuid not null,
  next_at timestamptz not null,
  -- Failures since the last backup.
  failures integer not null,
  failed_at timestamptz,
  trouble text check (length(trouble) <= 500),
  primary key (tenant_id, nas_id),
  foreign key (tenant_id, nas_id) references lastmile.nas
);
create index nas_backup_turn_next on lastmile.nas_backup_turn (tenant_id, next_at);

-- Of a company; one without a row has the product's defaults.
create table lastmile.nas_backup_schedule (
  tenant_id uuid not null references lastmile.tenant,
  -- 0: none by themselves.
  every_hours integer not null check (every_hours between 0 and 720),
  kept_days integer not null check (kept_days between 7 and 3650),
  changed_at timestamptz not null,
  primary key (tenant_id)
);

-- A login of the product's own that was made for a router, until it has been used once; then it is the router's login.
create table lastmile.nas_new_login (
  tenant_id uuid not null references lastmile.tenant,
  nas_id uuid not null,
  username text not null,
  -- AES-256-GCM with key id, purpose 'nas/<id>/newPassword'.
  password bytea not null,
  made_at timestamptz not null,
  primary key (tenant_id, nas_id),
  foreign key (tenant_id, nas_id) references lastmile.nas
);

alter table lastmile.nas_backup enable row level security;
alter table lastmile.nas_backup force row level security;
create policy tenant_only on lastmile.nas_backup to lastmile_app
  using (tenant_id = lastmile.current_tenant()) with check (tenant_id = lastmile.current_tenant());
grant select, insert, delete, update (seen_at) on lastmile.nas_backup to lastmile_app;

alter table lastmile.nas_backup_turn enable row level security;
alter table lastmile.nas_backup_turn force row level security;
create policy tenant_only on lastmile.nas_backup_turn to lastmile_app
  using (tenant_id = lastmile.current_tenant()) with check (tenant_id = lastmile.current_tenant());
grant select, insert, update on lastmile.nas_backup_turn to lastmile_app;

alter table lastmile.nas_backup_schedule enable row level security;
alter table lastmile.nas_backup_schedule force row level security;
create policy tenant_only on lastmile.nas_backup_schedule to lastmile_app
  using (tenant_id = lastmile.current_tenant()) with check (tenant_id = lastmile.current_tenant());
grant select, insert, update on lastmile.nas_backup_schedule to lastmile_app;

alter table lastmile.nas_new_login enable row level security;
alter table lastmile.nas_new_login force row level security;
create policy tenant_only on lastmile.nas_new_login to lastmile_app
  using (tenant_id = lastmile.current_tenant()) with check (tenant_id = lastmile.current_tenant());
grant select, insert, update, delete on lastmile.nas_new_login to lastmile_app;
