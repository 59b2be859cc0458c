-- The reason of an amnesty is named once, so that the planner looks for one only on days that need it.
create or replace function app_rules.day_reason(
  mark app_public.mark, day date, today date, late_from date, joined_on date, paused boolean, amnesty text
)
returns text
language sql immutable parallel safe
return case when num_nulls(day, today) = 0 then coalesce(
  'Excused by an amnesty: ' || case
    when mark = 'amnesty' or mark is null and (day > today and paused is not true or day between joined_on and least(today, late_from) - 1)
    then amnesty
  end,
  case
    when mark = 'check_in' then 'Checked in.'
    when mark = 'late' then 'Checked in late, within the grace.'
    when mark = 'freeze' then 'Missed; a freeze saved the streak.'
    when mark = 'pause' then 'Paused.'
    when mark = 'amnesty' then 'Excused by an amnesty.'
    when mark = 'travel' then 'Skipped by a change of zone or day start.'
    when mark = 'repair' then 'Missed, and repaired.'
    when day > today and paused then 'To be paused.'
    when day > today then 'Not yet come.'
    when day = today and paused then 'Paused; a check-in ends the pause.'
    when day = today then 'Open: no check-in yet.'
    when day >= late_from then 'Open: a late check-in is still possible.'
    when joined_on is null or day < joined_on then 'Before the user joined.'
    else 'Missed.'
  end
) end;

comment on function app_rules.day_reason(app_public.mark, date, date, date, date, boolean, text) is
  'Why a day of the calendar is marked as it is, in words. late_from: the first day that can be checked in late; paused: a live run''s pause is on the day; amnesty: the reason of one that names the day.';
