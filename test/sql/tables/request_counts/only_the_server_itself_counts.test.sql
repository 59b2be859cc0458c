-- Tried for real: app_server does as the limiter does; what a client becomes may do nothing here, nor anything anew in app_private.
select plan(18);

set role app_server;
insert into app_private.request_counts values ('user:' || repeat('a', 22), 1, 60000)
on conflict (key) do update set points = request_counts.points + 1;
insert into app_private.request_counts values ('user:' || repeat('a', 22), 1, 60000)
on conflict (key) do update set points = request_counts.points + 1;
select results_eq('select points from app_private.request_counts', array[2], 'the server counts');
select is(test.refusal('truncate app_private.request_counts'), '42501', 'it cannot empty the table but row by row');
reset role;

select is(test.refusal(format('set local role %I; %s', r.role, s.statement)), '42501', format('%s may not: %s', r.role, s.statement))
from unnest(array['app_anonymous', 'app_user', 'app_operator']) as r(role), unnest(array[
  'select from app_private.request_counts', $$insert into app_private.request_counts values ('user:aaaaaaaaaaaaaaaaaaaaab', 1, 1)$$,
  'update app_private.request_counts set points = 0', 'delete from app_private.request_counts']) as s(statement);

set role app_server;
delete from app_private.request_counts where expire < 60001;
select is_empty('select from app_private.request_counts', 'the server deletes what has expired');
reset role;

create temp table accounts as select unnest(array['attempt_log_in', 'attempt_password_change', 'change_password', 'end_session', 'log_in', 'log_out', 'refresh_session', 'register', 'session_is_live']) as name;
select is_empty($$
  select p.oid::regprocedure from pg_proc p
  where p.pronamespace in ('app_public'::regnamespace, 'app_private'::regnamespace, 'app_rules'::regnamespace)
    and has_function_privilege('app_server', p.oid, 'execute') and p.proname not in (select name from accounts)
$$, 'the server itself may execute no function of ours but those of accounts');
select is_empty($$
  select c.oid::regclass from pg_class c
  where c.relnamespace in ('app_public'::regnamespace, 'app_private'::regnamespace) and c.relkind in ('r', 'p', 'v', 'm')
    and c.oid <> 'app_private.request_counts'::regclass and has_table_privilege('app_server', c.oid, 'select')
$$, 'and read no other table');
select is((select c.relpersistence from pg_class c where c.oid = 'app_private.request_counts'::regclass), 'u', 'counts are worth no log');
