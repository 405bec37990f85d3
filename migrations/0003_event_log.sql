-- previous-release: ok
-- The spine: one dense sequence of events per tenant. `head` is the position of the last event.
create table lastmile.tenant_log (
  tenant_id uuid primary key references lastmile.tenant,
  head bigint not null default 0 check (head >= 0)
);

-- Positions come from tenant_log.head, taken by the last statement before commit, so they are unique, dense, and become
-- visible in order: the row lock on tenant_log is held until commit. Partitioned by month of `at`.
-- No foreign key to tenant here or on evidence and command: they are written only together with a tenant_log row, which has one,
-- and a check per inserted row costs a tenth of the commit path.
create table lastmile.event (
  tenant_id uuid not null,
  position bigint not null,
  kind text not null,
  actor_id uuid not null,
  version bigint not null,
  type text not null,
  v smallint not null,
  data jsonb not null,
  actor_user uuid,
  cause jsonb,
  at timestamptz not null,
  primary key (tenant_id, position, at)
) partition by range (at);
create index event_actor on lastmile.event (tenant_id, kind, actor_id, position);
create table lastmile.event_default partition of lastmile.event default;

-- Chained per tenant over canonical bytes of the events from_position..to_position. Outlives dropped partitions: all events
-- of a seal lie in one month (UTC), so a dropped partition takes whole seals' events with it and no seal is left half checkable.
create table lastmile.event_seal (
  tenant_id uuid not null references lastmile.tenant,
  from_position bigint not null,
  to_position bigint not null,
  month date not null check (extract(day from month) = 1),
  hash bytea not null check (octet_length(hash) = 32),
  prev bytea not null check (octet_length(prev) = 32),
  sealed_at timestamptz not null,
  primary key (tenant_id, to_position),
  unique (tenant_id, from_position),
  check (from_position <= to_position)
);

-- Months that retention has removed; without a row here a missing event is a broken log.
create table lastmile.dropped_partition (
  parent text not null check (parent in ('event', 'evidence')),
  month date not null,
  dropped_at timestamptz not null,
  primary key (parent, month)
);

-- What made the system act: the packet, trap or callback, bounded and redacted. Own retention.
create table lastmile.evidence (
  tenant_id uuid not null,
  id uuid not null,
  kind text not null,
  bytes bytea not null check (octet_length(bytes) <= 16384),
  received_at timestamptz not null,
  primary key (tenant_id, id, received_at)
) partition by range (received_at);
create table lastmile.evidence_default partition of lastmile.evidence default;
