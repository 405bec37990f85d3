-- previous-release: ok
-- What is measured: figures of objects over time, as measured for days, by five minutes for weeks, by the hour for years.
-- A row holds all metrics of an object that were read together (arrays of the same length), because a row per figure costs
-- five times the space and, at 10,000 objects, ten times the index pages that every checkpoint has to write again.
create table lastmile.sample_object (
  tenant_id uuid not null references lastmile.tenant,
  id integer not null,
  kind text not null,
  object_id uuid not null,
  primary key (tenant_id, id),
  unique (tenant_id, kind, object_id)
);

create table lastmile.sample_metric (
  tenant_id uuid not null references lastmile.tenant,
  id integer not null,
  name text not null check (length(name) between 1 and 120),
  primary key (tenant_id, id),
  unique (tenant_id, name)
);

-- Days that figures are kept; a tenant without a row has the defaults of server/sample.
create table lastmile.sample_retention (
  tenant_id uuid primary key references lastmile.tenant,
  raw_days integer not null check (raw_days between 1 and 31),
  five_days integer not null check (five_days between 7 and 400),
  hour_days integer not null check (hour_days between 31 and 4000)
);

-- Everything before these times is in the rollups. A writer holds the row for share, a rollup for update: no sample
-- becomes visible behind the back of the rollup that should have counted it.
create table lastmile.sample_rollup (
  tenant_id uuid primary key references lastmile.tenant,
  five_until timestamptz not null,
  hour_until timestamptz not null
);

-- Buckets of five minutes that got samples after they had been rolled up.
create table lastmile.sample_late (
  tenant_id uuid not null references lastmile.tenant,
  object integer not null,
  at timestamptz not null,
  primary key (tenant_id, object, at)
);

-- No foreign keys on the three: a check per row costs more than the row. Their rows are written with ids just looked up,
-- objects and metrics are never deleted.
create table lastmile.sample (
  tenant_id uuid not null,
  object integer not null,
  at timestamptz not null,
  metrics integer[] not null,
  vals real[] not null,
  primary key (tenant_id, object, at)
) partition by range (at);
create index sample_at on lastmile.sample using brin (at) with (pages_per_range = 32);
create table lastmile.sample_default partition of lastmile.sample default;

create table lastmile.sample_five (
  tenant_id uuid not null,
  object integer not null,
  at timestamptz not null,
  metrics integer[] not null,
  low real[] not null,
  high real[] not null,
  mean real[] not null,
  samples integer[] not null,
  primary key (tenant_id, object, at)
) partition by range (at);
create index sample_five_at on lastmile.sample_five using brin (at) with (pages_per_range = 32);
create table lastmile.sample_five_default partition of lastmile.sample_five default;

create table lastmile.sample_hour (like lastmile.sample_five including constraints, primary key (tenant_id, object, at)) partition by range (at);
create table lastmile.sample_hour_default partition of lastmile.sample_hour default;

do $$
declare
  t text;
