-- previous-release: ok
-- Lists of what is rare among much: companies among persons, lines that come in otherwise than most.
create index customer_companies on lastmile.customer (tenant_id, name_key, id) where archived_at is null and kind = 'company';
create index subscription_of_access on lastmile.subscription (tenant_id, access_type, number, id);
