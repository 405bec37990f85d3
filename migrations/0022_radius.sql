-- previous-release: ok
-- What the RADIUS process is fed with beside customers, packages and routers themselves.

-- Prepared replies by what they are for (package, tier, profile …). The number is what the process knows one by: drawn at
-- random, unique over all tenants, and the same after restarts, so that a process that went on needs no new projection.
create table lastmile.radius_template (
  tenant_id uuid not null references lastmile.tenant,
  key text not null check (length(key) between 1 and 300),
  wire_id integer not null unique check (wire_id > 0),
  primary key (tenant_id, key)
);

-- How a router speaks RADIUS; one without a row as the product does by itself: 'learnt', one secret, the usual port.
create table lastmile.nas_radius (
  tenant_id uuid not null references lastmile.tenant,
  nas_id uuid not null,
  -- CVE-2024-3596. learnt: required from the first packet on that had one.
  message_authenticator text not null check (message_authenticator in ('required', 'accepted', 'learnt')),
  -- Where it listens for CoA and Disconnect; null: as LASTMILE_RADIUS_COA_PORT says.
  incoming_port integer check (incoming_port between 1 and 65535),
  -- Of a rotation: believed beside radius_secret until then. Encrypted as it is.
  previous_secret bytea,
  previous_until timestamptz,
  -- Sessions that begin in between are reported with what the customer sends and gets exchanged.
  counters_reversed_from timestamptz,
  counters_reversed_until timestamptz,
  check (counters_reversed_until is null or counters_reversed_until >= counters_reversed_from),
  check ((previous_secret is null) = (previous_until is null)),
  primary key (tenant_id, nas_id),
  foreign key (tenant_id, nas_id) references lastmile.nas
);

do $$
declare t text;
begin
  foreach t in array array['radius_template', 'nas_radius'] loop
    execute format('alter table lastmile.%I enable row level security', t);
    execute format('alter table lastmile.%I force row level security', t);
    execute format('create policy tenant_only on lastmile.%I to lastmile_app
      using (tenant_id = lastmile.current_tenant()) with check (tenant_id = lastmile.current_tenant())', t);
  end loop;
end
$$;
create policy system_select on lastmile.nas_radius for select to lastmile_system using (true);
grant select (nas_id, counters_reversed_from, counters_reversed_until) on lastmile.nas_radius to lastmile_system;
grant select, insert on lastmile.radius_template to lastmile_app;
grant select, insert, update on lastmile.nas_radius to lastmile_app;

-- Roles as shipped, which 0019 knew and gave subscription.view, get what they now may; what people decided stays.
alter table lastmile.role no force row level security;
update lastmile.role r set permissions = r.permissions || array(select p from unnest(s.added) p where p <> all (r.permissions))
  from (values
    ('owner', array['radius.view']),
    ('admin', array['radius.view']),
    ('noc', array['radius.view']),
    ('support', array['radius.view'])) s (shipped, added)
  where r.shipped = s.shipped and 'subscription.view' = any (r.permissions);
alter table lastmile.role force row level security;
