create or replace function app_rules.day_cover(state app_private.user_states, day date, excused datemultirange)
returns app_public.mark
language sql immutable parallel safe
return case
  when day between state.paused_from and state.paused_until then 'pause'
  when excused @> day then 'amnesty'
  when app_rules.is_day_without_hours(day, state.zone, state.day_start_hour) then 'travel'
end::app_public.mark;

comment on function app_rules.day_cover(app_private.user_states, date, datemultirange) is
  'The mark that bridges an unmarked day without a freeze: a pause, an amnesty (excused: their days), a day that never was; null when none does.';
