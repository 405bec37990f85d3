-- previous-release: ok
-- Views of lists that people save under a name: what the address says (filter, sorting) and which columns.
create table lastmile.saved_view (
  tenant_id uuid not null references lastmile.tenant,
  id uuid not null,
  screen text not null check (length(screen) between 1 and 60),
  name text not null check (length(name) between 1 and 60),
  owner_id uuid not null,
  -- Seen by everybody of the company; changed by its owner alone.
  shared boolean not null,
  state jsonb not null check (jsonb_typeof(state) = 'object'),
  changed_at timestamptz not null,
  primary key (tenant_id, id),
  foreign key (tenant_id, owner_id) references lastmile.app_user (tenant_id, id),
  unique (tenant_id, screen, owner_id, name)
);

alter table lastmile.saved_view enable row level security;
alter table lastmile.saved_view force row level security;
create policy tenant_only on lastmile.saved_view to lastmile_app
  using (tenant_id = lastmile.current_tenant()) with check (tenant_id = lastmile.current_tenant());
grant select, insert, update, delete on lastmile.saved_view to lastmile_app;
