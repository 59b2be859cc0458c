create or replace function app_rules.day_cover(state app_private.user_states, day date, excused datemultirange)
returns app_public.mark
language plpgsql immutable parallel safe
as $$
begin
  if day between state.paused_from and state.paused_until then
    return 'pause';
  elsif excused @> day then
    return 'amnesty';
  elsif app_rules.is_day_without_hours(day, state.zone, state.day_start_hour) then
    return 'travel';
  end if;
  return null;
end
$$;

comment on function app_rules.day_cover(app_private.user_states, date, datemultirange) is
  'The mark that bridges an unmarked day without a freeze: a pause, an amnesty (excused: their days), a day that never was; null when none does.';
