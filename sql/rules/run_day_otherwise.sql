create or replace function app_rules.run_day_otherwise(day app_private.run_day)
returns text
language sql immutable parallel safe
return (
  select case
    when (day).mark is null then 'With a check-in on this day the streak would have been ' || ((day).streak + 1)::text || '.'
    when before.streak = 0 then 'The streak began with it.'
    when (day).mark = 'travel' and (day).otherwise_mark = 'travel' then 'Nobody can miss a day that is not there.'
    else case (day).mark
        when 'freeze' then 'Without a freeze'
        when 'pause' then 'Without the pause'
        when 'amnesty' then 'Without the amnesty'
        when 'travel' then 'Were such days not excused,'
        when 'repair' then 'Without the repair'
        else 'Without it'
      end || case
        when (day).otherwise_mark = 'freeze' and (day).ended then ' a freeze would have been used.'
        when (day).otherwise_mark = 'freeze' then ' a freeze would be used.'
        when (day).otherwise_mark = 'repair' then ' your repair would have kept it.'
        when (day).otherwise_mark = 'pause' then ' the day would be paused.'
        when (day).otherwise_mark = 'amnesty' then ' the day would be excused by an amnesty.'
        when (day).ended then ' the streak would have ended at ' || app_rules.counted(before.streak, 'day')
          || ' on ' || app_rules.iso_date((day).day) || '.'
        else ' the streak would end at ' || app_rules.counted(before.streak, 'day') || ' with this day.'
      end
  end
  from (
    select (day).streak - (coalesce((day).mark in ('check_in', 'late'), false))::int as streak
  ) as before
);

comment on function app_rules.run_day_otherwise(app_private.run_day) is
  'What would have happened without the mark of a day of a run, in words to the user.';
