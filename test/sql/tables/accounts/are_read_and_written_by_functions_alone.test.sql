-- Tried for real, with a row in each table.
select plan(32);

create temp table tables as select format('app_private.%I', name)::regclass as name from unnest(array['account_emails', 'accounts', 'sessions', 'log_in_attempts']) as name;
select test.register('alice@example.com') is null;
select test.attempt_at('2026-03-01 12:00+00') is null;
select is((select count(*) from app_private.account_emails, app_private.accounts, app_private.sessions, app_private.log_in_attempts), 2::bigint, 'each has rows');

select is(test.refusal(format('set local role %I; select from %s', r.role, t.name)), '42501', format('%s may not read %s', r.role, t.name))
from tables as t, unnest(array['app_server', 'app_anonymous', 'app_user', 'app_operator']) as r(role);
select is(c.relrowsecurity and not exists (select from pg_policy as p where p.polrelid = c.oid), true, format('should a grant be wrong, no row of %s would be seen', t.name))
from tables as t join pg_class as c on c.oid = t.name;

create temp table called as
select p.oid, p.oid::regprocedure::text as name, p.proname,
  array(select r.rolname::text from pg_roles as r where r.rolname like 'app\_%' and r.rolname <> 'app_owner' and has_function_privilege(r.rolname, p.oid, 'execute') order by r.rolname) as roles
from pg_proc as p where p.pronamespace = 'app_private'::regnamespace and p.prosrc || coalesce(pg_get_function_sqlbody(p.oid), '') ~ '\m(account_emails|accounts|sessions|log_in_attempts)\M';
select set_eq('select proname::text from called where roles <> array[]::text[]',
  array['attempt_log_in', 'attempt_password_change', 'change_password', 'end_session', 'log_in', 'log_out', 'refresh_session', 'register', 'session_is_live'],
  'these functions reach them');
select is(roles, array['app_server'], format('%s is called by the server alone', name)) from called where roles <> array[]::text[];
select set_eq($$select p.oid::regprocedure::text from pg_proc as p where p.pronamespace in ('app_private'::regnamespace, 'app_public'::regnamespace) and has_function_privilege('app_server', p.oid, 'execute')$$,
  'select name from called where roles <> array[]::text[]', 'and it may call nothing else');
