-- previous-release: ok
-- Customers' lines: who may come in, until when and how fast; and a company's rules for usernames.
create table lastmile.subscription (
  tenant_id uuid not null references lastmile.tenant,
  id uuid not null,
  version bigint not null,
  state text not null check (state in ('pending', 'active', 'grace', 'expired', 'suspended', 'left')),
  -- Shown as S-<number>.
  number bigint not null,
  customer_id uuid not null,
  branch_id uuid,
  package_id uuid not null,
  -- What of the package decides on deadlines (shared/subscription/values.ts), as last applied.
  terms jsonb not null,
  next_package_id uuid,
  next_terms jsonb,
  access_type text not null check (access_type in ('pppoe', 'hotspot', 'ipoe', 'static')),
  username text,
  -- As it is compared, by the company's rules.
  username_key text collate "C",
  -- AES-256-GCM with key id, base64; purpose 'subscription/<id>/password': CHAP needs it in clear.
  password text,
  tier text not null check (tier in ('full', 'fup')),
  valid_until timestamptz,
  anchor_day integer check (anchor_day between 1 and 31),
  starts_at_first_use boolean not null,
  activated_at timestamptz,
  first_used_at timestamptz,
  quota_period_from timestamptz,
  quota_period_until timestamptz,
  quota_extra_bytes bigint not null check (quota_extra_bytes >= 0),
  used_bytes bigint not null check (used_bytes >= 0),
  -- Lower case with colons.
  macs text[] not null check (cardinality(macs) <= 16),
  mac_binding text not null check (mac_binding in ('off', 'firstUse', 'fixed')),
  static_ipv4 text collate "C",
  delegated_prefix text collate "C",
  framed_routes text[] not null check (cardinality(framed_routes) <= 16),
  sessions_override integer,
  rate_override jsonb,
  profile integer,
  profile_until timestamptz,
  protected_by text,
  -- A cut that waits for a person (shared/subscription/values.ts, HeldCut).
  held_cut jsonb,
  suspended_at timestamptz,
  suspended_reason text,
  left_at timestamptz,
  left_reason text,
  -- u32; rises with every change that a router has to hear of.
  policy_version bigint not null check (policy_version between 0 and 4294967295),
  -- For undoing it.
  last_act jsonb,
  created_at timestamptz not null,
  created_by uuid,
  check ((username is null) = (username_key is null)),
  primary key (tenant_id, id),
  foreign key (tenant_id, customer_id) references lastmile.customer,
  foreign key (tenant_id, branch_id) references lastmile.branch,
  foreign key (tenant_id, package_id) references lastmile.package,
  foreign key (tenant_id, next_package_id) references lastmile.package,
  foreign key (tenant_id, created_by) references lastmile.app_user,
  constraint subscription_number_taken unique (tenant_id, number)
) with (fillfactor = 80);
-- What has left keeps its name for the record, and leaves it to others.
create unique index subscription_username_taken on lastmile.subscription (tenant_id, username_key) where username_key is not null and state <> 'left';
create unique index subscription_ipv4_taken on lastmile.subscription (tenant_id, static_ipv4) where static_ipv4 is not null and state <> 'left';
create unique index subscription_prefix_taken on lastmile.subscription (tenant_id, delegated_prefix) where delegated_prefix is not null and state <> 'left';
create index subscription_of_customer on lastmile.subscription (tenant_id, customer_id, number);
-- Lists: by number within each filter, by username, by what ends first.
create index subscription_of_state on lastmile.subscription (tenant_id, state, number, id);
create index subscription_of_package on lastmile.subscription (tenant_id, package_id, number, id);
create index subscription_of_next_package on lastmile.subscription (tenant_id, next_package_id) where next_package_id is not null;
create index subscription_of_branch on lastmile.subscription (tenant_id, branch_id, number, id);
create index subscription_by_username on lastmile.subscription (tenant_id, username_key, id);
create index subscription_held_cut on lastmile.subscription (tenant_id, number) where held_cut is not null;
create index subscription_by_end on lastmile.subscription (tenant_id, valid_until, id) where state in ('active', 'grace', 'expired');

-- Of a company; one without a row has the product's defaults. Stand in the way of nobody who reads them.
create table lastmile.subscription_rules (
  tenant_id uuid primary key references lastmile.tenant,
  case_sensitive boolean not null,
  realm text not null check (realm in ('keep', 'strip')),
  changed_at timestamptz not null
);

do $$
declare
  t text;
