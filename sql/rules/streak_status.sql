create or replace function app_rules.streak_status(
  check_ins int, run_length int, last_marked_day date, last_check_in_day date, last_freeze_day date, today date
)
returns app_public.streak_status
language sql immutable parallel safe
return case
  when num_nulls(check_ins, run_length, today) > 0 then null
  when check_ins = 0 then 'none'
  when run_length = 0 then 'broken'
  when last_marked_day >= today then 'done_today'
  when last_freeze_day > last_check_in_day then 'protected'
  else 'at_risk'
end::app_public.streak_status;

comment on function app_rules.streak_status(int, int, date, date, date, date) is
  'What a settled streak is called today.';
