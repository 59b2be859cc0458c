-- Otherwise a deletion reads the whole table that refers. A catalogue's rows are never deleted, nor is their key changed:
-- what refers to them needs no index, which each command would have to keep.
select plan(2);

create view test.offenders as
select k.conrelid::regclass || ': ' || k.conname as name
from pg_constraint k
where k.contype = 'f'
  and exists (select from pg_attribute a where a.attrelid = k.confrelid and a.attname = 'user_id' and not a.attisdropped)
  and not exists (
    select from pg_index i
    where i.indrelid = k.conrelid and i.indpred is null
      and (i.indkey::int2[])[0:cardinality(k.conkey) - 1] @> k.conkey);

select is_empty('select * from test.offenders', 'what refers to a table of users is indexed');

create table app_private.broken (id int primary key, user_id uuid references app_private.users);
select set_eq('select * from test.offenders', array['app_private.broken: broken_user_id_fkey'], 'what is not would be found');
