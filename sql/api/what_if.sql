-- Definer: an operator sees what no user may. Identity is checked before anything else.
create or replace function app_public.what_if(
  since timestamptz, parameters app_public.rule_parameters default null, rewards app_public.reward[] default null,
  one_in int default 1
)
returns app_public.what_if
language plpgsql stable security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  v_answer app_public.what_if;
begin
  perform app_private.require_operator_id();
  select w.* into v_answer
  from app_private.what_if(what_if.since, what_if.parameters, what_if.rewards, what_if.one_in) as w;
  return v_answer;
end
$$;

grant execute on function app_public.what_if to app_anonymous, app_user, app_operator;
comment on function app_public.what_if(timestamptz, app_public.rule_parameters, app_public.reward[], int) is
  E'@notNull\nFor operators: what would be otherwise now, had some parameters and rewards been others since an instant in the past: the real history of every user, each command at its instant, under the proposal. Give parameters as to addRuleVersion, rewards as to saveReward (each as a whole, new or changed). A reward that the proposal does not name is taken as it is since it was last saved, and before that as it was. What was refused then is in no journal, and stays undone; stock is not looked at. With very many users ask about one of so many: oneIn (they are always the same). Writes nothing.\n\nErrors: SIGNED_OUT, NOT_AN_OPERATOR, INVALID_PROPOSAL, INVALID_RULE_VERSION, INVALID_REWARD, UNKNOWN_ITEM.';
