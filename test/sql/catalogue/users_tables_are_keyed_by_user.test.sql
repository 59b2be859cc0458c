-- What belongs to a user can move to another machine with the user: user_id comes first in every unique key.
select plan(4);

create view test.users_tables as
select a.attrelid as oid, a.attnum
from pg_attribute a join pg_class c on c.oid = a.attrelid
where c.relnamespace in ('app_public'::regnamespace, 'app_private'::regnamespace)
  and c.relkind in ('r', 'p') and a.attname = 'user_id' and not a.attisdropped;

create view test.keys_without_user as
select i.indexrelid::regclass::text as name
from pg_index i join test.users_tables t on t.oid = i.indrelid
where i.indisunique and i.indkey[0] <> t.attnum;

create view test.references_to_users as
select k.conrelid::regclass || ': ' || k.conname as name
from pg_constraint k
where k.contype = 'f'
  and k.confrelid in (select oid from test.users_tables)
  and k.conrelid not in (select oid from test.users_tables);

select is_empty('select * from test.keys_without_user', 'user_id is first in every unique index of a table that has it');
select is_empty('select * from test.references_to_users', 'no catalogue refers to a table of users');

create table app_private.broken (id int primary key, user_id uuid);
create table app_private.broken_catalogue (id int primary key references app_private.broken);
select set_eq('select * from test.keys_without_user', array['app_private.broken_pkey'], 'another key would be found');
select set_eq('select * from test.references_to_users', array['app_private.broken_catalogue: broken_catalogue_id_fkey'], 'such a reference would be found');
