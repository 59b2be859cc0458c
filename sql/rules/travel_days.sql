-- A day is skipped when it was open before the change and no longer is after it. The cover holds
-- for all days of one change, and once in travel_cover_days, counted from the last skipped day.
create or replace function app_rules.travel_days(
  state app_private.user_states, ended_through date, open_from date, travel_cover_days int
)
returns int
language sql immutable parallel safe
return case
  when num_nulls(state.run_length, ended_through, open_from, travel_cover_days) > 0 then null
  when state.run_length = 0 then 0
  when open_from - 1 - state.last_travel_day < travel_cover_days then 0
  when ended_through > state.last_marked_day then 0
  else greatest(open_from - 1 - state.last_marked_day, 0)
end;

comment on function app_rules.travel_days(app_private.user_states, date, date, int) is
  'How many days after the last marked one a change of zone or day start skips: the streak is not held to them.';