begin
  foreach t in array array['sample_object', 'sample_metric', 'sample_retention', 'sample_rollup', 'sample_late', 'sample', 'sample_five', 'sample_hour'] loop
    execute format('alter table lastmile.%I enable row level security', t);
    execute format('alter table lastmile.%I force row level security', t);
    execute format('create policy tenant_only on lastmile.%I to lastmile_app
      using (tenant_id = lastmile.current_tenant()) with check (tenant_id = lastmile.current_tenant())', t);
  end loop;
  foreach t in array array['sample_default', 'sample_five_default', 'sample_hour_default'] loop
    execute format('alter table lastmile.%I enable row level security', t);
    execute format('alter table lastmile.%I force row level security', t);
    execute format('create policy upkeep on lastmile.%I to current_user using (true) with check (true)', t);
  end loop;
end
$$;
grant select, insert on lastmile.sample_object, lastmile.sample_metric to lastmile_app;
grant select, insert, update on lastmile.sample_retention, lastmile.sample_rollup to lastmile_app;
grant select, insert, delete on lastmile.sample_late to lastmile_app;
grant select, insert, update, delete on lastmile.sample, lastmile.sample_five, lastmile.sample_hour to lastmile_app;
-- A partition goes when nobody keeps it, which takes everybody's retention.
grant select on lastmile.sample_retention to lastmile_system;
create policy system_select on lastmile.sample_retention for select to lastmile_system using (true);

-- As make_partition (0007), for one day (UTC) of samples as measured.
create function lastmile.make_sample_day(day timestamp) returns boolean
  language plpgsql volatile set search_path = pg_catalog, pg_temp
as $$
declare
  name text := 'sample' || to_char(day, '"_"YYYY"_"MM"_"DD');
  from_at timestamptz := day at time zone 'UTC';
  until_at timestamptz := (day + interval '1 day') at time zone 'UTC';
begin
  if to_regclass('lastmile.' || name) is not null then
    return false;
  end if;
  lock table lastmile.sample_default in access exclusive mode;
  execute format('create table lastmile.%I (like lastmile.sample including all)', name);
  execute format('alter table lastmile.%I enable row level security', name);
  execute format('alter table lastmile.%I force row level security', name);
  execute format('create policy upkeep on lastmile.%I to current_user using (true) with check (true)', name);
  execute format('with moved as (delete from lastmile.sample_default where at >= $1 and at < $2 returning *) insert into lastmile.%I select * from moved', name)
    using from_at, until_at;
  execute format('alter table lastmile.sample attach partition lastmile.%I for values from (%L) to (%L)', name, from_at, until_at);
  return true;
end
$$;

-- Partitions for the day and month of `at` and the following ones, and for every day and month that has rows in a default
-- partition. Returns how many were made. Gives up after 5 s when it can't get its locks; the next call tries again.
create function lastmile.ensure_sample_partitions(at timestamptz, days_ahead integer, months_ahead integer) returns integer
  language plpgsql volatile security definer set search_path = pg_catalog, pg_temp set timezone = 'UTC' set lock_timeout = '5s'
as $$
declare
  parent text;
  starts timestamp;
  today timestamp := date_trunc('day', at::timestamp);
  this_month timestamp := date_trunc('month', at::timestamp);
  made integer := 0;
begin
  if at is null or days_ahead is null or days_ahead not between 0 and 31 or months_ahead is null or months_ahead not between 0 and 24 then
    raise exception 'days_ahead must be 0 to 31 and months_ahead 0 to 24';
  end if;
  perform pg_advisory_xact_lock(hashtextextended('lastmile.partitions', 0));
  for starts in
    select generate_series(today, today + make_interval(days => days_ahead), '1 day')
    union select distinct date_trunc('day', s.at::timestamp) from lastmile.sample_default s
  loop
    made := made + lastmile.make_sample_day(starts)::int;
  end loop;
  foreach parent in array array['sample_five', 'sample_hour'] loop
    for starts in
      execute format('select generate_series($1, $1 + make_interval(months => $2), ''1 month'')
        union select distinct date_trunc(''month'', s.at::timestamp) from lastmile.%I s', parent || '_default') using this_month, months_ahead
    loop
      made := made + lastmile.make_partition(parent, 'at', starts)::int;
    end loop;
  end loop;
  return made;
end
$$;

-- Drops partitions that end at or before `before`. Returns the names of what was dropped.
create function lastmile.drop_sample_partitions(parent text, before timestamptz) returns setof text
  language plpgsql volatile security definer set search_path = pg_catalog, pg_temp set timezone = 'UTC' set lock_timeout = '5s'
as $$
declare
  name text;
  ends timestamp;
begin
  if parent is null or parent not in ('sample', 'sample_five', 'sample_hour') then
    raise exception 'no partitioned table of this name';
  end if;
  perform pg_advisory_xact_lock(hashtextextended('lastmile.partitions', 0));
  for name in
    select c.relname from pg_class c join pg_inherits i on i.inhrelid = c.oid
    where i.inhparent = ('lastmile.' || parent)::regclass and c.relname ~ '_\d{4}_\d{2}(_\d{2})?$' order by c.relname
  loop
    if parent = 'sample' then
      ends := to_timestamp(right(name, 10), 'YYYY_MM_DD') + interval '1 day';
    else
      ends := to_timestamp(right(name, 7), 'YYYY_MM') + interval '1 month';
    end if;
    continue when before is null or ends > before::timestamp;
    execute format('drop table lastmile.%I', name);
    return next name;
  end loop;
end
$$;

-- Rows that no partition took (at most 1,000 of each table are counted).
create function lastmile.stray_samples() returns bigint
  language sql stable security definer set search_path = pg_catalog, pg_temp
as $$
  select (select count(*) from (select from lastmile.sample_default limit 1000) s)
    + (select count(*) from (select from lastmile.sample_five_default limit 1000) s)
    + (select count(*) from (select from lastmile.sample_hour_default limit 1000) s)
$$;

revoke all on function lastmile.make_sample_day, lastmile.ensure_sample_partitions, lastmile.drop_sample_partitions, lastmile.stray_samples from public;
grant execute on function lastmile.ensure_sample_partitions, lastmile.drop_sample_partitions, lastmile.stray_samples to lastmile_system;
