-- previous-release: ok
-- Servers that run, so that one that has just come is given its share of the shards; before it owns any, shard_lease does
-- not know it. Like there, database time decides.
create table lastmile.node (
  node text primary key,
  seen_until timestamptz not null
);
grant select, insert, update (seen_until), delete on lastmile.node to lastmile_system;
