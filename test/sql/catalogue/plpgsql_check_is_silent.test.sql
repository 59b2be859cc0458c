-- plpgsql_check follows each statement to the tables and functions that it names. Debian has it for its PostgreSQL; the embedded one has not.
select plan(3);

-- What it cannot know: that PL/pgSQL may convert a value, that app_private.refuse never comes back, and whose text broken_rule evaluates.
create function test.is_known(function regprocedure, level text, message text) returns boolean
language sql
return message = 'target type is different type than source type'
  or message = 'control reached end of function without RETURN'
    and (select p.prosrc ~ 'perform app_private\.refuse\w*\([^;]*\);\s*end\s*$' from pg_proc as p where p.oid = function)
  or function::text = 'app_private.broken_rule(anyelement)' and level = 'security';

create function test.findings() returns setof text
language plpgsql
as $$
declare
  v_function regprocedure;
begin
  create extension if not exists plpgsql_check schema test;
  for v_function in
    select p.oid from pg_proc p join pg_language l on l.oid = p.prolang
    where p.pronamespace in ('app_public'::regnamespace, 'app_private'::regnamespace, 'app_rules'::regnamespace) and l.lanname = 'plpgsql'
  loop
    return query execute $q$
      select format('%s:%s %s: %s', $1::regprocedure, c.lineno, c.level, c.message)
      from test.plpgsql_check_function_tb($1, performance_warnings => false, extra_warnings => true, security_warnings => true) as c
      where c.level <> 'notice' and not test.is_known($1, c.level, c.message) $q$ using v_function;
  end loop;
end
$$;

create function test.assertions() returns setof text
language plpgsql
as $$
begin
  if not exists (select from pg_available_extensions where name = 'plpgsql_check') then
    return query select tap.skip('this PostgreSQL has no plpgsql_check: use one that has, by TEST_DATABASE_URL', 3);
    return;
  end if;
  return next tap.is_empty('select * from test.findings()', 'no function has anything that plpgsql_check finds');
  create function app_private.broken() returns int language plpgsql as 'begin perform missing from app_private.users; return 1; end';
  create function app_private.broken_too(what text) returns void language plpgsql as 'begin execute ''select '' || what; end';
  return next tap.ok(exists (select from test.findings() as f where f like 'app_private.broken()%missing%'), 'a column that is not there would be found');
  return next tap.ok(exists (select from test.findings() as f where f like 'app_private.broken_too(text)%'), 'and SQL that a caller puts together');
end
$$;

select * from test.assertions();
