-- Definer: operators hold no write grants. Identity is checked before anything else.
create or replace function app_public.add_rule_version(effective_from timestamptz, parameters app_public.rule_parameters)
returns app_public.rule_version
language plpgsql volatile security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  v_answer app_public.rule_version;
begin
  perform app_private.require_operator_id();
  select a.* into v_answer
  from app_private.add_rule_version(add_rule_version.effective_from, add_rule_version.parameters) as a;
  return v_answer;
end
$$;

grant execute on function app_public.add_rule_version to app_anonymous, app_user, app_operator;
comment on function app_public.add_rule_version(timestamptz, app_public.rule_parameters) is
  E'@notNull\nFor operators: changes parameters of the rules from an instant to come on. What is left out of parameters stays as in the version that is in force until then. A version is never edited, and one that was added before for a later instant keeps all its parameters. A repeat changes nothing; other parameters for the same instant are refused.\n\nErrors: SIGNED_OUT, NOT_AN_OPERATOR, INVALID_RULE_VERSION.';
