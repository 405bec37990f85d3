-- previous-release: ok
-- What subscribers used: sessions of lines as routers reported them, each report, usage by day and hour, who was refused,
-- who had which address, and up to where the journals of the RADIUS processes have been loaded. The accounting loader
-- alone writes here, as the system role, because a journal holds the reports of all tenants. Rows have no foreign keys:
-- a check per row costs more than the row, and a report is a fact whether or not its router still exists.
create table lastmile.line_session (
  tenant_id uuid not null,
  started_at timestamptz not null,
  -- Made from router, Acct-Session-Id and beginning: the same session has the same id wherever it is worked out.
  id uuid not null,
  nas_id uuid not null,
  acct_session_id text collate "C" not null,
  subscription_id uuid,
  username text not null,
  access text,
  mac macaddr,
  calling text,
  nas_port text,
  service text,
  ipv4 inet,
  ipv6 inet,
  ipv6_prefix inet,
  delegated_prefix inet,
  heard_at timestamptz not null,
  ended_at timestamptz,
  end_cause text,
  unknown_since timestamptz,
  seconds integer not null,
  -- From and to the subscriber.
  octets_in bigint not null,
  octets_out bigint not null,
  policy_version bigint not null,
  flags smallint not null,
  primary key (tenant_id, started_at, id)
) partition by range (started_at);
create index line_session_known_as on lastmile.line_session (tenant_id, nas_id, acct_session_id, started_at);
create index line_session_of_subscription on lastmile.line_session (tenant_id, subscription_id, started_at) where subscription_id is not null;
create index line_session_open on lastmile.line_session (tenant_id, id) where ended_at is null;
create table lastmile.line_session_default partition of lastmile.line_session default;

create table lastmile.accounting_record (
  tenant_id uuid not null,
  received_at timestamptz not null,
  session_id uuid not null,
  kind smallint not null,
  seconds integer not null,
  -- As reported; null when the report said nothing.
  octets_in bigint,
  octets_out bigint,
  flags smallint not null
) partition by range (received_at);
create index accounting_record_of_session on lastmile.accounting_record (session_id);
create table lastmile.accounting_record_default partition of lastmile.accounting_record default;

-- An address or prefix from a time on: until the session has another of its family, or its end.
create table lastmile.address_use (
  tenant_id uuid not null,
  address inet not null,
  from_at timestamptz not null,
  until_at timestamptz,
  session_id uuid not null,
  started_at timestamptz not null
) partition by range (from_at);
create index address_use_of on lastmile.address_use (tenant_id, address, from_at);
create table lastmile.address_use_default partition of lastmile.address_use default;

create table lastmile.usage_day (
  tenant_id uuid not null,
  day date not null,
  subscription_id uuid not null,
  octets_in bigint not null,
  octets_out bigint not null,
  seconds integer not null,
  primary key (tenant_id, day, subscription_id)
) partition by range (day);
create table lastmile.usage_day_default partition of lastmile.usage_day default;

create table lastmile.usage_hour (
  tenant_id uuid not null,
  hour timestamptz not null,
  nas_id uuid not null,
  octets_in bigint not null,
  octets_out bigint not null,
  primary key (tenant_id, hour, nas_id)
);

-- Usage of a quota period is that of its days less what the first day had when it began.
create table lastmile.usage_period (
  tenant_id uuid not null references lastmile.tenant,
  subscription_id uuid not null,
  began_at timestamptz not null,
  day date not null,
  before_in bigint not null,
  before_out bigint not null,
  primary key (tenant_id, subscription_id)
);

create table lastmile.reject (
  tenant_id uuid not null,
  hour timestamptz not null,
  nas_id uuid not null,
  username text collate "C" not null,
  mac text collate "C" not null,
  reason text collate "C" not null,
  subscription_id uuid,
  times integer not null,
  first_at timestamptz not null,
  last_at timestamptz not null,
  primary key (tenant_id, hour, nas_id, username, mac, reason)
) partition by range (hour);
create index reject_of_subscription on lastmile.reject (tenant_id, subscription_id, hour) where subscription_id is not null;
create table lastmile.reject_default partition of lastmile.reject default;

