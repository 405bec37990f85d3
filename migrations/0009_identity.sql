-- previous-release: ok
-- Identity as people administer it: limits of roles, invitations, links, policies, second approvals. The previous release
-- runs on it, but nobody administers there any more: the permission it asked for is split into one per act below.

alter table lastmile.tenant
  add column policies jsonb not null default '{}',
  -- Set by whatever books the first money.
  add column currency_fixed_at timestamptz,
  add column suspended_at timestamptz;

alter table lastmile.branch add column archived_at timestamptz;

-- shipped: which role of the product it began as. limits: by permission {"most", "perDays", "per"}.
alter table lastmile.role
  add column shipped text,
  add column limits jsonb not null default '{}' check (jsonb_typeof(limits) = 'object'),
  add column second_factor_required boolean not null default false,
  add unique (tenant_id, shipped);

-- Stored roles. Security is forced on the owner too, so it is lifted for this transaction, in which nobody else sees the table.
alter table lastmile.role no force row level security;
alter table lastmile.tenant no force row level security;

create temporary table shipped_role (key text primary key, name text not null, permissions text[] not null, limits jsonb not null,
  -- What the former release shipped under this name; null when it did not.
  former text[]) on commit drop;
insert into shipped_role (key, name, permissions, limits, former) values
  ('owner', 'Owner', '{alarm.view,alarm.viewComments,alarm.acknowledge,alarm.claim,alarm.take,alarm.shelve,alarm.comment,alarm.clear,nas.view,nas.manage,nas.operate,nas.viewSecrets,nas.backup,maintenance.view,maintenance.manage,onCall.view,onCall.manage,user.view,user.manage,role.manage,branch.manage,tenant.manage,token.manage,audit.view,approval.decide,inspector.view,inspector.operate}',
    '{}', '{alarm.view,alarm.viewComments,alarm.acknowledge,alarm.claim,alarm.take,alarm.shelve,alarm.comment,alarm.clear,inspector.view,inspector.operate,tenant.administer}'),
  ('admin', 'Admin', '{alarm.view,alarm.viewComments,alarm.acknowledge,alarm.claim,alarm.take,alarm.shelve,alarm.comment,alarm.clear,nas.view,nas.manage,nas.operate,nas.viewSecrets,nas.backup,maintenance.view,maintenance.manage,onCall.view,onCall.manage,user.view,user.manage,role.manage,branch.manage,token.manage,audit.view,approval.decide,inspector.view,inspector.operate}',
    '{}', null),
  ('noc', 'NOC', '{alarm.view,alarm.viewComments,alarm.acknowledge,alarm.claim,alarm.take,alarm.shelve,alarm.comment,alarm.clear,nas.view,nas.manage,nas.operate,nas.viewSecrets,nas.backup,maintenance.view,maintenance.manage,onCall.view,onCall.manage,inspector.view,inspector.operate}',
    '{"nas.viewSecrets": {"most": 10, "perDays": 1, "per": "person"}}',
    '{alarm.view,alarm.viewComments,alarm.acknowledge,alarm.claim,alarm.take,alarm.shelve,alarm.comment,alarm.clear,inspector.view,inspector.operate}'),
  ('dispatcher', 'Dispatcher', '{alarm.view,alarm.viewComments,alarm.acknowledge,alarm.claim,alarm.comment,nas.view,maintenance.view,onCall.view}',
    '{}', '{alarm.view,alarm.viewComments,alarm.acknowledge,alarm.claim,alarm.comment}'),
  ('technician', 'Technician', '{alarm.view,alarm.viewComments,alarm.comment,nas.view,maintenance.view,onCall.view}', '{}', null),
  ('support', 'Support', '{alarm.view,alarm.viewComments,alarm.comment,nas.view,maintenance.view,onCall.view}', '{}', null),
  ('cashier', 'Cashier', '{maintenance.view}', '{}', null),
  ('accountant', 'Accountant', '{maintenance.view}', '{}', null),
  ('hr', 'HR', '{user.view,user.manage,onCall.view}', '{}', null),
  ('reseller', 'Reseller', '{nas.view,maintenance.view}', '{}', null),
  ('wall', 'Wall', '{alarm.view,nas.view,maintenance.view,onCall.view}', '{}', '{alarm.view}');

