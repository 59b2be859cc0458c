-- PUBLIC may do nothing: neither with the types that there are, nor with those to come.
alter default privileges revoke usage on types from public;
do $$
declare
  v_type regtype;
begin
  for v_type in
    select t.oid from pg_catalog.pg_type as t left join pg_catalog.pg_class as c on c.oid = t.typrelid
    where t.typnamespace in ('app_public'::regnamespace, 'app_private'::regnamespace, 'app_rules'::regnamespace)
      and (t.typtype in ('d', 'e', 'r') or c.relkind = 'c')
  loop
    execute pg_catalog.format('revoke usage on type %s from public', v_type);
  end loop;
end
$$;
--! include api/reward_stock_remaining.sql
--! include api/user.sql
