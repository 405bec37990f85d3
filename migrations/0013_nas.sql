-- previous-release: ok
-- Routers. Where one is managed, and how its packets are known to be its own, are two things: a source address is not an
-- identity. Claims on both are unique over all tenants, so that nobody can take what is another's; an archived router
-- gives its claims up.
create table lastmile.nas (
  tenant_id uuid not null references lastmile.tenant,
  id uuid not null,
  version integer not null,
  name text not null,
  branch_id uuid,
  vendor text not null,
  -- Management. With a tunnel the router is reached at its tunnel address, and `address` is only what people know it by:
  -- two tenants may both have a router at 192.168.88.1.
  address text not null,
  port integer not null check (port between 1 and 65535),
  security text not null check (security in ('pinned', 'anonymous', 'plain')),
  -- SHA-256 of the only certificate that is trusted; null until one was seen.
  fingerprint text check (fingerprint ~ '^[0-9a-f]{64}$'),
  username text not null,
  -- AES-256-GCM with key id, purpose 'nas/<id>/password' and 'nas/<id>/radiusSecret'.
  password bytea not null,
  radius_secret bytea not null,
  -- RADIUS.
  attribution text not null check (attribution in ('address', 'nasIdentifier', 'tunnel')),
  radius_source inet,
  nas_identifier text,
  tunnel_address inet,
  latitude double precision check (latitude between -90 and 90),
  longitude double precision check (longitude between -180 and 180),
  site text not null,
  notes text not null,
  monitored boolean not null,
  maintenance boolean not null,
  commands_per_second integer not null check (commands_per_second between 1 and 200),
  created_at timestamptz not null,
  changed_at timestamptz not null,
  archived_at timestamptz,
  -- What of its source address the router claims: all of it, or one NAS-Identifier. Identifiers are compared as written
  -- in RFC 2865 §5.32: octet by octet.
  source_claim int8range generated always as (case attribution
    when 'address' then int8range(null, null)
    when 'nasIdentifier' then int8range(hashtextextended(nas_identifier, 0), hashtextextended(nas_identifier, 0), '[]')
    end) stored,
  check (attribution <> 'nasIdentifier' or nas_identifier is not null),
  check (attribution <> 'tunnel' or tunnel_address is not null),
  check (masklen(radius_source) = case family(radius_source) when 4 then 32 else 128 end),
  check (masklen(tunnel_address) = case family(tunnel_address) when 4 then 32 else 128 end),
  primary key (tenant_id, id),
  foreign key (tenant_id, branch_id) references lastmile.branch,
  constraint nas_source_taken exclude using gist (radius_source inet_ops with =, source_claim with &&)
    where (archived_at is null and attribution <> 'tunnel')
);
create unique index nas_name_taken on lastmile.nas (tenant_id, lower(name)) where archived_at is null;
create unique index nas_tunnel_taken on lastmile.nas (tunnel_address) where archived_at is null;
create unique index nas_address_taken on lastmile.nas (address, port) where archived_at is null and tunnel_address is null;
create index nas_by_name on lastmile.nas (tenant_id, lower(name), id);

alter table lastmile.nas enable row level security;
alter table lastmile.nas force row level security;
create policy tenant_only on lastmile.nas to lastmile_app
  using (tenant_id = lastmile.current_tenant()) with check (tenant_id = lastmile.current_tenant());
grant select, insert, update on lastmile.nas to lastmile_app;
-- The server connects to the routers of all tenants.
grant select on lastmile.nas to lastmile_system;
create policy system_select on lastmile.nas for select to lastmile_system using (true);
