-- previous-release: none
-- Group roles that policies and grants name. They cannot log in: the server's login role (DATABASE_URL) is a member of
-- both and takes one of them per connection; it owns nothing. See docs/operating.md.
do $$
begin
  if not exists (select from pg_roles where rolname = 'lastmile_app') then
    create role lastmile_app nologin nosuperuser nobypassrls noinherit;
  end if;
  if not exists (select from pg_roles where rolname = 'lastmile_system') then
    create role lastmile_system nologin nosuperuser nobypassrls noinherit;
  end if;
exception when duplicate_object or unique_violation then
  null; -- another database of this cluster was being migrated at the same moment
end
$$;

-- The schema itself is made by whoever runs the migrations, because it holds their record.
grant usage on schema lastmile to lastmile_app, lastmile_system;

-- The tenant of the present transaction; null (so: no row) when none is set.
create function lastmile.current_tenant() returns uuid
  language sql stable parallel safe
  return nullif(current_setting('app.tenant', true), '')::uuid;

-- Which migrations ran; the server compares them with its own.
grant select on lastmile.schema_migration to lastmile_system;
