-- previous-release: ok
-- A maintenance window: what it covers, from when to when, who was told, what was affected and what was not back.
create table lastmile.maintenance (
  tenant_id uuid not null references lastmile.tenant,
  id uuid not null,
  version bigint not null,
  state text not null check (state in ('planned', 'announced', 'running', 'overrun', 'ended', 'cancelled')),
  title text not null,
  reason text not null,
  impact text not null,
  branch_id uuid,
  scope jsonb not null,
  owner_id uuid,
  planned_by uuid,
  planned_at timestamptz not null,
  from_at timestamptz not null,
  to_at timestamptz not null,
  first_to_at timestamptz not null,
  notices jsonb not null,
  told jsonb not null,
  started_at timestamptz,
  started_by uuid,
  overran_at timestamptz,
  ended_at timestamptz,
  ended_by uuid,
  outcome text,
  affected jsonb,
  report jsonb,
  check (to_at > from_at),
  check ((state in ('ended', 'cancelled')) = (ended_at is not null)),
  primary key (tenant_id, id),
  foreign key (tenant_id, branch_id) references lastmile.branch,
  foreign key (tenant_id, owner_id) references lastmile.app_user,
  foreign key (tenant_id, planned_by) references lastmile.app_user,
  foreign key (tenant_id, started_by) references lastmile.app_user,
  foreign key (tenant_id, ended_by) references lastmile.app_user
) with (fillfactor = 80);
-- Few at any time: what has not ended.
create index maintenance_open on lastmile.maintenance (tenant_id, from_at) where ended_at is null;
create index maintenance_past on lastmile.maintenance (tenant_id, ended_at desc, id desc) where ended_at is not null;

alter table lastmile.maintenance enable row level security;
alter table lastmile.maintenance force row level security;
create policy tenant_only on lastmile.maintenance to lastmile_app
  using (tenant_id = lastmile.current_tenant()) with check (tenant_id = lastmile.current_tenant());
grant select, insert, update on lastmile.maintenance to lastmile_app;

-- Notices may be about windows.
alter table lastmile.notice drop constraint notice_subject_kind_check;
alter table lastmile.notice add constraint notice_subject_kind_check check (subject_kind in ('alarm', 'cover', 'maintenance'));

-- The window that shelved an alarm, so that its end takes back exactly what it did.
alter table lastmile.alarm add column shelved_for uuid;
alter table lastmile.alarm add constraint alarm_shelved_for_fkey foreign key (tenant_id, shelved_for) references lastmile.maintenance;
create index alarm_shelved_for on lastmile.alarm (tenant_id, shelved_for) where shelved_for is not null;
