-- SQL that is put together from what a caller sent is an injection, and a setting whose name is, a role's rights.
select plan(4);

-- Evaluates the check constraints of a table, whose text is the catalogue's own, on a value that is passed beside it.
create view test.builders as
select name from unnest(array['app_private.broken_rule(anyelement)']) as name;

create view test.bodies as
select p.oid::regprocedure::text as name, regexp_replace(p.prosrc, '--[^\n]*', '', 'g') as source, l.lanname as language
from pg_proc p join pg_language l on l.oid = p.prolang
where p.pronamespace in ('app_public'::regnamespace, 'app_private'::regnamespace, 'app_rules'::regnamespace);

create view test.offenders as
select b.name from test.bodies b
where b.name not in (select s.name from test.builders s)
  and (b.source ~* '\m(execute|query_to_xml|table_to_xml|dblink\w*|lo_\w+)\M' or b.language not in ('sql', 'plpgsql')
    or b.source ~* '\mset_config\s*\(\s*(?!'')' or b.source ~* '\mset\s+(local\s+)?(role|session)\M');

select is_empty('select * from test.offenders', 'no function puts SQL together, or sets a setting whose name it was given');
select is_empty('select name from test.builders except select name from test.bodies', 'each that is named here is still there');

create function app_private.broken(what text) returns void language plpgsql as 'begin execute ''select '' || what; end';
create function app_private.broken_too(name text) returns void language plpgsql as 'begin perform set_config(name, '''', true); end';
create function app_private.sound(value text) returns void language plpgsql as 'begin /* executes nothing */ perform set_config(''app.zone'', value, true); end';
select set_has('select * from test.offenders', $$values ('app_private.broken(text)')$$, 'one that does would be found');
select set_eq('select * from test.offenders', array['app_private.broken(text)', 'app_private.broken_too(text)'], 'and one that lets a caller name a setting');
