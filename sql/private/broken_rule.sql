-- So that what is only proposed is held against the very rules of its table, without being written.
create or replace function app_private.broken_rule(proposed anyelement)
returns text
language plpgsql stable
as $$
declare
  v_rule record;
  v_holds boolean;
begin
  for v_rule in
    select a.attname || ' is missing' as name, format('its.%I is not null', a.attname) as condition
    from pg_catalog.pg_attribute as a join pg_catalog.pg_type as t on t.typrelid = a.attrelid
    where t.oid = pg_typeof(proposed) and a.attnotnull and a.attnum > 0
    union all
    select c.conname, pg_catalog.pg_get_expr(c.conbin, c.conrelid)
    from pg_catalog.pg_constraint as c join pg_catalog.pg_type as t on t.typrelid = c.conrelid
    where t.oid = pg_typeof(proposed) and c.contype = 'c'
    order by 1
  loop
    execute format('select (%s) is not false from (select ($1).*) as its', v_rule.condition) into v_holds using proposed;
    if not v_holds then
      return v_rule.name;
    end if;
  end loop;
  return null;
end
$$;

comment on function app_private.broken_rule(anyelement) is
  'The name of a constraint of its table that a row, not stored, would break; null when it would be accepted.';
