-- previous-release: ok
-- Every table with a tenant: security enabled and forced, one policy for the application role, and explicit policies for
-- the system role on the tables it must read or write across tenants. test/db/policies.pg.test.ts walks all of this.
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
