-- One freeze would have covered only the first of three paused days, so each has its place among them.
create or replace function app_private.otherwise_mark(
  user_id uuid, day app_private.run_day, excused datemultirange, stretch daterange, spare date[], place int
)
returns app_public.mark
language sql stable parallel safe
begin atomic
  select case
    when (otherwise_mark.day).mark in ('freeze', 'repair') then null
    when (otherwise_mark.day).mark = 'travel' and (app_rules.is_day_without_hours((otherwise_mark.day).day, (otherwise_mark.day).zone, (otherwise_mark.day).day_start_hour)
      or app_rules.is_day_without_hours((otherwise_mark.day).day, (otherwise_mark.day).new_zone, (otherwise_mark.day).new_day_start_hour)) then 'travel'
    when (otherwise_mark.day).mark in ('check_in', 'late') and exists (
      select from app_public.journal_entries as b
      where b.user_id = otherwise_mark.user_id and b.sequence_number = (otherwise_mark.day).sequence_number - 1
        and (otherwise_mark.day).day between b.paused_from and b.paused_until) then 'pause'
    when (otherwise_mark.day).mark <> 'amnesty' and excused @> (otherwise_mark.day).day then 'amnesty'
    -- What an amnesty has taken the place of; a freeze had covered the first days of a gap, a repair those after.
    when (otherwise_mark.day).mark = 'amnesty' and exists (
      select from app_public.journal_entries as r
      where r.user_id = otherwise_mark.user_id and r.kind = 'repair'
        and (r.sequence_number < (otherwise_mark.day).sequence_number or (otherwise_mark.day).sequence_number is null)
        and stretch @> (r.asked ->> 'day')::date
        and (stretch @> r.last_freeze_day and r.last_freeze_day >= (otherwise_mark.day).day) is not true) then 'repair'
    when (select count(*) from unnest(spare) as f(granted_on) where f.granted_on < (otherwise_mark.day).day) >= place then 'freeze'
  end::app_public.mark;
end;

grant execute on function app_private.otherwise_mark to app_user;
comment on function app_private.otherwise_mark(uuid, app_private.run_day, datemultirange, daterange, date[], int) is
  'What would bridge a day of a run if it had not the mark that it has; null when that would have ended the run. excused: the days of amnesties; stretch: the days between two check-ins that it lies in; spare: freezes that were in hand or covered later days of the stretch; place: which it is of the days that a freeze might have covered instead.';