-- Everything before the place is in the tables above.
create table lastmile.journal_place (
  journal text primary key check (length(journal) between 1 and 200),
  segment bigint not null,
  byte_offset bigint not null,
  loaded_at timestamptz not null
);

-- Entries of a journal that the database refused for good, as they stand there; one of several companies in as many parts.
create table lastmile.accounting_set_aside (
  tenant_id uuid not null,
  id uuid not null default gen_random_uuid(),
  journal text not null,
  segment bigint not null,
  byte_offset bigint not null,
  at timestamptz not null,
  error text not null,
  entry bytea not null check (length(entry) <= 1048576),
  -- When somebody tried to load it once more, and what the database said then.
  tried_at timestamptz,
  tried_error text,
  settled_at timestamptz,
  outcome text check (outcome in ('loaded', 'discarded')),
  check ((settled_at is null) = (outcome is null)),
  primary key (tenant_id, id),
  unique (tenant_id, journal, segment, byte_offset)
);
create index accounting_set_aside_open on lastmile.accounting_set_aside (tenant_id, at) where settled_at is null;

do $$
declare
  t text;
begin
  foreach t in array array['line_session', 'accounting_record', 'address_use', 'usage_day', 'usage_hour', 'usage_period', 'reject',
    'accounting_set_aside'] loop
    execute format('alter table lastmile.%I enable row level security', t);
    execute format('alter table lastmile.%I force row level security', t);
    execute format('create policy tenant_only on lastmile.%I to lastmile_app
      using (tenant_id = lastmile.current_tenant()) with check (tenant_id = lastmile.current_tenant())', t);
  end loop;
  foreach t in array array['line_session', 'accounting_record', 'address_use', 'usage_day', 'reject'] loop
    execute format('alter table lastmile.%I enable row level security', t || '_default');
    execute format('alter table lastmile.%I force row level security', t || '_default');
    execute format('create policy upkeep on lastmile.%I to current_user using (true) with check (true)', t || '_default');
  end loop;
  foreach t in array array['line_session', 'accounting_record', 'address_use', 'usage_day', 'usage_hour', 'reject',
    'accounting_set_aside'] loop
    execute format('create policy system_select on lastmile.%I for select to lastmile_system using (true)', t);
    execute format('create policy system_insert on lastmile.%I for insert to lastmile_system with check (true)', t);
    continue when t = 'accounting_record';
    execute format('create policy system_update on lastmile.%I for update to lastmile_system using (true) with check (true)', t);
  end loop;
end
$$;
create policy system_select on lastmile.usage_period for select to lastmile_system using (true);

grant select on lastmile.line_session, lastmile.accounting_record, lastmile.address_use, lastmile.usage_day, lastmile.usage_hour,
  lastmile.reject to lastmile_app;
grant select, insert, update on lastmile.usage_period to lastmile_app;
grant select, insert on lastmile.accounting_record to lastmile_system;
grant select, insert, update on lastmile.line_session, lastmile.usage_day, lastmile.usage_hour, lastmile.reject to lastmile_system;
grant select, insert, update (until_at) on lastmile.address_use to lastmile_system;
grant select on lastmile.usage_period to lastmile_system;
grant select, insert, update on lastmile.journal_place to lastmile_system;
grant select, insert, update (tried_at, tried_error, settled_at, outcome) on lastmile.accounting_set_aside to lastmile_system;
grant select, update (tried_at, tried_error, settled_at, outcome) on lastmile.accounting_set_aside to lastmile_app;

-- The months (UTC) of `at` and the following ones, and every month that has rows in a default partition. Rows that are
-- updated often get room in their page, so that the update needs no new entries in the indexes. Answers how many were made.
create function lastmile.ensure_accounting_partitions(at timestamptz, months_ahead integer) returns integer
  language plpgsql volatile security definer set search_path = pg_catalog, pg_temp set timezone = 'UTC' set lock_timeout = '5s'
as $$
declare
  parent text;
  time_column text;
  room integer;
  starts timestamp;
  made integer := 0;
begin
  if at is null or months_ahead is null or months_ahead not between 0 and 24 then
    raise exception 'months_ahead must be 0 to 24';
  end if;
  perform pg_advisory_xact_lock(hashtextextended('lastmile.partitions', 0));
  for parent, time_column, room in
    select * from (values ('line_session', 'started_at', 70), ('accounting_record', 'received_at', 100), ('address_use', 'from_at', 100),
      ('usage_day', 'day', 70), ('reject', 'hour', 90)) listed(parent, time_column, room)
  loop
    for starts in
      execute format('select generate_series($1, $1 + make_interval(months => $2), ''1 month'')
        union select distinct date_trunc(''month'', s.%I::timestamp) from lastmile.%I s', time_column, parent || '_default')
        using date_trunc('month', at::timestamp), months_ahead
    loop
      continue when not lastmile.make_partition(parent, time_column, starts);
      made := made + 1;
      execute format('alter table lastmile.%I set (fillfactor = %s)', parent || to_char(starts, '"_"YYYY"_"MM'), room);
    end loop;
  end loop;
  return made;
end
$$;

-- Drops partitions that end at or before `before`. Returns the names of what was dropped.
create function lastmile.drop_accounting_partitions(parent text, before timestamptz) returns setof text
  language plpgsql volatile security definer set search_path = pg_catalog, pg_temp set timezone = 'UTC' set lock_timeout = '5s'
as $$
declare
  name text;
begin
  if parent is null or parent not in ('line_session', 'accounting_record', 'address_use', 'usage_day', 'reject') then
    raise exception 'no partitioned table of this name';
  end if;
  perform pg_advisory_xact_lock(hashtextextended('lastmile.partitions', 0));
  for name in
    select c.relname from pg_class c join pg_inherits i on i.inhrelid = c.oid
    where i.inhparent = ('lastmile.' || parent)::regclass and c.relname ~ '_\d{4}_\d{2}$' order by c.relname
  loop
    continue when before is null or to_timestamp(right(name, 7), 'YYYY_MM')::timestamp + interval '1 month' > before::timestamp;
    execute format('drop table lastmile.%I', name);
    return next name;
  end loop;
end
$$;

-- Rows that no month's partition took (at most 1,000 of each table are counted).
create function lastmile.stray_accounting() returns bigint
  language sql stable security definer set search_path = pg_catalog, pg_temp
as $$
  select (select count(*) from (select from lastmile.line_session_default limit 1000) s)
    + (select count(*) from (select from lastmile.accounting_record_default limit 1000) s)
    + (select count(*) from (select from lastmile.address_use_default limit 1000) s)
    + (select count(*) from (select from lastmile.usage_day_default limit 1000) s)
    + (select count(*) from (select from lastmile.reject_default limit 1000) s)
$$;

revoke all on function lastmile.ensure_accounting_partitions, lastmile.drop_accounting_partitions, lastmile.stray_accounting from public;
grant execute on function lastmile.ensure_accounting_partitions, lastmile.drop_accounting_partitions, lastmile.stray_accounting to lastmile_system;

-- Roles as shipped, which 0019 knew and gave subscription.view, get what they now may; what people decided stays.
alter table lastmile.role no force row level security;
update lastmile.role r set permissions = r.permissions || array(select p from unnest(s.added) p where p <> all (r.permissions))
  from (values
    ('owner', array['session.view', 'session.findAddress']),
    ('admin', array['session.view', 'session.findAddress']),
    ('noc', array['session.view', 'session.findAddress']),
    ('support', array['session.view'])) s (shipped, added)
  where r.shipped = s.shipped and 'subscription.view' = any (r.permissions);
alter table lastmile.role force row level security;
