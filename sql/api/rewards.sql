-- Definer: an operator sees what no user may. Identity is checked before anything else.
create or replace function app_public.rewards()
returns setof app_public.reward
language plpgsql stable security definer
set search_path = pg_catalog, pg_temp
as $$
begin
  perform app_private.require_operator_id();
  return query select d.* from app_private.rewards as r, app_private.reward_definition(r) as d order by r.priority, r.id;
end
$$;

grant execute on function app_public.rewards to app_anonymous, app_user, app_operator;
comment on function app_public.rewards() is
  E'@behavior +connection -list\nFor operators: all rewards, disabled ones too, in the order in which they are unlocked.\n\nErrors: SIGNED_OUT, NOT_AN_OPERATOR.';
