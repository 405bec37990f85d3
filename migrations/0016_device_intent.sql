-- previous-release: ok
-- What must come to an end on a device: asked for once, carried out once, read back.
create table lastmile.device_intent (
  tenant_id uuid not null references lastmile.tenant,
  id uuid not null,
  version bigint not null,
  state text not null check (state in ('requested', 'waiting', 'running', 'done', 'undone', 'needsAttention', 'cancelled',
    'expired', 'dismissed')),
  device_kind text not null,
  device_id uuid not null,
  act text not null,
  input jsonb not null,
  branch_id uuid,
  reason text,
  requested_by uuid,
  requested_at timestamptz not null,
  not_after timestamptz,
  began_at timestamptz,
  attempts integer not null,
  baseline jsonb,
  retry_at timestamptz,
  outcome text,
  read_at timestamptz,
  differences jsonb not null,
  ended_at timestamptz,
  primary key (tenant_id, id),
  foreign key (tenant_id, branch_id) references lastmile.branch,
  foreign key (tenant_id, requested_by) references lastmile.app_user
) with (fillfactor = 80);
create index device_intent_device on lastmile.device_intent (tenant_id, device_kind, device_id, requested_at desc);
-- Few at any time: what has not ended.
create index device_intent_open on lastmile.device_intent (tenant_id, requested_at) where ended_at is null;

alter table lastmile.device_intent enable row level security;
alter table lastmile.device_intent force row level security;
create policy tenant_only on lastmile.device_intent to lastmile_app
  using (tenant_id = lastmile.current_tenant()) with check (tenant_id = lastmile.current_tenant());
grant select, insert, update on lastmile.device_intent to lastmile_app;
