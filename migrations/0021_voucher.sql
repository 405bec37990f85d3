-- previous-release: ok
-- Vouchers of hotspots: codes that are bought and typed in, in batches of one kind, and how a company's login pages look.

-- The key under which codes are looked up (HMAC-SHA256), so that a copy of the tables says nothing about codes.
create table lastmile.voucher_key (
  tenant_id uuid primary key references lastmile.tenant,
  -- AES-256-GCM with key id, purpose 'voucher.key'.
  key bytea not null
);

create table lastmile.voucher_batch (
  tenant_id uuid not null references lastmile.tenant,
  id uuid not null,
  version integer not null,
  name text not null check (length(name) between 1 and 80),
  branch_id uuid,
  package_id uuid not null,
  count integer not null check (count between 1 and 50000),
  prefix text not null check (length(prefix) <= 8),
  alphabet text not null check (alphabet in ('mixed', 'letters', 'digits')),
  -- Characters without the prefix.
  code_length smallint not null check (code_length between 1 and 40),
  price_minor bigint not null check (price_minor between 0 and 9007199254740991),
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  -- Who has not used one by then can't any more; and when that was told to whoever lets people in.
  unused_until timestamptz,
  expired_at timestamptz,
  -- Counted from the first use.
  validity_ms bigint not null check (validity_ms between 60000 and 31622400000000),
  -- Null: as the package says.
  quota_bytes bigint check (quota_bytes > 0),
  devices integer not null check (devices between 1 and 100),
  device_policy text not null check (device_policy in ('refuse', 'newestWins')),
  -- A device that has used it is let in by its MAC address.
  mac_login boolean not null,
  -- Marked as sold or used, and not void; ever used; void. Kept with every change, for the list of batches.
  sold_count integer not null,
  used_count integer not null,
  void_count integer not null,
  created_by uuid not null,
  created_at timestamptz not null,
  primary key (tenant_id, id),
  foreign key (tenant_id, package_id) references lastmile.package,
  foreign key (tenant_id, branch_id) references lastmile.branch,
  foreign key (tenant_id, created_by) references lastmile.app_user
);
create index voucher_batch_newest on lastmile.voucher_batch (tenant_id, created_at desc, id desc);
create index voucher_batch_expiry on lastmile.voucher_batch (tenant_id, unused_until)
  where unused_until is not null and expired_at is null;
create index voucher_batch_package on lastmile.voucher_batch (tenant_id, package_id);

create table lastmile.voucher (
  tenant_id uuid not null references lastmile.tenant,
  id uuid not null,
  batch_id uuid not null,
  -- Within the batch, from 1: what is printed beside the code.
  serial integer not null check (serial > 0),
  -- AES-256-GCM with key id, purpose 'voucher/<id>/code': CHAP needs it in clear.
  code bytea not null,
  code_hash bytea not null check (octet_length(code_hash) = 32),
  -- Rises with every change that a router has to hear of.
  policy_version integer not null,
  sold_at timestamptz,
  first_used_at timestamptz,
  valid_until timestamptz,
  used_bytes bigint not null check (used_bytes >= 0),
  used_up_at timestamptz,
  -- Devices that have used it, the latest first.
  macs text[] not null,
  voided_at timestamptz,
  -- Of the act that voided it: what one act did is taken back together.
  void_id uuid,
  check ((voided_at is null) = (void_id is null)),
  check ((first_used_at is null) = (valid_until is null)),
  primary key (tenant_id, id),
  foreign key (tenant_id, batch_id) references lastmile.voucher_batch,
  constraint voucher_code_taken unique (tenant_id, code_hash),
  constraint voucher_serial_taken unique (tenant_id, batch_id, serial)
);
create index voucher_void on lastmile.voucher (tenant_id, void_id) where void_id is not null;
create index voucher_sold on lastmile.voucher (tenant_id, sold_at) where sold_at is not null;
create index voucher_first_used on lastmile.voucher (tenant_id, first_used_at) where first_used_at is not null;

-- Of a company; one without a row has the product's defaults.
create table lastmile.hotspot (
  tenant_id uuid primary key references lastmile.tenant,
  name text not null check (length(name) between 1 and 80),
  welcome text not null check (length(welcome) <= 300),
  support text not null check (length(support) <= 120),
  -- Of the login page on the router: wifi.example.net. Null: not known, codes are typed in.
  login_host text check (length(login_host) <= 253),
  colour text not null check (colour ~ '^#[0-9a-f]{6}$'),
  logo bytea check (octet_length(logo) <= 20480),
  -- The first one is shown to who has chosen none.
  languages text[] not null check (cardinality(languages) between 1 and 3 and languages <@ array['en', 'sw', 'bn']),
  login_by text not null check (login_by in ('voucher', 'account', 'both')),
  -- What a router sends as password with a voucher: its code again, or the word `voucher`.
  voucher_password text not null check (voucher_password in ('code', 'word')),
  -- Part of the address from which routers fetch the pages.
  page_key text not null check (length(page_key) >= 22),
  changed_at timestamptz not null
);

do $$
declare t text;
begin
  foreach t in array array['voucher_key', 'voucher_batch', 'voucher', 'hotspot'] loop
    execute format('alter table lastmile.%I enable row level security', t);
    execute format('alter table lastmile.%I force row level security', t);
    execute format('create policy tenant_only on lastmile.%I to lastmile_app
      using (tenant_id = lastmile.current_tenant()) with check (tenant_id = lastmile.current_tenant())', t);
  end loop;
end
$$;
grant select, insert on lastmile.voucher_key to lastmile_app;
grant select, insert, update on lastmile.voucher_batch, lastmile.hotspot to lastmile_app;
grant select, insert, update (policy_version, sold_at, first_used_at, valid_until, used_bytes, used_up_at, macs, voided_at, void_id)
  on lastmile.voucher to lastmile_app;

-- Roles as shipped, which 0019 knew and gave subscription.view, get what they now may; what people decided stays.
alter table lastmile.role no force row level security;
update lastmile.role r set permissions = r.permissions || array(select p from unnest(s.added) p where p <> all (r.permissions))
  from (values
    ('owner', array['voucher.view', 'voucher.viewCodes', 'voucher.create', 'voucher.void', 'hotspot.manage']),
    ('admin', array['voucher.view', 'voucher.viewCodes', 'voucher.create', 'voucher.void', 'hotspot.manage']),
    ('noc', array['voucher.view', 'hotspot.manage']),
    ('support', array['voucher.view']),
    ('cashier', array['voucher.view', 'voucher.viewCodes']),
    ('accountant', array['voucher.view']),
    ('reseller', array['voucher.view'])) s (shipped, added)
  where r.shipped = s.shipped and 'subscription.view' = any (r.permissions);
alter table lastmile.role force row level security;