-- A role as the former release shipped it becomes what this one ships. One that people changed keeps what they decided, and
-- gets of the new permissions those that only show what is new.
update lastmile.role r set shipped = s.key, limits = s.limits, permissions = s.permissions
  from shipped_role s
  where r.name = s.name and s.former is not null and r.permissions @> s.former and r.permissions <@ s.former;
update lastmile.role r set shipped = s.key, permissions = r.permissions || array(
    select p from unnest(s.permissions) p where p in ('nas.view', 'maintenance.view', 'onCall.view') and p <> all (r.permissions))
  from shipped_role s
  where r.name = s.name and s.former is not null and r.shipped is null;

-- Whoever might administer may do each of its acts.
update lastmile.role set permissions = array_remove(permissions, 'tenant.administer') || array(
    select p from unnest(array['user.view', 'user.manage', 'role.manage', 'branch.manage', 'tenant.manage', 'token.manage', 'audit.view',
      'approval.decide']) p where p <> all (permissions))
  where 'tenant.administer' = any (permissions);

insert into lastmile.role (tenant_id, id, name, permissions, shipped, limits)
  select t.tenant_id, gen_random_uuid(), s.name, s.permissions, s.key, s.limits
  from lastmile.tenant t cross join shipped_role s
  where not exists (select from lastmile.role r where r.tenant_id = t.tenant_id and (r.name = s.name or r.shipped = s.key));

alter table lastmile.tenant force row level security;
alter table lastmile.role force row level security;

-- Somebody who may come. A link is good once; a new one (resend) replaces the hash. Without a hash it waits for approval.
create table lastmile.invitation (
  tenant_id uuid not null references lastmile.tenant,
  id uuid not null,
  email text not null check (email = lower(email)),
  name text not null,
  -- Null only when it has ended and the role is gone.
  role_id uuid,
  all_branches boolean not null,
  token_hash bytea unique check (octet_length(token_hash) = 32),
  invited_by uuid,
  created_at timestamptz not null,
  sent_at timestamptz not null,
  expires_at timestamptz not null,
  accepted_at timestamptz,
  accepted_by uuid,
  withdrawn_at timestamptz,
  check (role_id is not null or accepted_at is not null or withdrawn_at is not null),
  primary key (tenant_id, id),
  foreign key (tenant_id, role_id) references lastmile.role,
  foreign key (tenant_id, invited_by) references lastmile.app_user,
  foreign key (tenant_id, accepted_by) references lastmile.app_user
);
-- One that stands per address and company.
create unique index invitation_standing on lastmile.invitation (tenant_id, email) where accepted_at is null and withdrawn_at is null;

create table lastmile.invitation_branch (
  tenant_id uuid not null references lastmile.tenant,
  invitation_id uuid not null,
  branch_id uuid not null,
  primary key (tenant_id, invitation_id, branch_id),
  foreign key (tenant_id, invitation_id) references lastmile.invitation on delete cascade,
  foreign key (tenant_id, branch_id) references lastmile.branch on delete cascade
);

-- Links that act for somebody who has an account: set a new password, or confirm a new address. Without a hash it waits for
-- approval.
create table lastmile.user_link (
  tenant_id uuid not null references lastmile.tenant,
  id uuid not null,
  user_id uuid not null,
  kind text not null check (kind in ('reset', 'email')),
  new_email text check (new_email = lower(new_email)),
  token_hash bytea unique check (octet_length(token_hash) = 32),
  issued_by uuid,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  used_at timestamptz,
  check ((kind = 'email') = (new_email is not null)),
  primary key (tenant_id, id),
  foreign key (tenant_id, user_id) references lastmile.app_user on delete cascade,
  foreign key (tenant_id, issued_by) references lastmile.app_user
);
create index user_link_user on lastmile.user_link (tenant_id, user_id, kind, created_at);

