-- previous-release: ok
-- Monthly partitions (UTC) of the event log and of evidence. The running server owns no table, so it makes and drops them
-- through these functions, which run as the owner and do nothing else.

-- The functions below run as the owner, for whom security is forced too.
create policy upkeep on lastmile.event_seal for select to current_user using (true);
create policy upkeep on lastmile.follower for select to current_user using (true);

do $$
declare
  t text;
begin
  foreach t in array array['event_default', 'evidence_default'] loop
    execute format('alter table lastmile.%I enable row level security', t);
    execute format('alter table lastmile.%I force row level security', t);
    execute format('create policy upkeep on lastmile.%I to current_user using (true) with check (true)', t);
  end loop;
end
$$;

-- Makes one month's partition; rows of that month that had to go to the default partition move into it.
create function lastmile.make_partition(parent text, time_column text, month timestamp) returns boolean
  language plpgsql volatile set search_path = pg_catalog, pg_temp
as $$
declare
  name text := parent || to_char(month, '"_"YYYY"_"MM');
  from_at timestamptz := month at time zone 'UTC';
  until_at timestamptz := (month + interval '1 month') at time zone 'UTC';
begin
  if to_regclass('lastmile.' || name) is not null then
    return false;
  end if;
  execute format('lock table lastmile.%I in access exclusive mode', parent || '_default');
  execute format('create table lastmile.%I (like lastmile.%I including all)', name, parent);
  execute format('alter table lastmile.%I enable row level security', name);
  execute format('alter table lastmile.%I force row level security', name);
  execute format('create policy upkeep on lastmile.%I to current_user using (true) with check (true)', name);
  execute format('with moved as (delete from lastmile.%I where %I >= $1 and %I < $2 returning *) insert into lastmile.%I select * from moved',
    parent || '_default', time_column, time_column, name) using from_at, until_at;
  execute format('alter table lastmile.%I attach partition lastmile.%I for values from (%L) to (%L)', parent, name, from_at, until_at);
  return true;
end
$$;

-- Partitions for the month of `at` and the following ones, and for every month that has rows in a default partition.
-- Returns how many were made. Gives up after 5 s when it can't get its locks; the next call tries again.
create function lastmile.ensure_partitions(at timestamptz, months_ahead integer) returns integer
  language plpgsql volatile security definer set search_path = pg_catalog, pg_temp set timezone = 'UTC' set lock_timeout = '5s'
as $$
declare
  month timestamp;
  made integer := 0;
begin
  if at is null or months_ahead is null or months_ahead not between 0 and 24 then
    raise exception 'months_ahead must be 0 to 24';
  end if;
  perform pg_advisory_xact_lock(hashtextextended('lastmile.partitions', 0));
  for month in
    select generate_series(date_trunc('month', at::timestamp), date_trunc('month', at::timestamp) + make_interval(months => months_ahead), '1 month')
    union select distinct date_trunc('month', e.at::timestamp) from lastmile.event_default e
  loop
    made := made + lastmile.make_partition('event', 'at', month)::int;
  end loop;
  for month in
    select generate_series(date_trunc('month', at::timestamp), date_trunc('month', at::timestamp) + make_interval(months => months_ahead), '1 month')
    union select distinct date_trunc('month', e.received_at::timestamp) from lastmile.evidence_default e
  loop
    made := made + lastmile.make_partition('evidence', 'received_at', month)::int;
  end loop;
  return made;
end
$$;

-- Rows that no month's partition took (at most 1,000 are counted): anything but 0 means partitions are not being made.
create function lastmile.stray_rows() returns table (parent text, stray bigint)
  language sql stable security definer set search_path = pg_catalog, pg_temp
as $$
  select 'event', (select count(*) from (select from lastmile.event_default limit 1000) e)
  union all
  select 'evidence', (select count(*) from (select from lastmile.evidence_default limit 1000) e)
$$;

-- Drops partitions that end at or before `before`: evidence always, events only when every one of them is sealed and no
-- durable follower still has to read them. Returns the names of what was dropped.
create function lastmile.drop_partitions(parent text, before timestamptz, at timestamptz) returns setof text
  language plpgsql volatile security definer set search_path = pg_catalog, pg_temp set timezone = 'UTC' set lock_timeout = '5s'
as $$
declare
  name text;
  starts timestamp;
  needed boolean;
begin
  if parent is null or parent not in ('event', 'evidence') then
    raise exception 'no partitioned table of this name';
  end if;
  perform pg_advisory_xact_lock(hashtextextended('lastmile.partitions', 0));
  for name in
    select c.relname from pg_class c join pg_inherits i on i.inhrelid = c.oid
    where i.inhparent = ('lastmile.' || parent)::regclass and c.relname ~ '_\d{4}_\d{2}$' order by c.relname
  loop
    starts := to_timestamp(right(name, 7), 'YYYY_MM');
    continue when starts + interval '1 month' > before::timestamp;
    if parent = 'event' then
      execute format('select exists (
        select from (select tenant_id, max(position) as last from lastmile.%I group by tenant_id) held
        where held.last > coalesce((select max(to_position) from lastmile.event_seal s where s.tenant_id = held.tenant_id), 0)
          or exists (select from lastmile.follower f where f.tenant_id = held.tenant_id and f.position < held.last))', name) into needed;
      continue when needed;
    end if;
    execute format('drop table lastmile.%I', name);
    insert into lastmile.dropped_partition (parent, month, dropped_at) values (drop_partitions.parent, starts::date, drop_partitions.at)
      on conflict on constraint dropped_partition_pkey do nothing;
    return next name;
  end loop;
end
$$;

revoke all on function lastmile.make_partition, lastmile.ensure_partitions, lastmile.stray_rows, lastmile.drop_partitions from public;
grant execute on function lastmile.ensure_partitions, lastmile.stray_rows, lastmile.drop_partitions to lastmile_system;
