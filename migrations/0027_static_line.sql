-- previous-release: ok
-- Lines with an address of their own, which send no RADIUS: the router each is on, what of it was accepted as people made
-- it there, what differs now, and what its queue counted.
create table lastmile.static_line (
  tenant_id uuid not null references lastmile.tenant,
  subscription_id uuid not null,
  nas_id uuid not null,
  -- Interface of the router that its equipment is behind; without one the router is told of no neighbour.
  port text check (length(port) between 1 and 64),
  placed_at timestamptz not null,
  placed_by uuid,
  -- Fingerprint of what was read back from the router last as wanted; null: not yet.
  applied text,
  applied_at timestamptz,
  -- Differences that stay as they are on the router, for as long as the same is wanted.
  kept jsonb not null check (pg_column_size(kept) <= 65536),
  drift jsonb not null check (pg_column_size(drift) <= 65536),
  drift_since timestamptz,
  primary key (tenant_id, subscription_id),
  foreign key (tenant_id, subscription_id) references lastmile.subscription,
  foreign key (tenant_id, nas_id) references lastmile.nas,
  foreign key (tenant_id, placed_by) references lastmile.app_user
);
create index static_line_of_nas on lastmile.static_line (tenant_id, nas_id, subscription_id);

-- Written with the usage that follows from it, in one transaction of the system role.
create table lastmile.static_meter (
  tenant_id uuid not null,
  subscription_id uuid not null,
  nas_id uuid not null,
  -- The router's name of the queue.
  entry text not null check (length(entry) <= 64),
  -- From and to the customer, as the router said.
  up_bytes bigint not null check (up_bytes >= 0),
  down_bytes bigint not null check (down_bytes >= 0),
  read_at timestamptz not null,
  -- A sign of life of its equipment, and since when there have been such without a break.
  heard_at timestamptz,
  online_since timestamptz,
  primary key (tenant_id, subscription_id)
);

do $$
declare
  t text;
begin
  foreach t in array array['static_line', 'static_meter'] loop
    execute format('alter table lastmile.%I enable row level security', t);
    execute format('alter table lastmile.%I force row level security', t);
    execute format('create policy tenant_only on lastmile.%I to lastmile_app
      using (tenant_id = lastmile.current_tenant()) with check (tenant_id = lastmile.current_tenant())', t);
  end loop;
  execute 'create policy system_select on lastmile.static_meter for select to lastmile_system using (true)';
  execute 'create policy system_insert on lastmile.static_meter for insert to lastmile_system with check (true)';
  execute 'create policy system_update on lastmile.static_meter for update to lastmile_system using (true) with check (true)';
end
$$;
grant select, insert, update, delete on lastmile.static_line to lastmile_app;
grant select on lastmile.static_meter to lastmile_app;
grant select, insert, update on lastmile.static_meter to lastmile_system;
