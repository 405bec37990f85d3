-- previous-release: ok
-- Customers by label in the orders of the list: the first page of a label that a hundred thousand have costs what it costs
-- of one that ten have. Written with the customer; a label that the previous release gives while both run is in here from
-- the customer's next change on.

create table lastmile.customer_label (
  tenant_id uuid not null references lastmile.tenant,
  label text collate "C" not null,
  customer_id uuid not null,
  -- As the customer has them; only those that are not archived are here.
  name_key text collate "C" not null,
  number bigint not null,
  created_at timestamptz not null,
  branch_id uuid,
  primary key (tenant_id, customer_id, label),
  foreign key (tenant_id, customer_id) references lastmile.customer,
  foreign key (tenant_id, branch_id) references lastmile.branch
);
create index customer_label_by_name on lastmile.customer_label (tenant_id, label, name_key, customer_id) include (branch_id);
create index customer_label_by_number on lastmile.customer_label (tenant_id, label, number) include (customer_id, branch_id);
create index customer_label_by_created on lastmile.customer_label (tenant_id, label, created_at, customer_id) include (branch_id);

alter table lastmile.customer_label enable row level security;
alter table lastmile.customer_label force row level security;
create policy tenant_only on lastmile.customer_label to lastmile_app
  using (tenant_id = lastmile.current_tenant()) with check (tenant_id = lastmile.current_tenant());
grant select, insert, delete on lastmile.customer_label to lastmile_app;

alter table lastmile.customer no force row level security;
alter table lastmile.customer_label no force row level security;
insert into lastmile.customer_label (tenant_id, label, customer_id, name_key, number, created_at, branch_id)
select distinct c.tenant_id, l, c.id, c.name_key, c.number, c.created_at, c.branch_id
from lastmile.customer c, unnest(c.labels) l where c.archived_at is null;
alter table lastmile.customer_label force row level security;
alter table lastmile.customer force row level security;
