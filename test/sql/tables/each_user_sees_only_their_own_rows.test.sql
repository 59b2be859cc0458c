-- All tables with a user_id, those of tomorrow too; alice and bob have rows in each.
select plan(67);

select test.add_rule_version('2026-03-01 00:00+00', '{"freeze_every_days": 1}');
select test.sign_in('alice');
select test.check_in_daily('2026-03-01 12:00+00', 1);
select test.sign_in('bob');
select test.check_in_daily('2026-03-01 12:00+00', 3);
reset role;

create temp table tables as
select c.oid::regclass as name
from pg_class c join pg_attribute a on a.attrelid = c.oid
where c.relkind in ('r', 'p') and c.relnamespace in ('app_public'::regnamespace, 'app_private'::regnamespace) and a.attname = 'user_id' and not a.attisdropped;
grant select on tables to public;

-- How many rows of a table the session sees: all, and those of alice.
create function test.seen(relation regclass) returns text
language plpgsql
as $$
declare
  v_all bigint;
  v_of_alice bigint;
begin
  execute format('select count(*), count(*) filter (where user_id = test.user_id(''alice'')) from %s', relation) into v_all, v_of_alice;
  return case when v_all = 0 then 'none' when v_all = v_of_alice then 'alice''s' when v_of_alice = 0 then 'others''' else 'both' end;
exception when insufficient_privilege then
  return 'refused';
end
$$;
grant execute on function test.seen to public;

select is((select count(*) from tables), 6::bigint, 'there are six such tables');
select is(test.seen(name), 'both', format('%s has rows of both', name)) from tables;
select test.sign_in('alice');
select is(test.seen(name), 'alice''s', format('alice sees hers in %s, and no others', name)) from tables;
select test.sign_in('bob');
select is(test.seen(name), 'others''', format('bob sees none of alice in %s', name)) from tables;
select test.sign_in('carol');
select is(test.seen(name), 'none', format('carol, who is new, sees none in %s', name)) from tables;
select set_config('app.issuer', 'other', false), set_config('app.subject', 'alice', false);
select is(test.seen(name), 'none', format('the alice of another issuer sees none in %s', name)) from tables;
select set_config('app.issuer', '', false), set_config('app.subject', '', false);
select is(test.seen(name), 'none', format('a user without a token sees none in %s', name)) from tables;
select test.sign_in(null);
select is(test.seen(name), 'refused', format('who is signed out may not read %s', name)) from tables;
select set_config('app.issuer', 'dev', false), set_config('app.subject', 'alice', false);
select is(test.seen(name), 'refused', format('nor by naming alice without her role: %s', name)) from tables;
select test.sign_in_operator('alice');
select is(test.seen(name), 'both', format('as an operator alice sees everybody''s in %s', name)) from tables;
select test.sign_in_operator('olga');
select is(test.seen(name), 'both', format('and so does an operator who has nothing, in %s', name)) from tables;
set role app_server;
select is(test.seen(name), 'refused', format('nor the server before it has become one of them: %s', name)) from tables;
