-- previous-release: ok
create table lastmile.tenant (
  tenant_id uuid primary key,
  slug text not null unique check (slug ~ '^[a-z0-9-]{2,40}$'),
  name text not null,
  country text not null check (country ~ '^[A-Z]{2}$'),
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  time_zone text not null,
  created_at timestamptz not null
);

create table lastmile.branch (
  tenant_id uuid not null references lastmile.tenant,
  id uuid not null,
  name text not null,
  time_zone text not null,
  created_at timestamptz not null,
  primary key (tenant_id, id),
  unique (tenant_id, name)
);

create table lastmile.role (
  tenant_id uuid not null references lastmile.tenant,
  id uuid not null,
  name text not null,
  permissions text[] not null,
  primary key (tenant_id, id),
  unique (tenant_id, name)
);

-- E-mail is the login name, so it is unique over all tenants; stored lower-case.
create table lastmile.app_user (
  tenant_id uuid not null references lastmile.tenant,
  id uuid not null,
  email text not null unique check (email = lower(email)),
  name text not null,
  role_id uuid not null,
  password_hash text,
  disabled_at timestamptz,
  created_at timestamptz not null,
  primary key (tenant_id, id),
  foreign key (tenant_id, role_id) references lastmile.role
);

-- No row for a user: all branches.
create table lastmile.user_branch (
  tenant_id uuid not null references lastmile.tenant,
  user_id uuid not null,
  branch_id uuid not null,
  primary key (tenant_id, user_id, branch_id),
  foreign key (tenant_id, user_id) references lastmile.app_user on delete cascade,
  foreign key (tenant_id, branch_id) references lastmile.branch on delete cascade
);

-- token_hash is SHA-256 of the cookie's 256 random bits: a stolen table opens no door.
create table lastmile.session (
  tenant_id uuid not null references lastmile.tenant,
  id uuid not null,
  user_id uuid not null,
  token_hash bytea not null unique check (octet_length(token_hash) = 32),
  created_at timestamptz not null,
  expires_at timestamptz not null,
  last_seen_at timestamptz not null,
  primary key (tenant_id, id),
  foreign key (tenant_id, user_id) references lastmile.app_user on delete cascade
);
create index session_expires_at on lastmile.session (expires_at);

-- The one-time link that creates the first tenant and its owner on an empty installation.
create table lastmile.setup_link (
  token_hash bytea primary key check (octet_length(token_hash) = 32),
  created_at timestamptz not null,
  expires_at timestamptz not null,
  used_at timestamptz
);
