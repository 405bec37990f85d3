-- previous-release: ok
-- Second factors, pending logins, tokens, and what a session list shows. Secrets of authenticator apps are encrypted under
-- keys outside the database; codes and tokens are kept as hashes.

-- What programs (api) and screens (wall) come in with. all_branches says that no branch limits it: an empty list never does.
create table lastmile.access_token (
  tenant_id uuid not null references lastmile.tenant,
  id uuid not null,
  kind text not null check (kind in ('api', 'wall')),
  name text not null check (char_length(name) between 1 and 60),
  hint text not null,
  token_hash bytea not null unique check (octet_length(token_hash) = 32),
  created_by uuid not null,
  permissions text[] not null,
  all_branches boolean not null,
  created_at timestamptz not null,
  expires_at timestamptz,
  last_used_at timestamptz,
  last_used_from text,
  primary key (tenant_id, id),
  foreign key (tenant_id, created_by) references lastmile.app_user
);

create table lastmile.access_token_branch (
  tenant_id uuid not null references lastmile.tenant,
  token_id uuid not null,
  branch_id uuid not null,
  primary key (tenant_id, token_id, branch_id),
  foreign key (tenant_id, token_id) references lastmile.access_token on delete cascade,
  foreign key (tenant_id, branch_id) references lastmile.branch on delete cascade
);

-- A wall's session belongs to its link, not to a person.
alter table lastmile.session
  alter column user_id drop not null,
  add column token_id uuid,
  add column address text not null default '',
  add column user_agent text not null default '' check (char_length(user_agent) <= 300),
  add column stepped_up_at timestamptz,
  add check ((user_id is null) <> (token_id is null)),
  add foreign key (tenant_id, token_id) references lastmile.access_token on delete cascade;
create index session_of_user on lastmile.session (tenant_id, user_id);
create index session_of_token on lastmile.session (tenant_id, token_id) where token_id is not null;

-- One authenticator app a user (RFC 6238). last_step is the newest time step whose code was used: each is good once.
create table lastmile.user_totp (
  tenant_id uuid not null references lastmile.tenant,
  user_id uuid not null,
  secret bytea not null,
  last_step bigint not null default 0,
  created_at timestamptz not null,
  confirmed_at timestamptz,
  primary key (tenant_id, user_id),
  foreign key (tenant_id, user_id) references lastmile.app_user on delete cascade
);

-- Keyed hashes; the key is the app's secret, so the table alone can't be searched for codes.
create table lastmile.recovery_code (
  tenant_id uuid not null references lastmile.tenant,
  user_id uuid not null,
  code_hash bytea not null check (octet_length(code_hash) = 32),
  used_at timestamptz,
  primary key (tenant_id, user_id, code_hash),
  foreign key (tenant_id, user_id) references lastmile.user_totp on delete cascade
);

-- Credential ids are made by authenticators and unique everywhere (WebAuthn Level 3 §7.1 step 26).
create table lastmile.passkey (
  tenant_id uuid not null references lastmile.tenant,
  id uuid not null,
  user_id uuid not null,
  credential_id text not null unique check (char_length(credential_id) <= 1400),
  public_key bytea not null,
  counter bigint not null,
  transports text[] not null,
  synced boolean not null,
  name text not null check (char_length(name) between 1 and 60),
  created_at timestamptz not null,
  last_used_at timestamptz,
  primary key (tenant_id, id),
  foreign key (tenant_id, user_id) references lastmile.app_user on delete cascade
);
create index passkey_user on lastmile.passkey (tenant_id, user_id);

-- The password was right, the second step is still to come.
create table lastmile.pending_login (
  tenant_id uuid not null references lastmile.tenant,
  id uuid not null,
  user_id uuid not null,
  step text not null check (step in ('second-factor', 'enrolment')),
  token_hash bytea not null unique check (octet_length(token_hash) = 32),
  failures integer not null default 0,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  primary key (tenant_id, id),
  foreign key (tenant_id, user_id) references lastmile.app_user on delete cascade
);
create index pending_login_expires_at on lastmile.pending_login (expires_at);

do $$
declare
  t text;
begin
  foreach t in array array['access_token', 'access_token_branch', 'user_totp', 'recovery_code', 'passkey', 'pending_login'] loop
    execute format('alter table lastmile.%I enable row level security', t);
    execute format('alter table lastmile.%I force row level security', t);
    execute format('create policy tenant_only on lastmile.%I to lastmile_app
      using (tenant_id = lastmile.current_tenant()) with check (tenant_id = lastmile.current_tenant())', t);
  end loop;
end
$$;

grant select, insert, update (last_used_at, last_used_from), delete on lastmile.access_token to lastmile_app;
grant select, insert, delete on lastmile.access_token_branch to lastmile_app;
grant select, insert, update, delete on lastmile.user_totp to lastmile_app;
grant select, insert, update (used_at), delete on lastmile.recovery_code to lastmile_app;
grant select, insert, update (name, counter, synced, last_used_at), delete on lastmile.passkey to lastmile_app;
grant select, insert, update (failures), delete on lastmile.pending_login to lastmile_app;

-- A token, a credential id or a step's cookie says whose it is.
grant select on lastmile.access_token, lastmile.access_token_branch, lastmile.passkey to lastmile_system;
grant select, delete on lastmile.pending_login to lastmile_system;
create policy system_select on lastmile.access_token for select to lastmile_system using (true);
create policy system_select on lastmile.access_token_branch for select to lastmile_system using (true);
create policy system_select on lastmile.passkey for select to lastmile_system using (true);
create policy system_select on lastmile.pending_login for select to lastmile_system using (true);
create policy system_delete on lastmile.pending_login for delete to lastmile_system using (true);

-- Failed logins by account, by address, and by both; the key is a hash, so that nobody's name stands here. Unknown accounts
-- are counted like known ones, so the table belongs to no tenant.
create table lastmile.login_throttle (
  key bytea primary key check (octet_length(key) = 32),
  -- Of a key of account and address: the account's, so that an unlock finds it.
  account bytea,
  failures integer not null,
  locked_until timestamptz,
  last_at timestamptz not null
);
create index login_throttle_account on lastmile.login_throttle (account) where account is not null;
create index login_throttle_last_at on lastmile.login_throttle (last_at);
grant select, insert, update (failures, locked_until, last_at), delete on lastmile.login_throttle to lastmile_system;

-- Random challenges that passkeys sign; each is good once and for five minutes. binding_hash says for what.
create table lastmile.passkey_challenge (
  challenge_hash bytea primary key check (octet_length(challenge_hash) = 32),
  binding_hash bytea not null check (octet_length(binding_hash) = 32),
  expires_at timestamptz not null
);
create index passkey_challenge_expires_at on lastmile.passkey_challenge (expires_at);
grant select, insert, delete on lastmile.passkey_challenge to lastmile_system;