-- What somebody asked for beyond what they may do alone.
create table lastmile.approval (
  tenant_id uuid not null references lastmile.tenant,
  id uuid not null,
  version bigint not null,
  state text not null check (state in ('requested', 'approved', 'declined', 'expired', 'withdrawn', 'carriedOut', 'failed')),
  act text not null,
  permission text not null,
  subject_kind text not null,
  subject_id uuid not null,
  branch_id uuid,
  amount bigint not null check (amount > 0),
  payload jsonb not null,
  -- For whoever decides; may name people, so it stands here and not in the log.
  subject_name text not null,
  details jsonb not null,
  reason text not null,
  requested_by uuid not null,
  requested_at timestamptz not null,
  expires_at timestamptz not null,
  decided_by uuid,
  decided_at timestamptz,
  note text,
  ended_at timestamptz,
  outcome text,
  check (decided_by is distinct from requested_by),
  check ((state in ('requested', 'approved')) = (ended_at is null)),
  primary key (tenant_id, id),
  foreign key (tenant_id, branch_id) references lastmile.branch,
  foreign key (tenant_id, requested_by) references lastmile.app_user,
  foreign key (tenant_id, decided_by) references lastmile.app_user
) with (fillfactor = 80);
create index approval_open on lastmile.approval (tenant_id, requested_at) where ended_at is null;
create index approval_ended on lastmile.approval (tenant_id, ended_at desc, id desc) where ended_at is not null;
create index approval_requested on lastmile.approval (tenant_id, requested_at);

-- Written in the transaction of the act itself: what has a row here is never carried out again, whoever asks.
create table lastmile.approval_outcome (
  tenant_id uuid not null references lastmile.tenant,
  id uuid not null,
  ok boolean not null,
  outcome text,
  at timestamptz not null,
  primary key (tenant_id, id),
  foreign key (tenant_id, id) references lastmile.approval
);

-- Acts that a limit counts, within it (no approval) and beyond it.
create table lastmile.limit_use (
  tenant_id uuid not null references lastmile.tenant,
  id uuid not null,
  user_id uuid not null,
  act text not null,
  amount bigint not null check (amount > 0),
  subject_id uuid not null,
  branch_id uuid,
  approval_id uuid,
  at timestamptz not null,
  primary key (tenant_id, id),
  unique (tenant_id, approval_id),
  foreign key (tenant_id, user_id) references lastmile.app_user,
  foreign key (tenant_id, branch_id) references lastmile.branch,
  foreign key (tenant_id, approval_id) references lastmile.approval
);
create index limit_use_window on lastmile.limit_use (tenant_id, user_id, act, at);
create index limit_use_at on lastmile.limit_use (tenant_id, at);

-- The audit log shows what people did, which is little among what equipment reports.
create index event_by_people on lastmile.event (tenant_id, position) where actor_user is not null;

do $$
declare
  t text;
begin
  foreach t in array array['invitation', 'invitation_branch', 'user_link', 'approval', 'approval_outcome', 'limit_use'] loop
    execute format('alter table lastmile.%I enable row level security', t);
    execute format('alter table lastmile.%I force row level security', t);
    execute format('create policy tenant_only on lastmile.%I to lastmile_app
      using (tenant_id = lastmile.current_tenant()) with check (tenant_id = lastmile.current_tenant())', t);
  end loop;
end
$$;

grant update (name, country, currency, time_zone, policies, suspended_at) on lastmile.tenant to lastmile_app;
grant select, insert, update on lastmile.invitation, lastmile.approval to lastmile_app;
grant select, insert on lastmile.invitation_branch, lastmile.approval_outcome, lastmile.limit_use to lastmile_app;
grant select, insert, update (token_hash, expires_at, used_at), delete on lastmile.user_link to lastmile_app;

-- A link says whose it is, and an approval waits in whichever company.
grant select (tenant_id, token_hash) on lastmile.invitation, lastmile.user_link to lastmile_system;
grant select (tenant_id, id, state) on lastmile.approval to lastmile_system;
create policy system_select on lastmile.invitation for select to lastmile_system using (true);
create policy system_select on lastmile.user_link for select to lastmile_system using (true);
create policy system_select on lastmile.approval for select to lastmile_system using (true);
create index approval_approved on lastmile.approval (tenant_id) where state = 'approved';

-- For logging in and for open sessions, the people of a suspended company do not exist.
create policy not_suspended on lastmile.app_user as restrictive for select to lastmile_system
  using (tenant_id not in (select tenant_id from lastmile.tenant where suspended_at is not null));
create policy not_suspended on lastmile.session as restrictive for select to lastmile_system
  using (tenant_id not in (select tenant_id from lastmile.tenant where suspended_at is not null));
