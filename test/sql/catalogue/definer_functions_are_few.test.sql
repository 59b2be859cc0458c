-- A definer function is past row-level security. So it is one that writes, or one of these; and it asks who is calling before anything else.
select plan(11);

-- Reads as the owner, since operators are shown what no role may select, or a core that they may not execute.
create view test.readers as
select name from unnest(array['preview_amnesty', 'rewards', 'rule_versions', 'what_if']) as name;

-- Those of accounts, which the server itself calls for whoever has no token yet, and so without asking who.
create view test.of_accounts as
select name from unnest(array['attempt_log_in', 'attempt_password_change', 'change_password', 'end_session', 'log_in', 'log_out', 'refresh_session', 'register', 'session_is_live']) as name;

create view test.functions as
select p.oid, p.proname as name, p.oid::regprocedure::text as signature, p.prosecdef, p.provolatile, p.prosrc, p.pronamespace = 'app_public'::regnamespace as is_public
from pg_proc p where p.pronamespace in ('app_public'::regnamespace, 'app_private'::regnamespace, 'app_rules'::regnamespace);

create view test.hidden_definers as
select f.signature as name from test.functions f
where f.prosecdef and not f.is_public and f.name not in (select o.name from test.of_accounts o);

create view test.of_accounts_for_callers as
select f.signature as name from test.functions f, unnest(array['app_anonymous', 'app_user', 'app_operator']) as r(role)
where f.name in (select o.name from test.of_accounts o) and has_function_privilege(r.role, f.oid, 'execute');

create view test.readers_as_owner as
select f.signature as name from test.functions f
where f.prosecdef and f.is_public and f.provolatile <> 'v' and f.name not in (select r.name from test.readers r);

create view test.writers_as_caller as
select f.signature as name from test.functions f where f.is_public and f.provolatile = 'v' and not f.prosecdef;

-- In the declaration of who is calling, or as the first statement.
create view test.askers_of_nobody as
select f.signature as name from test.functions f
where f.prosecdef and f.name not in (select o.name from test.of_accounts o)
  and f.prosrc !~ '^\s*(declare\M[^;]*:= app_private\.require_(user|operator)_id\(\);|(declare\M.*)?\mbegin\s+perform app_private\.require_\w+\()';

select is_empty('select * from test.hidden_definers', 'only what the API or accounts call is definer');
select is_empty('select * from test.of_accounts_for_callers', 'and what accounts call, no caller may');
select is_empty('select * from test.readers_as_owner', 'what only reads is invoker, but for those that are named here');
select is_empty('select * from test.writers_as_caller', 'what writes is definer: nobody else may write');
select is_empty('select * from test.askers_of_nobody', 'each definer function first asks who is calling');
select is_empty($$select name from (table test.readers union table test.of_accounts) as named except select name from test.functions where prosecdef$$, 'each that is named here is still there');

create function app_private.broken() returns int language sql security definer return 1;
create function app_public.broken_reader() returns int language plpgsql stable security definer as 'begin perform app_private.require_user_id(); return 1; end';
create function app_public.broken_writer() returns int language sql volatile return 1;
create function app_public.broken_asker() returns int language plpgsql volatile security definer as
  'declare v_points constant bigint := (select sum(points) from app_private.user_states); begin perform app_private.clock(); perform app_private.require_user_id(); return 1; end';
select set_eq('select * from test.hidden_definers', array['app_private.broken()'], 'a definer function behind the API would be found');
select set_eq('select * from test.readers_as_owner', array['app_public.broken_reader()'], 'one that only reads');
select set_eq('select * from test.writers_as_caller', array['app_public.broken_writer()'], 'one that writes as its caller');
select set_eq('select * from test.askers_of_nobody', array['app_private.broken()', 'app_public.broken_asker()'], 'and one that asks after it has looked');

grant execute on function app_private.session_is_live to app_user;
select set_eq('select distinct name from test.of_accounts_for_callers', array['app_private.session_is_live(uuid,uuid)'], 'and one of accounts that a caller may execute');
