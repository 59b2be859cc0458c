create or replace function app_rules.streak_status(state app_private.user_states, today date)
returns app_public.streak_status
language sql immutable parallel safe
return case
  when state.check_ins = 0 then 'none'::app_public.streak_status
  when state.run_length = 0 then 'broken'::app_public.streak_status
  when state.last_marked_day >= today then 'done_today'::app_public.streak_status
  when today between state.paused_from and state.paused_until then 'paused'::app_public.streak_status
  when state.last_freeze_day > state.last_check_in_day then 'protected'::app_public.streak_status
  when state.check_ins > 0 then 'at_risk'::app_public.streak_status
end;

comment on function app_rules.streak_status(app_private.user_states, date) is
  'What a settled streak is called today.';
