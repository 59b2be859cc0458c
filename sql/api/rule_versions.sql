-- Definer: an operator sees what no user may. Identity is checked before anything else.
create or replace function app_public.rule_versions()
returns setof app_public.rule_version
language plpgsql stable security definer
set search_path = pg_catalog, pg_temp
as $$
begin
  perform app_private.require_operator_id();
  return query
  select d.* from app_private.rule_versions as v, app_private.rule_version_shown(v) as d order by v.effective_from desc;
end
$$;

grant execute on function app_public.rule_versions to app_anonymous, app_user, app_operator;
comment on function app_public.rule_versions() is
  E'@behavior +connection -list\nFor operators: all rule versions, those to come too, the latest first.\n\nErrors: SIGNED_OUT, NOT_AN_OPERATOR.';