begin
  foreach t in array array['subscription', 'subscription_rules'] loop
    execute format('alter table lastmile.%I enable row level security', t);
    execute format('alter table lastmile.%I force row level security', t);
    execute format('create policy tenant_only on lastmile.%I to lastmile_app
      using (tenant_id = lastmile.current_tenant()) with check (tenant_id = lastmile.current_tenant())', t);
  end loop;
end
$$;
grant select, insert, update on lastmile.subscription, lastmile.subscription_rules to lastmile_app;
-- The loader of accounting finds by username which line a session was of, over all tenants.
grant select on lastmile.subscription, lastmile.subscription_rules to lastmile_system;
create policy system_select on lastmile.subscription for select to lastmile_system using (true);
create policy system_select on lastmile.subscription_rules for select to lastmile_system using (true);

-- A role that is just as the product shipped it (0018) gets what it ships with now; one that people changed is theirs.
create temporary table shipped_subscription_role (key text primary key, former text[] not null, added text[] not null) on commit drop;
insert into shipped_subscription_role (key, former, added) values
  ('owner', '{alarm.view,alarm.viewComments,alarm.acknowledge,alarm.claim,alarm.take,alarm.shelve,alarm.comment,alarm.clear,nas.view,nas.manage,nas.operate,nas.viewSecrets,nas.backup,maintenance.view,maintenance.manage,onCall.view,onCall.manage,user.view,user.manage,role.manage,branch.manage,tenant.manage,token.manage,audit.view,approval.decide,inspector.view,inspector.operate,customer.view,customer.manage,customer.documents,package.view,package.manage,pool.view,pool.manage}',
    '{subscription.view,subscription.create,subscription.renew,subscription.extend,subscription.suspend,subscription.changePackage,subscription.changeCredentials,subscription.viewPassword,subscription.resetMac,subscription.setAddresses,subscription.overrideRates,subscription.addQuota,subscription.leave,subscription.protect}'),
  ('admin', '{alarm.view,alarm.viewComments,alarm.acknowledge,alarm.claim,alarm.take,alarm.shelve,alarm.comment,alarm.clear,nas.view,nas.manage,nas.operate,nas.viewSecrets,nas.backup,maintenance.view,maintenance.manage,onCall.view,onCall.manage,user.view,user.manage,role.manage,branch.manage,token.manage,audit.view,approval.decide,inspector.view,inspector.operate,customer.view,customer.manage,customer.documents,package.view,package.manage,pool.view,pool.manage}',
    '{subscription.view,subscription.create,subscription.renew,subscription.extend,subscription.suspend,subscription.changePackage,subscription.changeCredentials,subscription.viewPassword,subscription.resetMac,subscription.setAddresses,subscription.overrideRates,subscription.addQuota,subscription.leave,subscription.protect}'),
  ('noc', '{alarm.view,alarm.viewComments,alarm.acknowledge,alarm.claim,alarm.take,alarm.shelve,alarm.comment,alarm.clear,nas.view,nas.manage,nas.operate,nas.viewSecrets,nas.backup,maintenance.view,maintenance.manage,onCall.view,onCall.manage,inspector.view,inspector.operate,customer.view,customer.manage,package.view,package.manage,pool.view,pool.manage}',
    '{subscription.view,subscription.create,subscription.suspend,subscription.changePackage,subscription.changeCredentials,subscription.viewPassword,subscription.resetMac,subscription.setAddresses,subscription.overrideRates}'),
  ('dispatcher', '{alarm.view,alarm.viewComments,alarm.acknowledge,alarm.claim,alarm.comment,nas.view,maintenance.view,onCall.view,customer.view,package.view}',
    '{subscription.view}'),
  ('technician', '{alarm.view,alarm.viewComments,alarm.comment,nas.view,maintenance.view,onCall.view,customer.view,package.view}',
    '{subscription.view,subscription.resetMac}'),
  ('support', '{alarm.view,alarm.viewComments,alarm.comment,nas.view,maintenance.view,onCall.view,customer.view,customer.manage,customer.documents,package.view,pool.view}',
    '{subscription.view,subscription.create,subscription.renew,subscription.extend,subscription.suspend,subscription.changePackage,subscription.changeCredentials,subscription.viewPassword,subscription.resetMac,subscription.overrideRates,subscription.addQuota}'),
  ('cashier', '{maintenance.view,customer.view,customer.manage,package.view}',
    '{subscription.view,subscription.create,subscription.renew}'),
  ('accountant', '{maintenance.view,customer.view,package.view}',
    '{subscription.view}'),
  ('reseller', '{nas.view,maintenance.view,customer.view,customer.manage,package.view}',
    '{subscription.view,subscription.create,subscription.renew,subscription.changePackage,subscription.resetMac}');
alter table lastmile.role no force row level security;
update lastmile.role r set permissions = r.permissions || s.added,
    limits = case when s.key = 'support' and r.limits = '{}'
      then '{"subscription.extend": {"most": 2, "perDays": 30, "per": "object"}, "subscription.addQuota": {"most": 10, "perDays": 30, "per": "object"}, "subscription.overrideRates": {"most": 2, "perDays": 30, "per": "object"}, "subscription.viewPassword": {"most": 20, "perDays": 1, "per": "person"}}'
      when s.key = 'noc' then r.limits || '{"subscription.viewPassword": {"most": 20, "perDays": 1, "per": "person"}}'
      when s.key = 'technician' and r.limits = '{}' then '{"subscription.resetMac": {"most": 10, "perDays": 1, "per": "person"}}'
      else r.limits end
  from shipped_subscription_role s
  where r.shipped = s.key and r.permissions @> s.former and r.permissions <@ s.former;
alter table lastmile.role force row level security;
