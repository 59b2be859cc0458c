-- Created again with every check that PL/pgSQL has of its own: a variable that shadows a parameter, a row that is cut short.
select plan(3);

create function test.complaint(function regprocedure) returns text
language plpgsql
set check_function_bodies = on set plpgsql.extra_errors = 'all'
as $$
begin
  execute pg_get_functiondef(function);
  return null;
exception when others then
  return sqlerrm;
end
$$;

create view test.functions as
select p.oid::regprocedure as name from pg_proc p join pg_language l on l.oid = p.prolang
where p.pronamespace in ('app_public'::regnamespace, 'app_private'::regnamespace, 'app_rules'::regnamespace) and l.lanname = 'plpgsql';

create view test.offenders as
select f.name || ': ' || c as name from test.functions f, test.complaint(f.name) c where c is not null;

select is_empty('select * from test.offenders', 'no function in PL/pgSQL has what PL/pgSQL warns of');
select cmp_ok((select count(*) from test.functions), '>', 100::bigint, 'each of them was asked about');

create function app_private.broken(a int) returns int language plpgsql as 'declare a int := 1; begin return a; end';
select set_eq('select * from test.offenders', array['app_private.broken(integer): variable "a" shadows a previously defined variable'], 'one that has would be found');
