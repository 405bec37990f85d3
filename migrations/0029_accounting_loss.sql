-- previous-release: ok

-- Reports of routers that were lost before they were stored: part of a journal that was damaged or is gone. Until somebody
-- has taken note of it there is an alarm.
create table lastmile.accounting_loss (
  tenant_id uuid not null references lastmile.tenant,
  id uuid not null default gen_random_uuid(),
  at timestamptz not null,
  what text not null check (length(what) between 1 and 1000),
  noted_at timestamptz,
  noted_by uuid,
  note text check (length(note) between 1 and 500),
  check (num_nulls(noted_at, noted_by, note) in (0, 3)),
  primary key (tenant_id, id),
  foreign key (tenant_id, noted_by) references lastmile.app_user (tenant_id, id)
);
create index accounting_loss_open on lastmile.accounting_loss (tenant_id) where noted_at is null;

alter table lastmile.accounting_loss enable row level security;
alter table lastmile.accounting_loss force row level security;
create policy tenant_only on lastmile.accounting_loss to lastmile_app
  using (tenant_id = lastmile.current_tenant()) with check (tenant_id = lastmile.current_tenant());
create policy system_select on lastmile.accounting_loss for select to lastmile_system using (true);
create policy system_insert on lastmile.accounting_loss for insert to lastmile_system with check (true);
grant select, update (noted_at, noted_by, note) on lastmile.accounting_loss to lastmile_app;
grant select, insert on lastmile.accounting_loss to lastmile_system;

-- Roles as shipped get what they now may; what people decided stays.
alter table lastmile.role no force row level security;
update lastmile.role r set permissions = r.permissions || array(select p from unnest(s.added) p where p <> all (r.permissions))
  from (values
    ('owner', array['accounting.settle']),
    ('admin', array['accounting.settle']),
    ('noc', array['accounting.settle'])) s (shipped, added)
  where r.shipped = s.shipped and 'radius.view' = any (r.permissions);
alter table lastmile.role force row level security;
