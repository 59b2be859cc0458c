create or replace function app_private.what_if_users(
  since timestamptz, parameters app_public.rule_parameters default null, rewards app_public.reward[] default null,
  first_user uuid default null, last_user uuid default null
)
returns setof app_private.what_if_outcome
language plpgsql stable
as $$
declare
  v_at constant timestamptz := app_private.clock();
  v_versions constant app_private.rule_versions[] := app_private.proposed_versions(since, parameters);
  v_catalogue constant app_private.proposed_reward[] := app_private.proposed_catalogue(rewards, v_versions);
begin
  return query
  select o.*
  from app_private.user_states as s,
    lateral app_private.what_if_user(s.user_id, since, v_at, v_versions, v_catalogue) as o
  where s.clock_ahead_seconds is null
    and (s.user_id >= first_user or first_user is null) and (s.user_id <= last_user or last_user is null);
end
$$;

comment on function app_private.what_if_users(
  timestamptz, app_public.rule_parameters, app_public.reward[], uuid, uuid
) is 'What each user, from one id to another or all (null), would have now, had some parameters and rewards been others since an instant: the history folded again, each command at its instant. A reward that the proposal names is taken to have been so since then; any other as it is since it was last saved, and before that as it was. Stock is not looked at, and test users are left out. Writes nothing. RU001, RW006 and IT001 for a proposal that could not be saved.';
