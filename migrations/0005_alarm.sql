-- previous-release: ok
-- One row per source and cause for ever; `id` is derived from them (UUID version 5), so a raise always finds its alarm.
create table lastmile.alarm (
  tenant_id uuid not null references lastmile.tenant,
  id uuid not null,
  version bigint not null,
  state text not null check (state in ('raised', 'acknowledged', 'claimed', 'shelved', 'cleared')),
  source text not null,
  cause text not null,
  severity text not null check (severity in ('critical', 'major', 'minor', 'warning', 'indeterminate')),
  text text not null,
  branch_id uuid,
  episode integer not null,
  occurrences integer not null,
  raised_at timestamptz not null,
  last_occurred_at timestamptz not null,
  acknowledged_at timestamptz,
  acknowledged_by uuid,
  claimed_at timestamptz,
  claimed_by uuid,
  shelved_until timestamptz,
  shelved_by uuid,
  shelved_reason text,
  cleared_at timestamptz,
  cleared_by uuid,
  comments integer not null default 0,
  check ((state = 'cleared') = (cleared_at is not null)),
  primary key (tenant_id, id),
  unique (tenant_id, source, cause),
  foreign key (tenant_id, branch_id) references lastmile.branch,
  foreign key (tenant_id, acknowledged_by) references lastmile.app_user,
  foreign key (tenant_id, claimed_by) references lastmile.app_user,
  foreign key (tenant_id, shelved_by) references lastmile.app_user,
  foreign key (tenant_id, cleared_by) references lastmile.app_user
) with (fillfactor = 80);
-- The predicates name cleared_at and not state, so that acknowledging, claiming and the like stay heap-only updates.
create index alarm_standing on lastmile.alarm (tenant_id, raised_at) where cleared_at is null;
create index alarm_history on lastmile.alarm (tenant_id, cleared_at desc, id desc) where cleared_at is not null;

-- Equipment that reports alarms by syslog. The tenant of a connection is found by source address and HOSTNAME.
create table lastmile.alarm_source (
  tenant_id uuid not null references lastmile.tenant,
  id uuid not null,
  name text not null,
  address inet not null,
  hostname text not null,
  branch_id uuid,
  created_at timestamptz not null,
  primary key (tenant_id, id),
  unique (address, hostname),
  foreign key (tenant_id, branch_id) references lastmile.branch
);
