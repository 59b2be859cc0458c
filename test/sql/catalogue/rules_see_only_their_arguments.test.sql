-- The label immutable is only a promise. What a rule's parsed body calls and reads is looked up here;
-- rules in plpgsql have no parsed body, so their text is searched.
select plan(12);

create view test.bodies as
select p.oid, p.oid::regprocedure::text as name, p.prosqlbody::text as body,
  regexp_replace(p.prosrc, 'extract\(\w+ from', 'extract(', 'g') as source
from pg_proc p
where p.pronamespace = 'app_rules'::regnamespace;

-- convert_to is stable since a conversion could be redefined; to UTF8 none is.
create view test.impure as
select b.name || ' calls ' || f.oid::regprocedure as name
from test.bodies b
cross join regexp_matches(b.body, ':(?:funcid|opfuncid|aggfnoid|winfnoid) (\d+)', 'g') m
join pg_proc f on f.oid = m[1]::oid
where f.provolatile <> 'i' and f.oid <> 'pg_catalog.convert_to(text, name)'::regprocedure
union
select b.name || ' calls ' || f.oid::regprocedure
from test.bodies b
cross join regexp_matches(b.body, ':(?:funcid|opfuncid|aggfnoid|winfnoid) (\d+)', 'g') m
join pg_proc f on f.oid = m[1]::oid
where f.pronamespace not in ('pg_catalog'::regnamespace, 'app_rules'::regnamespace)
union
select b.name || ' asks who, where or when' from test.bodies b where b.body ~ '\{SQLVALUEFUNCTION '
union
select b.name || ' reads a table' from test.bodies b where b.body ~ ':rtekind 0 '
union
select b.name || ' reads a table, a clock or a setting'
from test.bodies b
where b.body is null and (
  b.source ~* '\m(insert|update|delete|perform|execute|now|clock|clock_timestamp|current_\w+|current_setting|set_config|random|nextval|pg_\w+)\M'
  -- Rows come from an array, a series, a rule or a query in parentheses, which is searched itself.
  or b.source ~* '\m(from|join)\s+(?!(lateral\s+)?(\(|unnest\(|generate_series\(|jsonb_each(_text)?\(|app_rules\.\w+\())')
union
-- The name of a table is that of its row type too: it may stand in a declaration and after a cast.
select b.name || ' names what is no type'
from test.bodies b
where b.body is null
  and regexp_replace(b.source, '::app_(private|public)\.\w+|^\s*\w+ (constant )?app_(private|public)\.\w+(\[\])?(;| :=)', '', 'gn') ~ '\mapp_(private|public)\.'
union
select b.name || ' calls ' || m[1]
from test.bodies b
cross join regexp_matches(b.source, '\m(app_private|app_public)\.\w+\(', 'g') m
where b.body is null;

select is_empty('select * from test.impure', 'no rule reads a table, a clock or a setting, or calls what might');
select cmp_ok((select count(*) from test.bodies where body is not null), '>', 30::bigint, 'most rules have a parsed body');

create function app_rules.reads() returns bigint language sql immutable begin atomic select count(*) from app_private.zones; end;
create function app_rules.asks() returns date language sql immutable return current_date;
create function app_rules.tells() returns timestamptz language sql immutable return clock_timestamp();
create function app_rules.sets() returns text language sql immutable return current_setting('app.subject', true);
create function app_rules.leaves() returns uuid language sql immutable return app_private.current_user_id();
create function app_rules.looks() returns int language plpgsql immutable as 'begin return (select count(*) from app_private.zones); end';
create function app_rules.joins() returns int language plpgsql immutable as 'begin return (select count(*) from unnest(array[1]) as n join app_private.zones on true); end';
create function app_rules.lists() returns int language plpgsql immutable as 'declare v_zone app_private.zones; begin return (select count(*) from unnest(array[1]) as n, app_private.zones); end';
create function app_rules.catalogues() returns int language plpgsql immutable as 'begin return (select count(*) from unnest(array[1]) as n, pg_class); end';
create function app_rules.says() returns int language plpgsql immutable as 'begin return app_private.clock(); end';
select set_has('select * from test.impure', $$values ('app_rules.reads() reads a table')$$, 'a table would be found');
select set_has('select * from test.impure', $$values ('app_rules.asks() asks who, where or when')$$, 'today''s date would be found');
select set_has('select * from test.impure', $$values ('app_rules.tells() calls clock_timestamp()')$$, 'a clock would be found');
select set_has('select * from test.impure', $$values ('app_rules.sets() calls current_setting(text,boolean)')$$, 'a setting would be found');
select set_has('select * from test.impure', $$values ('app_rules.leaves() calls app_private.current_user_id()')$$, 'a function that is no rule would be found');
select set_has('select * from test.impure', $$values ('app_rules.looks() reads a table, a clock or a setting')$$, 'a table in plpgsql would be found');
select set_has('select * from test.impure', $$values ('app_rules.joins() reads a table, a clock or a setting')$$, 'one that is joined');
select set_has('select * from test.impure', $$values ('app_rules.lists() names what is no type')$$, 'one in a list');
select set_has('select * from test.impure', $$values ('app_rules.catalogues() reads a table, a clock or a setting')$$, 'or of the system');
select set_has('select * from test.impure', $$values ('app_rules.says() calls app_private')$$, 'a function that is no rule in plpgsql would be found');
