-- previous-release: ok
-- Who is on call, whom an unseen alarm reaches and how, and what became of every notice.

-- `layers` is the plan people edit (shared/onCall/rota.ts); who is on call at an instant follows from it and the covers.
create table lastmile.on_call_rota (
  tenant_id uuid not null references lastmile.tenant,
  id uuid not null,
  version integer not null,
  name text not null,
  branch_id uuid,
  time_zone text not null,
  layers jsonb not null,
  created_at timestamptz not null,
  archived_at timestamptz,
  primary key (tenant_id, id),
  foreign key (tenant_id, branch_id) references lastmile.branch
);

-- Somebody takes somebody's duty: offered by the one who gives it away, or set by who manages the rota.
create table lastmile.on_call_cover (
  tenant_id uuid not null references lastmile.tenant,
  id uuid not null,
  rota_id uuid not null,
  layer_id text not null,
  state text not null check (state in ('offered', 'accepted', 'declined', 'withdrawn')),
  given_by uuid,
  -- Of an offer to everybody in the rota: nobody until somebody accepts.
  taken_by uuid,
  from_at timestamptz not null,
  until_at timestamptz not null check (until_at > from_at),
  note text not null,
  created_by uuid not null,
  created_at timestamptz not null,
  decided_by uuid,
  decided_at timestamptz,
  primary key (tenant_id, id),
  foreign key (tenant_id, rota_id) references lastmile.on_call_rota,
  foreign key (tenant_id, given_by) references lastmile.app_user,
  foreign key (tenant_id, taken_by) references lastmile.app_user,
  foreign key (tenant_id, created_by) references lastmile.app_user,
  foreign key (tenant_id, decided_by) references lastmile.app_user,
  check (state <> 'accepted' or taken_by is not null)
);
create index on_call_cover_rota on lastmile.on_call_cover (tenant_id, rota_id, until_at);

-- The first rule by `position` that fits an alarm is followed.
create table lastmile.escalation_policy (
  tenant_id uuid not null references lastmile.tenant,
  id uuid not null,
  version integer not null,
  position integer not null,
  name text not null,
  enabled boolean not null,
  severities text[] not null,
  branches uuid[] not null,
  plan jsonb not null,
  created_at timestamptz not null,
  archived_at timestamptz,
  primary key (tenant_id, id)
);

-- The escalation of an alarm has the alarm's id; `plan` is the rule as it was when this began.
create table lastmile.escalation (
  tenant_id uuid not null references lastmile.tenant,
  id uuid not null,
  version bigint not null,
  state text not null check (state in ('waiting', 'held', 'ended')),
  episode integer not null,
  severity text not null,
  branch_id uuid,
  policy_id uuid not null,
  plan jsonb not null,
  raised_at timestamptz not null,
  started_at timestamptz not null,
  round integer not null,
  step integer not null,
  next_at timestamptz,
  steps_taken integer not null,
  ended_at timestamptz,
  ending text,
  primary key (tenant_id, id),
  foreign key (tenant_id, branch_id) references lastmile.branch,
  foreign key (tenant_id, policy_id) references lastmile.escalation_policy
) with (fillfactor = 80);
-- Few at any time.
create index escalation_open on lastmile.escalation (tenant_id, state) where ended_at is null;

create table lastmile.notice (
  tenant_id uuid not null references lastmile.tenant,
  id uuid not null,
  version bigint not null,
  state text not null check (state in ('sending', 'queued', 'delivered', 'seen', 'failed', 'cancelled')),
  subject_kind text not null check (subject_kind in ('alarm', 'cover')),
  subject_id uuid not null,
  user_id uuid,
  routes jsonb not null,
  route integer not null,
  title text not null,
  text text not null,
  severity text,
  branch_id uuid,
  round integer,
  step integer,
  attempts integer not null,
  tries integer not null,
  requested_at timestamptz not null,
  retry_at timestamptz,
  lease_until timestamptz,
  delivered_at timestamptz,
  shown_at timestamptz,
  seen_at timestamptz,
  cancelled_at timestamptz,
  ended_at timestamptz,
  outcome text,
  primary key (tenant_id, id),
  foreign key (tenant_id, user_id) references lastmile.app_user,
  foreign key (tenant_id, branch_id) references lastmile.branch
) with (fillfactor = 80);
create index notice_subject on lastmile.notice (tenant_id, subject_id, requested_at desc);
create index notice_requested on lastmile.notice (tenant_id, requested_at desc);
-- Few at any time: what has not come to an end.
create index notice_open on lastmile.notice (tenant_id) where ended_at is null;

-- Where notices leave the house by HTTP: a chat, an SMS gateway. `secrets` is sealed (header values, signing key).
create table lastmile.notice_webhook (
  tenant_id uuid not null references lastmile.tenant,
  id uuid not null,
  version integer not null,
  name text not null,
  request jsonb not null,
  secrets bytea,
  created_at timestamptz not null,
  archived_at timestamptz,
  primary key (tenant_id, id)
);

-- A browser that shows notices of a person (RFC 8030, RFC 8291). The endpoint is as good as an address: not shown to others.
create table lastmile.push_device (
  tenant_id uuid not null references lastmile.tenant,
  id uuid not null,
  user_id uuid not null,
  endpoint text not null check (length(endpoint) <= 2000),
  p256dh text not null,
  auth text not null,
  label text not null,
  created_at timestamptz not null,
  last_delivered_at timestamptz,
  primary key (tenant_id, id),
  unique (tenant_id, endpoint),
  foreign key (tenant_id, user_id) references lastmile.app_user on delete cascade
);
create index push_device_user on lastmile.push_device (tenant_id, user_id);

-- The key with which a company's server says to push services that it is the same one (RFC 8292); the private half is sealed.
create table lastmile.push_identity (
  tenant_id uuid primary key references lastmile.tenant,
  public_key text not null,
  private_key bytea not null,
  created_at timestamptz not null
);

-- What a person wants notices sent to beside the e-mail of the account.
create table lastmile.notice_contact (
  tenant_id uuid not null references lastmile.tenant,
  user_id uuid not null,
  phone text not null,
  changed_at timestamptz not null,
  primary key (tenant_id, user_id),
  foreign key (tenant_id, user_id) references lastmile.app_user on delete cascade
);

do $$
declare
  t text;
begin
  foreach t in array array['on_call_rota', 'on_call_cover', 'escalation_policy', 'escalation', 'notice', 'notice_webhook',
    'push_device', 'push_identity', 'notice_contact'] loop
    execute format('alter table lastmile.%I enable row level security', t);
    execute format('alter table lastmile.%I force row level security', t);
    execute format('create policy tenant_only on lastmile.%I to lastmile_app
      using (tenant_id = lastmile.current_tenant()) with check (tenant_id = lastmile.current_tenant())', t);
  end loop;
end
$$;
grant select, insert, update on lastmile.on_call_rota, lastmile.on_call_cover, lastmile.escalation_policy,
  lastmile.escalation, lastmile.notice, lastmile.notice_webhook to lastmile_app;
grant select, insert, update, delete on lastmile.push_device, lastmile.notice_contact to lastmile_app;
grant select, insert on lastmile.push_identity to lastmile_app;
