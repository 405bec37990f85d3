-- previous-release: ok
-- Every table with a tenant: security enabled and forced, one policy for the application role, and explicit policies for
-- the system role on the tables it must read or write across tenants. Rights are granted one by one and never on a
-- partition: partitions are reached through their parent. test/db walks all of this; a new table extends the lists there.
do $$
declare
  t text;
begin
  foreach t in array array['tenant', 'branch', 'role', 'app_user', 'user_branch', 'session', 'tenant_log', 'event', 'event_seal',
    'evidence', 'command', 'deadline', 'set_aside', 'follower', 'alarm', 'alarm_source'] loop
    execute format('alter table lastmile.%I enable row level security', t);
    execute format('alter table lastmile.%I force row level security', t);
    execute format('create policy tenant_only on lastmile.%I to lastmile_app
      using (tenant_id = lastmile.current_tenant()) with check (tenant_id = lastmile.current_tenant())', t);
  end loop;
end
$$;

-- The application role: one tenant at a time. What is not here (events and seals changed or deleted, commands rewritten,
-- alarms or users deleted) must not happen.
grant select on lastmile.tenant to lastmile_app;
grant select, insert, update on lastmile.branch, lastmile.app_user to lastmile_app;
grant select, insert, update, delete on lastmile.role, lastmile.session, lastmile.deadline, lastmile.alarm_source to lastmile_app;
grant select, insert, delete on lastmile.user_branch to lastmile_app;
grant select, update (head) on lastmile.tenant_log to lastmile_app;
grant select, insert on lastmile.event, lastmile.evidence to lastmile_app;
grant select, insert, delete on lastmile.command to lastmile_app;
grant select on lastmile.event_seal, lastmile.dropped_partition to lastmile_app;
grant select, insert, update (retried_at, discarded_at) on lastmile.set_aside to lastmile_app;
grant select, insert, update (position) on lastmile.follower to lastmile_app;
grant select, insert, update on lastmile.alarm to lastmile_app;

-- A loser of a group commit takes back the key it stored in the same transaction; any other key stays.
create policy own_transaction_only on lastmile.command as restrictive for delete to lastmile_app
  using (xmin = pg_current_xact_id()::xid);

-- The system role, over all tenants: found a tenant with its first user, log in, wake deadlines, follow and seal the log,
-- find the tenant of a source, retain.
grant select, insert on lastmile.tenant, lastmile.branch, lastmile.role, lastmile.app_user, lastmile.user_branch,
  lastmile.tenant_log, lastmile.event_seal to lastmile_system;
grant select, insert, update (last_seen_at, expires_at), delete on lastmile.session to lastmile_system;
grant select on lastmile.event, lastmile.deadline, lastmile.set_aside, lastmile.follower, lastmile.alarm_source to lastmile_system;
grant select, delete on lastmile.command to lastmile_system;

do $$
declare
  t text;
  act text;
begin
  for t, act in
    select * from (values ('tenant', 'select'), ('tenant', 'insert'), ('branch', 'select'), ('branch', 'insert'),
      ('role', 'select'), ('role', 'insert'), ('app_user', 'select'), ('app_user', 'insert'),
      ('user_branch', 'select'), ('user_branch', 'insert'),
      ('session', 'select'), ('session', 'insert'), ('session', 'update'), ('session', 'delete'),
      ('tenant_log', 'select'), ('tenant_log', 'insert'), ('event', 'select'), ('event_seal', 'select'), ('event_seal', 'insert'),
      ('deadline', 'select'), ('set_aside', 'select'), ('follower', 'select'), ('alarm_source', 'select'),
      ('command', 'select'), ('command', 'delete')) listed(t, act) loop
    execute format('create policy system_%2$s on lastmile.%1$I for %2$s to lastmile_system %3$s', t, act,
      case act when 'insert' then 'with check (true)' when 'update' then 'using (true) with check (true)' else 'using (true)' end);
  end loop;
end
$$;

-- Tables without a tenant.
grant select, insert, update (used_at), delete on lastmile.setup_link to lastmile_system;
grant select on lastmile.dropped_partition to lastmile_system;
grant select, update (node, incarnation, epoch, expires_at) on lastmile.shard_lease to lastmile_system;

-- A writer under a fence locks the lease's row (`for share`), which takes the right to update it; the policy leaves it
-- nothing to update.
grant select, update (epoch) on lastmile.shard_lease to lastmile_app;
alter table lastmile.shard_lease enable row level security;
alter table lastmile.shard_lease force row level security;
create policy owners_change on lastmile.shard_lease to lastmile_system using (true) with check (true);
create policy writers_read on lastmile.shard_lease for select to lastmile_app using (true);
create policy writers_lock on lastmile.shard_lease for update to lastmile_app using (true) with check (false);
