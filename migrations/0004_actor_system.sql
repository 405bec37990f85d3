-- previous-release: ok
-- One row per command that was decided, refusals too: the same key never acts twice and gets the same answer. Kept 90 days.
create table lastmile.command (
  tenant_id uuid not null,
  key text not null,
  hash bytea not null,
  answer jsonb not null,
  at timestamptz not null,
  primary key (tenant_id, key)
);
-- Rows come in order of time and go in order of time.
create index command_at on lastmile.command using brin (at);

-- Durable deadlines; they wake passivated actors. A row disappears in the transaction in which it fired or was called off.
create table lastmile.deadline (
  tenant_id uuid not null references lastmile.tenant,
  kind text not null,
  actor_id uuid not null,
  name text not null,
  due_at timestamptz not null,
  shard smallint not null check (shard between 0 and 255),
  primary key (tenant_id, kind, actor_id, name)
);
create index deadline_due on lastmile.deadline (due_at, shard);

-- Messages that crashed their actor twice, kept until somebody retries or discards them.
create table lastmile.set_aside (
  tenant_id uuid not null references lastmile.tenant,
  id uuid not null,
  kind text not null,
  actor_id uuid not null,
  envelope jsonb not null,
  error text not null,
  set_aside_at timestamptz not null,
  retried_at timestamptz,
  discarded_at timestamptz,
  primary key (tenant_id, id)
);

-- Who may act for the actors of a shard. `epoch` grows with every change of owner; writes of an old epoch are refused.
-- The only place where database time decides (expires_at).
create table lastmile.shard_lease (
  shard smallint primary key check (shard between 0 and 255),
  node text,
  incarnation uuid,
  epoch bigint not null default 0,
  expires_at timestamptz not null default '-infinity'
);
insert into lastmile.shard_lease (shard) select generate_series(0, 255);

-- How far a durable follower of the log has come; written in the transaction of its effect.
create table lastmile.follower (
  tenant_id uuid not null references lastmile.tenant,
  name text not null,
  position bigint not null,
  primary key (tenant_id, name)
);
